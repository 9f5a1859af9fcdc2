// One figure, drawn in place: a zoom survives whatever the server changes around it.

import { keptAsLarge, plotlyFrom } from "../../browser/plotly.js"
import { unpack } from "../../browser/unpack.js"
import { listen } from "./gestures.js"
import { markedRows, whenMarked } from "./marked.js"
import { markable, marksOf, together, withMarks } from "./marks.js"
import { hasPanes, Lines, parted } from "./over.js"
import { Tools } from "./tools.js"

const NAME = 16 // bytes before the pack: the name of the figure
const views = new WeakMap()
// Handles beside each of many panes take long, and a selection that begins near an edge.
const configOf = (traces) => ({
  displayModeBar: false,
  plotGlPixelRatio: globalThis.devicePixelRatio,
  showAxisDragHandles: !hasPanes(traces),
})

export default function mount(component) {
  const { parentElement } = component
  let view = views.get(parentElement)
  if (!view) {
    view = new View(parentElement.querySelector(".gmm-view"))
    views.set(parentElement, view)
  }
  view.update(component)
  return () => {
    view.leave()
    views.delete(parentElement)
  }
}

// Space is drawn less high than wide: plotly cuts off what is wider. Names of axes and components take
// their own.
function heightOf(height, { scene, meta }) {
  return scene ? `min(${height}px, calc(90cqw + ${meta?.beside ?? 0}px))` : `${height}px`
}

class View {
  constructor(node) {
    this.node = node
    this.failure = node.parentElement.querySelector(".gmm-view-failure")
    this.tools = new Tools(node.parentElement.querySelector(".gmm-figure-tools"), (format) =>
      this.#save(format),
    )
    this.forget = whenMarked(() => this.#inTurn(() => this.#mark()))
  }

  update({ data, setTriggerValue }) {
    this.send = setTriggerValue
    const name = new TextDecoder().decode(data.subarray(0, NAME))
    this.wanted = name
    this.#inTurn(() => this.#draw(name, data))
  }

  leave() {
    this.forget()
    this.left = true
    this.letGo?.()
    if (this.plotly) this.plotly.purge(this.node)
  }

  // Plotly is asked for one thing after another.
  #inTurn(work) {
    this.queue = (this.queue ?? Promise.resolve()).then(work).catch((error) => this.#fail(error))
  }

  async #draw(name, data) {
    if (this.left || name === this.name || name !== this.wanted) return
    const { figure, alt, gestures, file, plotly } = await unpack(data.subarray(NAME))
    this.plotly = await plotlyFrom(plotly)
    const kinds = figure.data.map(({ type }) => type).join()
    // Other kinds of traces would leave parts of themselves behind.
    if (this.kinds !== undefined && this.kinds !== kinds) this.#purge()
    this.kinds = kinds
    const { height, ...layout } = figure.layout
    this.node.style.height = heightOf(height, layout)
    this.node.setAttribute("aria-label", alt)
    this.node.classList.toggle("gmm-points-below", hasPanes(figure.data))
    const [drawn, lines] = parted(figure.data)
    const traces = markable(drawn, layout.hoverlabel?.font?.color ?? "currentColor")
    const dragmode = gestures.find((gesture) => gesture !== "click")
    const drag = { box: "select", lasso: "lasso" }[dragmode] ?? layout.dragmode ?? "zoom"
    const rows = markedRows()
    await this.plotly.react(
      this.node,
      withMarks(traces, rows),
      { ...layout, autosize: true, dragmode: drag },
      configOf(drawn),
    )
    this.#drawLines(lines)
    this.file = file
    const axes = Object.keys(figure.layout).join() // while these stay, a zoom does
    if (this.axes !== axes || !layout.uirevision || this.revision !== layout.uirevision)
      this.tools.offer(this.node, this.plotly, gestures)
    this.tools.press(this.node)
    this.axes = axes
    this.revision = layout.uirevision
    if (!this.listening && gestures.length) {
      this.listening = true
      listen(this.node, (selected) => {
        this.send("selected", { view: this.name, ...selected })
        // Plotly fades all where nothing is within; what is selected is then not what it shows.
        if (!selected.rows.length) this.#inTurn(() => this.#mark())
      })
    }
    this.letGo ??= keptAsLarge(this.node, this.plotly)
    this.name = name
    this.failure.hidden = true
    this.node.dataset.view = name
    await this.#forgetOutline()
    this.node.dataset.marked = rows?.size ?? ""
  }

  #drawLines(lines) {
    this.lines = lines
    this.over ??= new Lines(this.node)
    this.over.draw(lines)
    if (this.follows || !lines.length) return
    this.follows = true
    for (const event of ["plotly_relayout", "plotly_afterplot"])
      this.node.on(event, () => this.over.follow())
  }

  async #mark() {
    if (this.left || this.name === undefined) return
    await this.#forgetOutline()
    const [rows, { data }] = [markedRows(), this.node]
    const [changes, traces] = together(data, marksOf(data, rows))
    if (traces.length) await this.plotly.restyle(this.node, changes, traces)
    this.node.dataset.marked = rows?.size ?? ""
  }

  // While it is there, plotly would select again what was within.
  async #forgetOutline() {
    if (this.node.layout.selections?.length) {
      await this.plotly.relayout(this.node, { selections: [] })
    }
  }

  #purge() {
    this.plotly.purge(this.node)
    this.listening = this.follows = false
    this.over = undefined
  }

  // On the ground of the page: in a document of another colour it must be read as well.
  #save(format) {
    const node = this.node
    const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
    const layout = { ...node.layout, paper_bgcolor: ground, plot_bgcolor: ground }
    const { clientWidth: width, clientHeight: height } = node
    const picture = { data: [...node.data, ...this.lines], layout, config: {} }
    this.plotly.downloadImage(picture, {
      format,
      width,
      height,
      scale: format === "png" ? 2 : 1,
      filename: this.file,
    })
  }

  #fail(error) {
    this.failure.hidden = false
    this.failure.textContent = `This picture cannot be drawn in this browser (${error.message}).`
    console.error(error)
  }
}
