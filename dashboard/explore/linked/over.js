// Where each pane of a figure has its points in WebGL, lines over them are drawn by SVG: plotly makes
// programs for WebGL anew for every pane that has a line. The points then lie below all else.

// The traces as they are drawn on the page; elsewhere, as in a file, they are drawn as they came.
export function linesOver(traces) {
  return hasPanes(traces) ? traces.map((trace) => (isLine(trace) ? bySvg(trace) : trace)) : traces
}

// The traces as they came.
export function asCame(traces) {
  return traces.map((trace) => (trace.meta?.came ? { ...trace, type: trace.meta.came } : trace))
}

export function hasPanes(traces) {
  return traces.some(({ type }) => type === "splom")
}

function isLine({ type, mode }) {
  return type === "scattergl" && mode === "lines"
}

function bySvg(trace) {
  return { ...trace, type: "scatter", meta: { ...trace.meta, came: trace.type } }
}
