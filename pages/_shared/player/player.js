// The EM player: a whole run in the browser, stepped without asking the server.

import { Ascent } from "./ascent.js"
import { Film } from "./film.js"
import { drawLedger } from "./ledgers.js"
import { Hands } from "./hands.js"
import { Picture } from "./picture.js"
import { drawMetrics, drawParameters, drawTarget } from "./readouts.js"
import { Transport } from "./transport.js"
import { packsOf, unpack } from "./unpack.js"

const REST = 200 // milliseconds after the last step until the server is told
const HASTE = 250 // milliseconds between two steps below which nothing is tweened
const players = new WeakMap()

export default function mount(component) {
  const { parentElement } = component
  let player = players.get(parentElement)
  if (!player) {
    player = new Player(parentElement.querySelector(".gmm-player"))
    players.set(parentElement, player)
  }
  player.update(component)
  return () => player.leave(parentElement)
}

class Player {
  constructor(root) {
    this.root = root
    this.find = (name) => root.querySelector(`.gmm-${name}`)
    this.transport = new Transport(root, {
      moved: (halfStep) => this.#moved(halfStep),
      paused: () => this.#report(),
      escape: () => this.#stopPlacing(),
    })
    this.stepped = 0
    this.#listen()
  }

  // Each call may bring another run, another ledger, or nothing new.
  async update({ data, setTriggerValue }) {
    // A state that is said again, of another run, would not be heard.
    this.tell = setTriggerValue
    this.queue = (this.queue ?? Promise.resolve())
      .then(() => this.#take(data))
      .catch((error) => this.#fail(error))
    await this.queue
  }

  leave(parentElement) {
    this.transport.pause()
    clearTimeout(this.resting)
    this.picture?.leave()
    this.ascent?.plotly.purge(this.ascent.node)
    players.delete(parentElement)
  }

  async #take(data) {
    const [reel, desk] = packsOf(data)
    const { chosen, ...now } = await unpack(desk)
    now.chosen = chosen && { ...now, ...chosen }
    const isNew = this.film?.id !== now.film
    const first = this.film === undefined
    if (first) await this.#setUp(now.plotly)
    if (isNew) {
      this.film = new Film({ ...(await unpack(reel)), id: now.film })
      await this.picture.load(this.film)
      await this.ascent.load(this.film)
    }
    const before = this.now
    const anew = before?.run !== now.run
    this.now = now
    this.#offer()
    if (anew) {
      this.transport.load(this.film.last, this.film.ended)
      this.#stopPlacing()
      this.halfStep = now.step
      this.transport.show(this.halfStep)
    }
    if (isNew || before?.colour !== now.colour) await this.#draw(0)
    this.#explain()
    this.picture.choose(now.chosen?.kind === "row" ? now.chosen.index : null)
    if (anew && !first) this.find("says").prepend(`New run: ${this.film.title}. `)
    if (first) this.#takeFocus()
  }

  async #setUp(address) {
    const plotly = await plotlyFrom(address)
    this.picture = new Picture(this.find("picture"), plotly, (point) =>
      this.#choose("row", this.film.rows.values[point]),
    )
    this.hands = new Hands(this.picture, {
      component: (index) => this.#choose("component", index),
      moved: (component, place) => this.#tell("moved", { component, place, step: this.halfStep }),
      placed: (places) => this.#placing(places),
    })
    this.ascent = new Ascent(this.find("ascent"), plotly, (halfStep) => this.transport.go(halfStep))
  }

