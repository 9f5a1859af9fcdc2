// The picture: plotly draws it at rest; while frames follow one another, the brush does.

import { Brush } from "./brush.js"
import { mixed } from "./colours.js"
import { sized } from "../browser/page.js"
import { keptAsLarge } from "../browser/plotly.js"
import { between } from "./shapes.js"
import { Twin } from "./twin.js"
import { WebglPoints } from "./webgl.js"

// Milliseconds without a frame until plotly is told what is on screen. That takes it as long as two
// frames, for which a key would wait: while nobody points at the picture it has time.
const REST = 300
const UNSEEN_REST = 1500
const CONFIG = {
  displaylogo: false,
  showTips: false, // they would lie over what stands beside the picture
  plotGlPixelRatio: globalThis.devicePixelRatio, // twice as fine by default, on any screen
  modeBarButtons: [["toImage"], ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
}

export class Picture {
  constructor(node, plotly, clicked) {
    this.node = node
    this.twin = new Twin(node.parentElement.querySelector(".gmm-twin"), node)
    this.plotly = plotly
    this.clicked = clicked
    this.chosen = []
  }

  // Take another film; the zoom stays where the axes are the same.
  async load(film) {
    this.#stop()
    this.film = film
    this.frame = this.looks = null
    const { layout } = film.figure
    const place = film.figure.data.findIndex(({ name }) => name === "rows")
    const rows = film.figure.data[place]
    this.size = rows.marker.size
    this.webgl = new WebglPoints(this.node, place, this.#kinds())
    const marker = this.webgl.marker(rows.marker, rows.x.length)
    const first = rows.type === "scattergl" ? { ...rows, marker } : rows
    const data = film.figure.data.with(place, first)
    // A drag that misses a mean does nothing; to zoom is chosen among the tools.
    await this.plotly.react(this.node, data, { ...sized(layout), dragmode: false }, CONFIG)
    this.brush = new Brush(this.node, film)
    this.webgl.learn()
    this.twin.load(film)
    if (this.listening) return
    this.listening = true
    this.letGo = keptAsLarge(this.node, this.plotly)
    this.node.addEventListener("pointerenter", () => {
      if (this.node.classList.contains("gmm-moving")) this.#settleAt(this.restsAt + REST)
    })
    this.node.addEventListener("click", (event) => this.#endMode(event), true)
    this.node.on("plotly_click", ({ points: [point] }) => {
      if (point.data.name === "rows") this.clicked(point.pointNumber)
    })
    for (const redrawn of ["plotly_afterplot", "plotly_relayout"]) {
      this.node.on(redrawn, () => this.#repaint())
    }
  }

  // The tool of the mode that is on ends it, so that a drag does nothing again.
  #endMode(event) {
    if (!event.target.closest(".modebar-btn.active[data-attr=dragmode]")) return
    event.stopPropagation()
    this.plotly.relayout(this.node, { dragmode: false })
  }

  // Give up the node; what was to be drawn later has nowhere to be drawn.
  leave() {
    this.#stop()
    this.frame = null
    this.letGo?.()
    this.plotly.purge(this.node)
  }

  // Draw a frame, the components on their way for so many milliseconds.
  async draw(frame, { colour, hidden }, milliseconds = 0) {
    this.#stop()
    this.hush()
    this.node.classList.add("gmm-moving") // until plotly knows it, hovering tells of another
    this.frame = frame
    this.hidden = hidden
    this.shown = (milliseconds && frame.previous) || frame.mixture
    const looks = `${frame.responsible} ${colour}`
    const recoloured = looks !== this.looks?.of
    if (recoloured) this.looks = { of: looks, ...this.#looks(frame, colour) }
    const { colours, clusters } = this.looks
    if (recoloured && !this.#points(colours, clusters)) {
      await this.plotly.restyle(this.node, this.#markers(), [this.brush.index.rows])
      if (this.frame !== frame) return
    }
    this.brush.rings(frame.changed, this.chosen)
    if (milliseconds && frame.previous) this.#tween(frame, milliseconds)
    else this.show(frame.mixture)
    this.restsAt = performance.now() + milliseconds
    this.#settleAt(this.restsAt + (this.node.matches(":hover") ? REST : UNSEEN_REST))
  }

  // Colours and symbols of the rows; false where only plotly can draw them.
  #points(colours, clusters) {
    const neutral = this.film.k + 1
    const kinds = clusters ?? new Array(colours.length).fill(neutral)
    return this.brush.points(colours, clusters) || this.webgl.draw(colours, kinds)
  }

  #settleAt(time) {
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.settle(), time - performance.now())
  }

  // Show a mixture other than that of the frame: on the way to it, or in somebody's hands.
  show(mixture) {
    this.shown = mixture
    this.brush.components(mixture, this.frame.previous, this.pointed ?? this.component)
    this.twin.draw(mixture, this.brush)
  }

  // What is seen beside the run: the components the data were drawn from, rows of the mixture.
  async beside({ truth, synthetic }) {
    this.twin.show(synthetic)
    if (this.frame) this.twin.draw(this.shown, this.brush)
    const trace = this.brush.index.truth
    if (trace === undefined || this.node.data[trace].visible === truth) return
    await this.plotly.restyle(this.node, { visible: truth }, [trace])
  }

  // Of many components that under the pointer is outlined in full, or that whose ledger is open.
  point(component) {
    if (component === this.pointed) return
    this.pointed = component
    this.show(this.shown)
  }

  // Ring the row whose ledger is open, if it is among those drawn.
  choose(row, component) {
    this.component = component
    this.show(this.shown)
    this.chosen =
      row === null ? [] : [this.film.rows.values.indexOf(row)].filter((point) => point >= 0)
    this.brush.rings(this.frame.changed, this.chosen)
  }

  // Mark the means that are being placed.
  mark(places) {
    const x = places.map((place) => place[0])
    const y = places.map((place) => place[1] ?? 0)
    this.plotly.restyle(this.node, { x: [x], y: [y] }, [this.brush.index.placed])
  }

  // Take away what hovering shows: it may be of a frame that is gone.
  hush() {
    this.plotly.Fx.unhover(this.node)
  }

  // Tell plotly what is on screen, so that hovering and an image of it are true.
  async settle() {
    const { frame } = this
    if (this.moving) this.shown = frame.mixture // too busy a browser has not come to the end
    this.#stop()
    const { mixture, previous } = frame
    const { data, layout } = this.node
    const updates = new Map([[this.brush.index.rows, this.#markers()]])
    data.forEach((trace, i) => {
      if (trace.meta) updates.set(i, this.#drawn(trace.meta))
    })
    const labels = layout.annotations.map((label, j) => ({
      ...label,
      ...this.brush.label(mixture, j),
    }))
    await this.plotly.update(this.node, together(updates), { annotations: labels }, [
      ...updates.keys(),
    ])
    if (this.frame === frame) this.node.classList.remove("gmm-moving")
  }

  // What a trace shows of the frame, as plotly takes it.
  #drawn(meta) {
    const { mixture, previous } = this.frame
    const line = this.brush.line(meta, mixture, previous)
    const answers = this.hidden && previous !== null // an M-step has worked the means out
    return meta.called ? { ...line, text: this.brush.abouts(meta, mixture, answers) } : line
  }

  #looks({ responsible }, colour) {
    const { film } = this
    if (responsible === null) return atFirst(film)
    const clusters = Array.from(film.clustersOf(responsible))
    const shares = film.sharesOf(responsible)
    const { hues, noise } = film.looks
    const colours =
      colour === "cluster"
        ? clusters.map((j) => hues[j] ?? noise.hue)
        : mixed(shares, film.k, film.looks, film.noise !== undefined)
    return { colours, clusters, shares }
  }

  // Symbol and size of a point of each component, of one of noise, and before the first E-step.
  #kinds() {
    const { symbols, sizes, noise } = this.film.looks
    const all = [...symbols, noise.symbol, "circle"]
    return all.map((symbol, j) => ({
      symbol,
      size: this.size * ([...sizes, noise.size][j] ?? 1),
    }))
  }

  // The looks of the rows as plotly takes them.
  #markers() {
    const { colours, clusters, shares } = this.looks
    const kinds = this.#kinds()
    const all = (value) => new Array(colours.length).fill(value)
    const each = (name) => (clusters ? clusters.map((j) => kinds[j][name]) : all(kinds.at(-1)[name]))
    return {
      "marker.color": [colours],
      "marker.symbol": [each("symbol")],
      "marker.size": [each("size")],
      hovertext: [shares && !this.hidden ? shareTexts(shares, this.film) : all("")],
    }
  }

  #tween(frame, milliseconds) {
    const began = performance.now()
    const move = (now) => {
      const share = Math.min(Math.max((now - began) / milliseconds, 0), 1)
      const eased = share * share * (3 - 2 * share)
      this.show(between(frame.previous, frame.mixture, eased))
      this.moving = share < 1 ? requestAnimationFrame(move) : null
    }
    move(began)
  }

  #stop() {
    clearTimeout(this.settling)
    cancelAnimationFrame(this.moving)
    this.moving = null
  }

  // Plotly has redrawn what it knows; draw over it what it does not know yet.
  #repaint() {
    this.node.dataset.drags = this.node._fullLayout.dragmode || "nothing"
    if (!this.frame) return
    this.#points(this.looks.colours, this.looks.clusters)
    this.brush.rings(this.frame.changed, this.chosen)
    this.show(this.shown)
  }
}

