// Log-likelihood and lower bound below the picture, with a cursor at the half-step that is seen.
// What is still to come is faint, or hidden together with the answers.

import { element, sized } from "../browser/page.js"
import { keptAsLarge } from "../browser/plotly.js"

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

  // Only the veil over what is to come moves, with the cursor at its edge.
  draw(frame, hidden) {
    this.frame = frame
    this.hidden = hidden
    const { xaxis, yaxis } = this.node._fullLayout
    const across = xaxis.c2p(frame.halfStep)
    const height = frame.logPosterior ?? frame.logLikelihood
    const down = Math.min(yaxis.c2p(height), yaxis._length) // the first jump may be cut
    this.node.classList.toggle("gmm-hides", hidden)
    const { style } = this.future
    style.left = `${xaxis._offset + across}px`
    style.top = `${yaxis._offset}px`
    style.width = `${xaxis._length - across}px`
    style.height = `${yaxis._length}px`
    style.setProperty("--down", `${down}px`)
    style.setProperty("--hue", this.film.looks.steps[frame.step] ?? this.film.looks.neutral)
  }

  #click(event) {
    if (!this.frame) return
    const { xaxis } = this.node._fullLayout
    const left = event.x - this.node.getBoundingClientRect().left - xaxis._offset
    if (left >= 0 && left <= xaxis._length) this.jump(Math.round(xaxis.p2c(left)))
  }
}
