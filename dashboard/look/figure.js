// A figure that is only looked at, drawn over the one before it.

import { keptAsLarge, plotlyFrom } from "../browser/plotly.js"
import { unpack } from "../browser/unpack.js"

const NAME = 16 // bytes before the pack: the name of the figure
const figures = new WeakMap()

export default function mount(component) {
  const { parentElement } = component
  let figure = figures.get(parentElement)
  if (!figure) {
    figure = new Figure(parentElement)
    figures.set(parentElement, figure)
  }
  figure.update(component)
  return () => {
    figure.leave()
    figures.delete(parentElement)
  }
}

class Figure {
  constructor(parentElement) {
    this.node = parentElement.querySelector(".gmm-figure")
    this.failure = parentElement.querySelector(".gmm-figure-failure")
  }

  update({ data, setTriggerValue }) {
    this.tell = setTriggerValue
    const name = new TextDecoder().decode(data.subarray(0, NAME))
    if (name === this.wanted) return
    this.wanted = name
    this.node.setAttribute("aria-busy", "true")
    this.queue = (this.queue ?? Promise.resolve())
      .then(() => this.#draw(name, data))
      .catch((error) => this.#fail(error))
  }

  leave() {
    this.wanted = null
    this.letGo?.()
    this.plotly?.purge(this.node)
  }

  async #draw(name, data) {
    const { figure, alt, config, plotly } = await unpack(data.subarray(NAME))
    const library = await plotlyFrom(plotly)
    if (name !== this.wanted) return // another one has come, or the place is gone
    this.plotly = library
    const { height, ...layout } = figure.layout
    this.node.style.height = `${height}px`
    await library.react(this.node, figure.data, { ...layout, autosize: true }, config)
    this.#listen()
    this.letGo ??= keptAsLarge(this.node, library)
    this.failure.hidden = true
    this.node.setAttribute("aria-label", alt)
    if (name === this.wanted) this.node.setAttribute("aria-busy", "false")
  }

  #listen() {
    if (this.listening) return
    this.listening = true
    this.node.on("plotly_click", ({ points: [{ data, x, y }] }) => {
      if (data.name === "places") this.tell("clicked", [x, y])
    })
  }

  #fail(error) {
    this.failure.hidden = false
    this.failure.textContent = `This picture cannot be drawn in this browser (${error.message}).`
    this.node.setAttribute("aria-busy", "false")
    console.error(error)
  }
}
