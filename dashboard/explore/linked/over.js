// Where each pane of a figure has its points in WebGL, lines over them that are only looked at are
// drawn here: plotly takes as long for its hundreds of traces as for all else of such a figure.

const SVG = "http://www.w3.org/2000/svg"
const LAYER = "gmm-lines"
const FINE = 1000 // units of a path across its axes

export function hasPanes(traces) {
  return traces.some(({ type }) => type === "splom")
}

// The traces that plotly draws, and the lines that are drawn here. Of two features the one pane below
// the diagonal has its axes from its lines, without which plotly draws nothing.
export function parted(traces) {
  if (!traces.some(({ type, dimensions }) => type === "splom" && dimensions.length > 2))
    return [traces, []]
  return [traces.filter((trace) => !isLine(trace)), traces.filter(isLine)]
}

// Draw lines over what plotly has drawn, in place of those of before; they follow its axes.
export class Lines {
  constructor(node) {
    this.node = node
    this.layers = []
  }

  draw(lines) {
    for (const { layer } of this.layers) layer.remove()
    this.layers = [...byPane(lines)].map(([pane, own]) => {
      const { plot, xaxis, yaxis } = this.node._fullLayout._plots[pane]
      const layer = document.createElementNS(SVG, "g")
      layer.setAttribute("class", LAYER)
      const spans = [xaxis, yaxis].map(({ range: [low, high] }) => [low, FINE / (high - low)])
      layer.append(...own.map((line) => pathOf(line, spans)))
      plot.node().append(layer)
      return { layer, pane, spans }
    })
    this.follow()
  }

  // Put the lines where the axes are now.
  follow() {
    for (const { layer, pane, spans } of this.layers) {
      const seen = this.node._fullLayout._plots[pane]
      if (!seen) continue // another figure is being drawn
      const { xaxis, yaxis } = seen
      const [[wide, left], [high, low]] = [xaxis, yaxis].map(({ _m, _b }, j) => {
        const [from, scale] = spans[j]
        return [_m / scale, _b + _m * from]
      })
      layer.setAttribute("transform", `matrix(${wide},0,0,${high},${left},${low})`)
    }
  }
}

function isLine({ type, mode, hoverinfo }) {
  return type.startsWith("scatter") && mode === "lines" && hoverinfo === "skip"
}

function byPane(lines) {
  const panes = new Map()
  for (const line of lines) {
    const pane = `${line.xaxis}${line.yaxis}`
    if (!panes.has(pane)) panes.set(pane, [])
    panes.get(pane).push(line)
  }
  return panes
}

function pathOf({ x, y, line: { width, color }, opacity = 1 }, [[left, wide], [low, high]]) {
  const path = document.createElementNS(SVG, "path")
  let d = ""
  let begins = true
  x.forEach((at, i) => {
    if (at === null || y[i] === null) begins = true
    else {
      const place = `${((at - left) * wide).toFixed(1)},${((y[i] - low) * high).toFixed(1)}`
      d += (begins ? "M" : "L") + place
      begins = false
    }
  })
  const looks = { d, fill: "none", stroke: color, "stroke-width": width, opacity }
  for (const [name, value] of Object.entries(looks)) path.setAttribute(name, value)
  path.setAttribute("vector-effect", "non-scaling-stroke")
  return path
}
