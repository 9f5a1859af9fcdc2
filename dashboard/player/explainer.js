// The ledger of a row or a mean: what is asked for, what the server has answered, what is hidden.

import { keep, kept } from "./kept.js"
import { drawLedger } from "./ledgers.js"
import { calledToo, element } from "../browser/page.js"

const SEEN = 0.6 // share of the window above which a ledger that begins there is seen

export class Explainer {
  constructor(root, { asked, hid }) {
    const find = (name) => root.querySelector(`.gmm-${name}`)
    this.asked = asked
    this.place = find("ledger")
    this.row = find("row")
    this.mean = find("mean")
    this.hide = find("hide")
    this.row.addEventListener("change", () => this.#askFor("number", this.row.value))
    this.mean.addEventListener("change", () => this.#askFor("component", this.mean.value))
    this.hide.checked = kept("hidden", false)
    this.hide.addEventListener("change", () => {
      keep("hidden", this.hidden)
      hid()
    })
  }

  get hidden() {
    return this.hide.checked
  }

  // The row whose ledger is open, from 0 among those fitted; null where it is none.
  get chosenRow() {
    return this.chosen?.kind === "row" ? this.chosen.index : null
  }

  // Whether there is anything to read: a ledger, or why there is none.
  get isOpen() {
    return Boolean(this.chosen || this.notice)
  }

  // The component whose ledger is open.
  get chosenComponent() {
    return this.chosen?.kind === "component" ? this.chosen.index : null
  }

  offer({ looks }) {
    const offered = looks.glyphs.map(
      (glyph, j) => new Option(`${j + 1} ${glyph}${calledToo(j, looks.names)}`, j),
    )
    this.mean.replaceChildren(new Option("none", ""), ...offered)
  }

  // Take what the server has answered: a ledger, a sentence on why there is none, or nothing.
  take({ asked, chosen, notice }) {
    this.answered = asked
    this.chosen = chosen
    this.notice = notice
    this.row.value = chosen?.kind === "row" ? chosen.number : ""
    this.mean.value = chosen?.kind === "component" ? chosen.index : ""
    this.place.classList.remove("gmm-stale")
  }

  draw(film, frame) {
    if (this.chosen) {
      drawLedger(this.place, film, this.chosen, frame, this.hidden)
      if (this.awaited) this.#bring()
      this.awaited = false
      return
    }
    const notice = this.notice ? [element("p", { class: "gmm-notice" }, this.notice)] : []
    this.place.replaceChildren(...notice)
  }

  // A ledger that has opened out of sight is brought there; what is seen anyway stays in place.
  #bring() {
    const { top } = this.place.getBoundingClientRect()
    if (top < 0 || top > SEEN * innerHeight) this.place.scrollIntoView({ block: "nearest" })
  }

  // While the server works a ledger out, the old one is dimmed; the same again needs no work.
  ask(choice) {
    if (JSON.stringify(choice) === JSON.stringify(this.answered)) return
    this.place.classList.add("gmm-stale")
    this.awaited = true
    this.asked(choice)
  }

  #askFor(kind, value) {
    this.ask(value === "" ? null : { kind, index: Math.round(Number(value)) })
  }
}