// Before the first E-step rows are neutral, but for those whose class is known.
function atFirst({ drawn, known, looks }) {
  if (known === undefined) return { colours: new Array(drawn).fill(looks.neutral) }
  return { colours: Array.from(known.values, (j) => looks.hues[j] ?? looks.neutral) }
}

// Changes of several traces as plotly takes them: a list for each attribute.
function together(updates) {
  const changes = [...updates.values()]
  const names = new Set(changes.flatMap((each) => Object.keys(each)))
  return Object.fromEntries(
    [...names].map((name) => [name, changes.map((each) => unwrapped(each[name]))]),
  )
}

function unwrapped(value) {
  return Array.isArray(value?.[0]) ? value[0] : value
}

// The same text as gmm_core.plots.points writes: shares that round to nothing are left out.
function shareTexts(shares, { k, noise }) {
  const texts = new Array(shares.length / k)
  for (let row = 0; row < texts.length; row++) {
    const parts = []
    for (let j = 0; j < k; j++) {
      const share = shares[row * k + j]
      if (share) parts.push(`${j + 1}: ${(share / 100).toFixed(2)}`)
    }
    const rest = 100 - shares.slice(row * k, (row + 1) * k).reduce((sum, share) => sum + share, 0)
    if (noise !== undefined && rest > 0) parts.push(`noise: ${(rest / 100).toFixed(2)}`)
    texts[row] = parts.join("  ")
  }
  return texts
}
