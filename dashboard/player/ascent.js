// Log-likelihood and lower bound below the picture, with a cursor at the half-step that is seen.
// What is still to come is faint, or hidden together with the answers.

import { element, sized } from "../browser/page.js"
import { keptAsLarge } from "../browser/plotly.js"

const CURSOR = 8 // pixels from its middle to its edge

export class Ascent {
  constructor(node, plotly, jump) {
    this.node = node
    this.plotly = plotly
    this.jump = jump
    this.future = element("div", { class: "gmm-future" })
    node.addEventListener("click", (event) => this.#click(event))
  }

  async load(film) {
    this.frame = null
    this.film = film
    const { data, layout } = film.ascent
    await this.plotly.react(this.node, data, sized(layout), {
      displayModeBar: false,
    })
    this.cursor = data.findIndex((trace) => trace.name === "cursor")
    if (this.listening) return
    this.listening = true
    this.letGo = keptAsLarge(this.node, this.plotly)
    this.node.append(this.future)
    this.node.on("plotly_afterplot", () => this.frame && this.draw(this.frame, this.hidden))
  }

  // Give up the node.
  leave() {
    this.letGo?.()
    this.plotly.purge(this.node)
  }

  // Only the cursor moves, and that in what plotly has drawn, with the veil over what is to come.
  draw(frame, hidden) {
    this.frame = frame
    this.hidden = hidden
    const { xaxis, yaxis } = this.node._fullLayout
    const uid = this.node._fullData[this.cursor].uid
    const across = xaxis.c2p(frame.halfStep)
    const down = Math.min(yaxis.c2p(frame.logLikelihood), yaxis._length) // the first jump may be cut
    const point = this.node.querySelector(`.trace${uid} path.point`)
    point.setAttribute("transform", `translate(${across},${down})`)
    point.style.fill = this.film.looks.steps[frame.step] ?? this.film.looks.neutral
    this.node.classList.toggle("gmm-hides", hidden)
    Object.assign(this.future.style, {
      left: `${xaxis._offset + across + CURSOR}px`,
      top: `${yaxis._offset}px`,
      width: `${Math.max(xaxis._length - across - CURSOR, 0)}px`,
      height: `${yaxis._length}px`,
    })
  }

  #click(event) {
    if (!this.frame) return
    const { xaxis } = this.node._fullLayout
    const left = event.x - this.node.getBoundingClientRect().left - xaxis._offset
    if (left >= 0 && left <= xaxis._length) this.jump(Math.round(xaxis.p2c(left)))
  }
}
