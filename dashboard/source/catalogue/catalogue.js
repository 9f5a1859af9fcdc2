// The table that is chosen, as a button; it opens all tables in groups, each with its picture.

import { element } from "../../browser/page.js"

const SVG = "http://www.w3.org/2000/svg"
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
const catalogues = new WeakMap()

export default function mount({ data, setTriggerValue, parentElement }) {
  const root = parentElement.querySelector(".gmm-catalogue")
  const catalogue = catalogues.get(root) ?? new Catalogue(root)
  catalogues.set(root, catalogue)
  catalogue.take(data, (name) => setTriggerValue("picked", name))
}

class Catalogue {
  constructor(root) {
    this.now = root.querySelector(".gmm-now")
    this.dialog = root.querySelector("dialog")
    this.place = root.querySelector(".gmm-groups")
    this.now.addEventListener("click", () => this.#open())
    root.querySelector(".gmm-close").addEventListener("click", () => this.dialog.close())
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog) this.dialog.close() // beside the cards
    })
    this.dialog.addEventListener("keydown", (event) => this.#step(event))
  }

  take({ now, groups }, pick) {
    this.pick = pick
    this.chosen = now
    const tables = groups.flatMap((group) => group.tables)
    const shown = tables.find(({ name }) => name === now)
    this.now.replaceChildren(picture(shown), element("span", {}, shown.title))
    this.place.replaceChildren(...groups.flatMap((group) => this.#group(group)))
  }

  #group({ title, tables }) {
    const cards = tables.map((table) => {
      const { name, about } = table
      const words = element("span", { class: "gmm-words" }, table.title)
      words.append(element("small", {}, about))
      const current = name === this.chosen ? "true" : null
      const card = element("button", { type: "button", "aria-current": current }, picture(table), words)
      card.addEventListener("click", () => this.#choose(name))
      return element("li", {}, card)
    })
    return [element("h3", {}, title), element("ul", { "aria-label": title }, ...cards)]
  }

  get #cards() {
    return [...this.place.querySelectorAll("button")]
  }

  #open() {
    this.dialog.showModal()
    const card = this.#cards.find((each) => each.ariaCurrent === "true")
    card?.focus()
    card?.scrollIntoView({ block: "nearest" })
  }

  #choose(name) {
    this.dialog.close()
    if (name !== this.chosen) this.pick(name)
  }

  // Arrows go from card to card; Tab does, too.
  #step(event) {
    const cards = this.#cards
    const at = cards.indexOf(document.activeElement)
    const to = cards[at + STEPS[event.key]]
    if (at < 0 || !to) return
    to.focus()
    event.preventDefault()
  }
}

function picture({ dots, icon }) {
  const svg = document.createElementNS(SVG, "svg")
  const path = document.createElementNS(SVG, "path")
  svg.setAttribute("viewBox", "0 0 96 60")
  svg.setAttribute("aria-hidden", "true")
  svg.setAttribute("class", icon ? "gmm-icon" : "gmm-dots")
  path.setAttribute("d", icon ?? dots)
  svg.append(path)
  return svg
}
