// Draws a frame straight into what plotly has drawn, many times faster than plotly redraws.

import { fixed, number } from "./numbers.js"
import { curves, MOST_FULL, outlines, peak, sideBySide } from "./shapes.js"

const SVG = "http://www.w3.org/2000/svg"
const LABEL_INSIDE = 0.95 // share of the axis above which a number stands below its peak
const ABOVE = 13 // pixels from a peak to its number
const [LETTER, LINE] = [8, 16] // pixels that a letter of a number or name is wide, and high

export class Brush {
  constructor(node, film) {
    this.node = node
    this.film = film
    this.index = Object.fromEntries(node.data.map((trace, i) => [trace.name, i]))
  }

  // Move outlines, curves, means and numbers; previous leaves ghosts where there is one. Of many
  // components only one is outlined in full.
  components(mixture, previous, full = null) {
    this.node.data.forEach((trace, i) => {
      if (!trace.meta) return
      const drawn = this.#drawn(i)
      if (!drawn) return
      if (trace.meta.draws === "ghosts") drawn.style.display = previous ? "" : "none"
      if (trace.meta.radii?.length > 1) drawn.style.display = this.#isFull(trace, full) ? "" : "none"
      const line = this.line(trace.meta, mixture, previous)
      const [across, up] = this.#axes(i)
      // Plotly draws a path for each stretch between two gaps; one of them can hold them all.
      drawn.querySelectorAll("path.js-line").forEach((path, stretch) => {
        path.setAttribute("d", stretch ? "" : pathOf(line, across, up))
      })
      drawn.querySelectorAll("path.point").forEach((point, j) => {
        point.setAttribute("transform", `translate(${across(line.x[j])},${up(line.y[j])})`)
      })
    })
    this.#numbers(mixture)
  }

  // Colours and symbols of the rows, where they are SVG; false where they are not.
  points(colours, clusters) {
    const drawn = this.#drawn(this.index.rows)
    if (!drawn) return false
    const symbols = this.symbols()
    for (const point of drawn.querySelectorAll("path.point")) {
      const row = point.__data__.i
      point.style.fill = colours[row]
      point.setAttribute("d", clusters ? symbols[clusters[row]] : symbols.at(-2))
    }
    return true
  }

  // Ring the rows that have changed, and the one whose ledger is open.
  rings(changed, chosen) {
    const parent = this.#drawn(this.index.symbols)
    if (!parent) return
    const ring = this.symbols().at(-1)
    const [across, up] = this.#axes(this.index.rows)
    const { x, y } = this.node.data[this.index.rows]
    for (const [name, rows] of [
      ["gmm-rings", changed],
      ["gmm-chosen", chosen],
    ]) {
      const group = document.createElementNS(SVG, "g")
      group.setAttribute("class", name)
      for (const row of rows) {
        const path = document.createElementNS(SVG, "path")
        path.setAttribute("d", ring)
        path.setAttribute("transform", `translate(${across(x[row])},${up(y[row])})`)
        group.append(path)
      }
      parent.querySelector(`.${name}`)?.remove()
      parent.append(group)
    }
  }

  #isFull({ meta: { components } }, full) {
    return this.film.k <= MOST_FULL || (components.length === 1 && components[0] === full)
  }

  // What a trace draws of a mixture, as its meta says.
  line({ draws, components, radii, range }, mixture, previous) {
    if (draws === "means") return this.places(mixture)
    const of = draws === "ghosts" ? (previous ?? mixture) : mixture
    return radii ? outlines(of, components, radii) : curves(of, components, range, this.film.per)
  }

  // What hovering says of each mean; of one that is a hidden answer, only its name.
  abouts({ called, values }, { weights, means }, hidden) {
    return called.map((name, j) => {
      if (hidden) return name
      const lines = values.map((value, axis) => {
        return `${value}: ${number(means[j * values.length + axis])}`
      })
      return [`${name}, weight ${fixed(weights[j], 3)}`, ...lines].join("<br>")
    })
  }

  places({ means }) {
    const { k, flat } = this.film
    const each = Array.from({ length: k }, (_, j) => j)
    if (flat) return { x: each.map((j) => means[j]), y: each.map(() => 0) }
    return { x: each.map((j) => means[2 * j]), y: each.map((j) => means[2 * j + 1]) }
  }

  // Where the means of a mixture, or the rows, lie in the node, in pixels.
  pixels(name, mixture) {
    const { xaxis, yaxis } = this.node._fullData[this.index[name]]
    const [across, up] = [xaxis, yaxis].map((axis) => this.#axis(axis))
    const { x, y } = name === "means" ? this.places(mixture) : this.node.data[this.index[name]]
    return Array.from(x, (_, i) => [across._offset + across.c2p(x[i]), up._offset + up.c2p(y[i])])
  }

  label(mixture, j) {
    if (!this.film.flat) return { x: mixture.means[2 * j], y: mixture.means[2 * j + 1] }
    const top = this.film.figure.layout.yaxis.range[1]
    const y = Math.min(peak(mixture, j, this.film.per), top)
    return { x: mixture.means[j], y, yshift: y < LABEL_INSIDE * top ? ABOVE : -ABOVE }
  }

  // Plotly has placed each number; from there it is shifted. Means in the plane have a direction
  // each for their numbers; on a line these stand side by side where peaks are close.
  #numbers(mixture) {
    const { xaxis, yaxis } = this.node._fullLayout
    const labels = [...this.node.querySelectorAll(".annotation")]
    const places = labels.map((label) => {
      const { x, y, yshift } = this.label(mixture, Number(label.dataset.index))
      return [xaxis.c2p(x), yaxis.c2p(y) - (yshift ?? 0)]
    })
    const letters = Math.max(...labels.map(({ textContent }) => textContent.length))
    const aside = this.film.flat ? sideBySide(places, LETTER * (letters + 0.5), LINE) : []
    labels.forEach((label, i) => {
      const j = Number(label.dataset.index)
      const [now, placed] = [this.label(mixture, j), this.node.layout.annotations[j]]
      const dx = xaxis.c2p(now.x) - xaxis.c2p(placed.x) + (aside[i] ?? 0)
      const dy = yaxis.c2p(now.y) - yaxis.c2p(placed.y)
      const turned = now.yshift === undefined ? 0 : placed.yshift - now.yshift
      label.style.transform = `translate(${dx}px, ${dy + turned}px)`
    })
  }

  #drawn(index) {
    return this.node.querySelector(`.scatterlayer .trace${this.node._fullData[index].uid}`)
  }

  // One path a component, the neutral circle and the ring, as plotly draws them.
  symbols() {
    const drawn = this.#drawn(this.index.symbols).querySelectorAll("path.point")
    return Array.from(drawn, (path) => path.getAttribute("d"))
  }

  #axes(index) {
    const { xaxis, yaxis } = this.node._fullData[index]
    return [xaxis, yaxis].map((name) => {
      const axis = this.#axis(name)
      return (value) => axis.c2p(value)
    })
  }

  #axis(name) {
    return this.node._fullLayout[`${name[0]}axis${name.slice(1)}`]
  }
}

function pathOf({ x, y }, across, up) {
  let path = ""
  let pen = "M"
  for (let i = 0; i < x.length; i++) {
    if (x[i] === null) {
      pen = "M"
    } else {
      path += `${pen}${across(x[i]).toFixed(1)},${up(y[i]).toFixed(1)}`
      pen = "L"
    }
  }
  return path
}
