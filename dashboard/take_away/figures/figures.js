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
    this.drawn = new Map() // what the last file holds: another one may hold the same
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
    const [drawn, kept] = [[], new Map()]
    for (const { number, ...figure } of figures) {
      this.#say(`Drawing figure ${number} of ${figures.length} …`, true)
      const asked = JSON.stringify(figure)
      kept.set(asked, this.drawn.get(asked) ?? (await images(library, figure)))
      drawn.push([number, kept.get(asked)])
    }
    this.drawn = kept
    if (kind === "word") save(document_(word, drawn), `${stem} report.docx`)
    else save(archive(drawn.flatMap(filesOf)), `${stem} figures.zip`)
  }
}

// Plotly draws a figure once, as SVG; its pixels are made of that.
async function images(library, { figure, width, height }) {
  const drawn = { data: figure.data, layout: { ...figure.layout, width, height } }
  const address = await library.toImage(drawn, { format: "svg", width, height })
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1))
  return { svg: new TextEncoder().encode(svg), png: await pixels(address, width, height) }
}

async function pixels(address, width, height) {
  const image = new Image()
  image.src = address
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = SHARP * width
  canvas.height = SHARP * height
  const context = canvas.getContext("2d", { willReadFrequently: true })
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const png = await new Promise((done) => canvas.toBlob(done, "image/png"))
  return new Uint8Array(await png.arrayBuffer())
}

function filesOf([number, { png, svg }]) {
  return [
    [`figure ${number}.svg`, plainEntry(svg)],
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
