// Beside the data: rows that the mixture on screen would produce. Chance is the same at each
// half-step, so that they move as the mixture moves.

import { element } from "../browser/page.js"

const SVG = "http://www.w3.org/2000/svg"
const GOLDEN = (Math.sqrt(5) - 1) / 2 // heights in the strip, as those of the rows themselves

export class Twin {
  constructor(node, picture) {
    this.node = node
    this.picture = picture
    this.says = element("figcaption")
    this.bars = drawn("path", "gmm-bars")
    this.rows = drawn("g", "gmm-made")
    this.plane = drawn("svg", "gmm-plane") // it cuts off what lies beyond the axes
    this.plane.append(drawn("rect", "gmm-frame"), this.bars, this.rows)
    const whole = drawn("svg", "gmm-whole")
    whole.append(this.plane)
    node.replaceChildren(this.says, whole)
    this.root = node.closest(".gmm-player")
    new ResizeObserver(() => {
      this.root.style.setProperty("--as-high", `${picture.clientHeight}px`)
    }).observe(picture)
  }

  get seen() {
    return !this.node.hidden
  }

  load(film) {
    this.film = film
    const count = film.uniforms.values.length
    const rows = `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`
    this.says.textContent = `What this model would produce: ${rows}`
    this.rows.replaceChildren(...Array.from({ length: count }, () => drawn("path", "gmm-row-made")))
  }

  show(seen) {
    this.node.hidden = !seen
    this.root.classList.toggle("gmm-has-twin", seen)
  }

  // Where the axes of the picture would put them.
  draw(mixture, brush) {
    if (!this.seen) return
    const { film, plane } = this
    const { xaxis, yaxis, yaxis2 } = this.picture._fullLayout
    const up = film.flat ? yaxis2 : yaxis
    const top = yaxis._offset
    const attributes = {
      x: (this.node.clientWidth - xaxis._length) / 2,
      y: top,
      width: xaxis._length,
      height: up._offset + up._length - top,
    }
    for (const [name, value] of Object.entries(attributes)) plane.setAttribute(name, value)
    const { x, y, components } = made(mixture, film.uniforms.values, film.normals.values)
    const { hues } = film.looks
    const symbols = brush.symbols()
    Array.from(this.rows.children).forEach((row, i) => {
      const j = components[i]
      const height = film.flat ? (GOLDEN * i) % 1 : y[i]
      row.style.fill = hues[j]
      row.setAttribute("d", symbols[j])
      row.setAttribute("transform", `translate(${xaxis.c2p(x[i])},${up._offset - top + up.c2p(height)})`)
    })
    if (film.flat) this.bars.setAttribute("d", this.#histogram(x, xaxis, yaxis))
  }

  // In the bins of the data, and in as many more as are seen.
  #histogram(x, xaxis, yaxis) {
    const { x: middles, width } = this.picture.data.find(({ name }) => name === "histogram")
    const first = middles[0] - width[0] / 2
    const counts = new Map()
    for (const value of x) {
      const bin = Math.floor((value - first) / width[0])
      counts.set(bin, (counts.get(bin) ?? 0) + 1)
    }
    const ground = yaxis.c2p(0)
    return Array.from(counts, ([bin, count]) => {
      const [left, right] = [0, 1].map((side) => xaxis.c2p(first + (bin + side) * width[0]))
      const density = (this.film.per * count) / (x.length * width[0])
      return `M${left},${ground}V${yaxis.c2p(density)}H${right}V${ground}Z`
    }).join("")
  }
}

// The rows of a mixture that draws make, as gmm_core.projection.Draws makes them.
function made({ weights, means, covariances }, uniforms, normals) {
  const axes = normals.length / uniforms.length
  const ends = []
  weights.reduce((sum, weight, j) => (ends[j] = sum + weight), 0)
  const x = new Float64Array(uniforms.length)
  const y = new Float64Array(uniforms.length)
  const components = Array.from(uniforms, (uniform) => {
    const above = ends.findIndex((end) => uniform < end)
    return above < 0 ? ends.length - 1 : above
  })
  components.forEach((j, i) => {
    const [a, b, , d] = covariances.subarray(axes * axes * j)
    const long = Math.sqrt(Math.max(a, 0))
    const slope = long > 0 ? b / long : 0
    x[i] = means[axes * j] + long * normals[axes * i]
    if (axes === 1) return
    const across = Math.sqrt(Math.max(d - slope * slope, 0))
    y[i] = means[2 * j + 1] + slope * normals[2 * i] + across * normals[2 * i + 1]
  })
  return { x, y, components }
}

function drawn(tag, name) {
  const shape = document.createElementNS(SVG, tag)
  shape.setAttribute("class", name)
  return shape
}
