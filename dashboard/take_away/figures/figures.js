// The figures of the report as files: drawn here, since the server has nothing that draws.

import { plotlyFrom } from "../../browser/plotly.js"
import { unpack } from "../../browser/unpack.js"
import { archive, entriesOf, plainEntry } from "./zip.js"

const SHARP = 2 // pixels of a PNG for each of a figure
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
const makers = new WeakMap()

export default function mount({ data, setTriggerValue, parentElement }) {
  const root = parentElement.querySelector(".gmm-figures")
  const maker = makers.get(root) ?? new Maker(root)
  makers.set(root, maker)
  maker.take(data, (wanted) => setTriggerValue("wanted", wanted))
}

class Maker {
  constructor(root) {
    this.buttons = [...root.querySelectorAll("button")]
    this.status = root.querySelector("[role=status]")
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.#ask(button.dataset.wanted))
    }
  }

  async take(data, ask) {
    this.ask = ask
    const { order, ...asked } = await unpack(data)
    if (!order || order === this.done) return
    this.done = order
    try {
      await this.#make(asked)
      this.#say("")
    } catch (error) {
      this.#say(`It cannot be made: ${error.message}.`)
    }
  }

  #ask(wanted) {
    this.#say("Making the file …", true)
    this.ask(wanted)
  }

  #say(text, works = false) {
    this.status.textContent = text
    for (const button of this.buttons) button.disabled = works
  }

  async #make({ kind, stem, plotly, figures, word }) {
    const library = await plotlyFrom(plotly)
    const drawn = []
    for (const figure of figures) {
      this.#say(`Drawing figure ${figure.number} of ${figures.length} …`, true)
      drawn.push([figure.number, await images(library, figure, kind === "figures")])
    }
    if (kind === "word") save(document_(word, drawn), `${stem} report.docx`)
    else save(archive(drawn.flatMap(filesOf)), `${stem} figures.zip`)
  }
}

async function images(library, { figure, width, height }, withSvg) {
  const drawn = { data: figure.data, layout: { ...figure.layout, width, height } }
  const png = await library.toImage(drawn, { format: "png", width, height, scale: SHARP })
  const svg = withSvg ? await library.toImage(drawn, { format: "svg", width, height }) : ""
  return { png: bytesOf(png.slice(png.indexOf(",") + 1)), svg }
}

function filesOf([number, { png, svg }]) {
  const drawn = decodeURIComponent(svg.slice(svg.indexOf(",") + 1))
  return [
    [`figure ${number}.svg`, plainEntry(new TextEncoder().encode(drawn))],
    [`figure ${number}.png`, plainEntry(png)],
  ]
}

// The document of the server, with the figures in their places.
function document_(word, drawn) {
  const entries = entriesOf(bytesOf(word))
  for (const [number, { png }] of drawn) {
    entries.set(`word/media/image${number}.png`, plainEntry(png))
  }
  return new Blob([archive(entries)], { type: WORD })
}

function bytesOf(letters) {
  return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))
}

function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