  #moved(halfStep) {
    this.halfStep = halfStep
    const now = performance.now()
    const hasty = now - this.stepped < HASTE && !this.transport.playing
    this.stepped = now
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.#draw(hasty || still ? 0 : this.transport.tween)
    if (!this.transport.playing) this.#report()
  }

  async #draw(tween) {
    const { film, halfStep } = this
    const frame = film.frame(halfStep)
    this.frame = frame
    drawMetrics(this.find("metrics"), frame)
    drawParameters(this.find("parameters-place"), film, frame)
    drawTarget(this.find("target-place"), film, frame)
    this.#narrate(frame)
    this.#explain()
    await this.picture.draw(frame, this.now.colour, tween)
    this.ascent.draw(frame)
    this.root.dataset.halfStep = halfStep
    this.root.dataset.last = film.last
    this.root.dataset.playing = this.transport.playing
  }

  #narrate(frame) {
    const title = document.createElement("strong")
    title.textContent = `${frame.title}.`
    this.find("says").replaceChildren(title, ` ${frame.sentence}`)
    const about = `The data and the components after half-step ${frame.halfStep}. ${frame.sentence}`
    this.find("picture").setAttribute("aria-label", about)
    const ending = frame.isLast ? this.film.ending : []
    this.find("ending").replaceChildren(
      ...ending.map((sentence) => {
        const paragraph = document.createElement("p")
        paragraph.textContent = sentence
        return paragraph
      }),
    )
  }

  // The ledger of what is chosen; while the server works it out, the old one is dimmed.
  #explain() {
    if (!this.frame || !this.now) return
    const place = this.find("ledger")
    const { chosen } = this.now
    if (chosen) {
      drawLedger(place, this.film, chosen, this.frame, this.find("hide").checked)
      this.find("row").value = chosen.kind === "row" ? chosen.index + 1 : ""
      this.find("mean").value = chosen.kind === "component" ? chosen.index : ""
    } else {
      const hint = document.createElement("p")
      hint.className = "gmm-hint"
      hint.textContent =
        "Click a point to see how its responsibilities come about, or a mean to see its M-step. " +
        "Drag a mean to start anew from there."
      place.replaceChildren(hint)
    }
    place.classList.remove("gmm-stale")
  }

  // A report may arrive when another run is on its way; it says of which run it speaks.
  #tell(event, value) {
    this.tell(event, { run: this.now.run, value })
  }

  #choose(kind, index) {
    this.find("ledger").classList.add("gmm-stale")
    this.#tell("chosen", { kind, index: Number(index) })
  }

  // The server learns of the step when nothing has moved for a while, never during play.
  #report() {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => {
      if (!this.transport.playing) this.#tell("step", this.halfStep)
    }, REST)
  }

  #offer() {
    const { film, now } = this
    this.find("row").max = film.n_rows
    const select = this.find("mean")
    const names = film.looks.glyphs.map((glyph, j) => new Option(`${j + 1} ${glyph}`, j))
    select.replaceChildren(new Option("none", ""), ...names)
    this.root.querySelector("[data-do=undo]").hidden = !now.can_undo
    this.root.querySelector("[data-do=place]").textContent =
      `Place ${film.k === 1 ? "the mean" : `${film.k} means`}`
  }

  #listen() {
    const place = this.root.querySelector("[data-do=place]")
    place.addEventListener("click", () =>
      this.hands.placed ? this.#stopPlacing() : this.#startPlacing(),
    )
    this.root
      .querySelector("[data-do=undo]")
      .addEventListener("click", () => this.#tell("undo", true))
    this.find("hide").addEventListener("change", () => this.#explain())
    this.find("row").addEventListener("change", ({ target }) => {
      const row = Math.round(Number(target.value))
      if (target.value === "") this.#choose(null)
      else if (row >= 1 && row <= this.film.n_rows) this.#choose("row", row - 1)
    })
    this.find("mean").addEventListener("change", ({ target }) => {
      if (target.value === "") this.#choose(null)
      else this.#choose("component", target.value)
    })
  }

  #startPlacing() {
    this.transport.pause()
    this.hands.place()
    this.root.querySelector("[data-do=place]").setAttribute("aria-pressed", "true")
    this.#placing([])
  }

  #placing(places) {
    const { k } = this.film
    if (places.length === k) {
      this.#tell("placed", [...places])
      this.#stopPlacing()
      return
    }
    this.find("says").textContent =
      `Click in the picture where mean ${places.length + 1} of ${k} shall start. Esc gives up.`
  }

  #stopPlacing() {
    if (!this.hands?.placed) return
    this.hands.stopPlacing()
    this.root.querySelector("[data-do=place]").setAttribute("aria-pressed", "false")
    this.#narrate(this.frame)
  }

  // Keys work at once on a fresh page, but nobody is torn from what they are typing into.
  #takeFocus() {
    const focused = document.activeElement
    if (!focused || focused === document.body) this.root.focus({ preventScroll: true })
  }

  #fail(error) {
    const notice = this.find("failure")
    notice.hidden = false
    notice.textContent =
      "The player cannot draw in this browser. Turn on “Plain view” below to step without it. " +
      `(${error.message})`
    console.error(error)
  }
}

// Plotly is loaded once a page, in the version that draws the figures on the server.
function plotlyFrom(address) {
  const url = new URL(address, document.baseURI).href
  if (!loading.has(url)) {
    loading.set(
      url,
      new Promise((resolve, reject) => {
        const script = document.createElement("script")
        script.src = url
        script.onload = () => resolve(window.Plotly)
        script.onerror = () => reject(new Error("its drawing library did not load"))
        document.head.append(script)
      }),
    )
  }
  return loading.get(url)
}

const loading = new Map()
