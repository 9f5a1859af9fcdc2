// What a person selects in a picture, as it is told to the server.

import { rowOf } from "./marks.js"

// Call `told` with what was selected: rows, cells of a table, and the outline around them.
export function listen(node, told) {
  let adds = false
  node.addEventListener("pointerdown", (event) => (adds = event.shiftKey), true)
  node.on("plotly_selected", (event) => {
    if (event === undefined) return
    const points = event.points ?? []
    const outline = outlineOf(event)
    // A click is a selection without an outline; it has an event of its own.
    if (event.range || event.lassoPoints)
      told({ rows: rowsOf(points), cells: cellsOf(points), outline, adds })
  })
  node.on("plotly_deselect", () => told({ rows: [], cells: [], outline: null, adds: false }))
  node.on("plotly_click", ({ points }) => {
    const found = { rows: rowsOf(points), cells: cellsOf(points) }
    if (found.rows.length || found.cells.length) told({ ...found, outline: null, adds })
  })
}

function rowsOf(points) {
  return [...new Set(of(points, "rows").map(rowOf))]
}

function cellsOf(points) {
  return of(points, "cells").map(([row, column]) => [row, column])
}

function of(points, name) {
  return points.filter(({ data }) => data.name === name).map(({ customdata }) => customdata)
}

// The corners in the units of the axes, where the picture has just two.
function outlineOf({ range, lassoPoints }) {
  if (range?.x && range?.y) {
    const [[left, right], [low, high]] = [range.x, range.y]
    return [
      [left, low],
      [right, low],
      [right, high],
      [left, high],
    ]
  }
  if (lassoPoints?.x && lassoPoints?.y) return lassoPoints.x.map((x, i) => [x, lassoPoints.y[i]])
  return null
}
