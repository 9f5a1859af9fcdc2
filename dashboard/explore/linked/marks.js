// Selected rows stand out in whatever a view draws of them.

const DIMMED_BY_PLOTLY = ["scatter", "scattergl", "splom", "scatterternary"]
const FAINT = 0.12 // opacity of what is not selected
const LARGER = 1.4 // times the size of a row in space, once selected
const PLACES = ["x", "y", "z", "a", "b", "c"]
const AXES = ["xaxis", "yaxis", "scene", "subplot"]

// Add what is needed to mark rows later: plotly itself dims points of a plane; lines and points in
// space get a trace of their own over them. A figure may say how (`meta.marked`). What is drawn
// beside the rows never fades, so that nothing of it need be changed with them.
export function markable(traces, ink) {
  const own = traces.map((trace) => {
    if (trace.name !== "rows") return withoutFading(trace)
    return isDimmed(trace) ? withLooks(trace) : trace
  })
  const marks = traces.flatMap((trace, of) => (isOverlaid(trace) ? [overlay(trace, of, ink)] : []))
  return [...own, ...marks]
}

// Traces that have these rows marked already: drawing them takes one redraw, not one a change.
export function withMarks(traces, rows) {
  const changed = traces.map((trace) => ({ ...trace }))
  for (const [i, change] of marksOf(traces, rows)) {
    for (const [name, value] of Object.entries(change)) changed[i][name] = valueOf(value)
  }
  return changed
}

// The changes that mark these rows, each for one trace; null for rows takes all marks away.
export function marksOf(traces, rows) {
  return traces.flatMap((trace, i) => {
    if (isDimmed(trace)) return [[i, { selectedpoints: [rows && placesOf(trace, rows)] }]]
    return trace.name === "marked" ? marksOver(traces, trace, i, rows) : []
  })
}

// Of such changes those that change anything, as plotly makes all in one drawing: the values of each
// trace, and the traces. Of what a person has drawn around, plotly has marked the rows before.
export function together(traces, changes) {
  const news = changes.filter(([i, change]) => !isSo(traces[i], change))
  const names = [...new Set(news.flatMap(([, change]) => Object.keys(change)))]
  const values = (name) => news.map(([, change]) => valueOf(change[name]))
  return [Object.fromEntries(names.map((name) => [name, values(name)])), news.map(([i]) => i)]
}

function isSo(trace, change) {
  return Object.entries(change).every(([name, value]) => isAlike(trace[name], valueOf(value)))
}

function isAlike(one, other) {
  if (isList(one) && isList(other))
    return one.length === other.length && other.every((each, i) => each === one[i])
  if (one && other && typeof one === "object" && typeof other === "object")
    return Object.keys(other).every((name) => isAlike(one[name], other[name]))
  return (one ?? null) === (other ?? null)
}

export function rowOf(customdata) {
  return Array.isArray(customdata) ? customdata[0] : customdata
}

function isDimmed(trace) {
  const lines = (trace.mode ?? "markers").includes("lines")
  const dims = DIMMED_BY_PLOTLY.includes(trace.type) && !lines && !trace.meta?.marked
  return trace.name === "rows" && dims
}

function isOverlaid(trace) {
  return trace.name === "rows" && !isDimmed(trace)
}

function withLooks(trace) {
  const looks = { selected: { marker: { opacity: 1 } }, unselected: { marker: { opacity: FAINT } } }
  return { ...trace, ...looks }
}

function withoutFading(trace) {
  const { marker, textfont } = trace
  const looks = { marker: { opacity: marker?.opacity ?? 1 }, textfont: { color: textfont?.color } }
  return { unselected: looks, ...trace }
}

function overlay(trace, of, ink) {
  const empty = Object.fromEntries(placesIn(trace).map((axis) => [axis, []]))
  const on = Object.fromEntries(
    AXES.filter((axis) => trace[axis]).map((axis) => [axis, trace[axis]]),
  )
  const meta = { of, opacity: trace.meta?.marked ? null : (trace.opacity ?? 1) }
  const look = trace.meta?.marked ?? (hasLines(trace) ? line(trace) : ring(ink))
  const { type } = trace
  return {
    type,
    ...on,
    ...empty,
    ...look,
    name: "marked",
    meta,
    hoverinfo: "skip",
    showlegend: false,
  }
}

function line({ line: { color } }) {
  return { mode: "lines", line: { color, width: 1.75 } }
}

function ring(ink) {
  const marker = { symbol: "circle-open", size: 7, color: ink, line: { width: 2, color: ink } }
  return { mode: "markers", marker }
}

function marksOver(traces, { meta: { of, opacity } }, i, rows) {
  const base = traces[of]
  const chosen = rows ? placesOf(base, rows) : []
  const places = placesIn(base).map((axis) => [axis, [chosen.map((at) => base[axis][at])]])
  const fading = opacity === null ? [] : [[of, { opacity: rows ? FAINT : opacity }]]
  const look = isInSpace(base) ? [["marker", [looksOf(base.marker, chosen)]]] : []
  return [[i, Object.fromEntries([...places, ...look])], ...fading]
}

// In space a ring would hide its row: selected rows are drawn again as they are, and larger.
function looksOf(marker, chosen) {
  const of = (value) => (isList(value) ? chosen.map((at) => value[at]) : value)
  const size = of(marker.size)
  const { color, symbol } = marker
  const larger = isList(size) ? size.map((each) => LARGER * each) : LARGER * size
  return { color: of(color), symbol: of(symbol), size: larger, opacity: 1, line: { width: 0 } }
}

function isInSpace({ type }) {
  return type === "scatter3d"
}

// Plotly takes the value for one trace out of a list of one.
function valueOf(value) {
  return Array.isArray(value) ? value[0] : value
}

function isList(value) {
  return Array.isArray(value) || ArrayBuffer.isView(value)
}

function hasLines(trace) {
  return (trace.mode ?? "").includes("lines")
}

function placesIn(trace) {
  return PLACES.filter((axis) => trace[axis])
}

function placesOf(trace, rows) {
  const found = []
  trace.customdata.forEach((row, at) => {
    if (rows.has(rowOf(row))) found.push(at)
  })
  return found
}
