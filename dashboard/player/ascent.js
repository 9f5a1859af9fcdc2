// Log-likelihood and lower bound below the picture, with a cursor at the half-step that is seen.

import { sized } from "../browser/page.js"
import { keptAsLarge } from "../browser/plotly.js"

export class Ascent {
  constructor(node, plotly, jump) {
    this.node = node
    this.plotly = plotly
    this.jump = jump
  }

  async load(film) {
    this.frame = null
    const { data, layout } = film.ascent
    await this.plotly.react(this.node, data, sized(layout), {
      displayModeBar: false,
    })
    this.cursor = data.findIndex((trace) => trace.name === "cursor")
    if (this.listening) return
    this.listening = true
    this.letGo = keptAsLarge(this.node, this.plotly)
    this.node.on("plotly_afterplot", () => this.frame && this.draw(this.frame))
    this.node.on("plotly_click", ({ points: [point] }) => this.jump(point.x))
  }

  // Give up the node.
  leave() {
    this.letGo?.()
    this.plotly.purge(this.node)
  }

  // Only the cursor moves, and that in what plotly has drawn.
  draw(frame) {
    this.frame = frame
    const { xaxis, yaxis } = this.node._fullLayout
    const uid = this.node._fullData[this.cursor].uid
    const place = [xaxis.c2p(frame.halfStep), yaxis.c2p(frame.logLikelihood)]
    this.node
      .querySelector(`.trace${uid} path.point`)
      .setAttribute("transform", `translate(${place})`)
  }
}
