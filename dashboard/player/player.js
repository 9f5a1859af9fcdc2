// The EM player: a whole run in the browser, stepped without asking the server.

import { Ascent } from "./ascent.js"
import { Explainer } from "./explainer.js"
import { Film } from "./film.js"
import { Hands } from "./hands.js"
import { keep, kept } from "./kept.js"
import { element } from "../browser/page.js"
import { Picture } from "./picture.js"
import { plotlyFrom } from "../browser/plotly.js"
import { areLong, drawLegend, drawMetrics, drawParameters, drawTarget } from "./readouts.js"
import { Room } from "./room.js"
import { allSaid, newRun, passedOver, PRESS, row, saidAtEnd, toldAtMost } from "./said.js"
import { Transport } from "./transport.js"
import { packsOf, unpack } from "../browser/unpack.js"

const REST = 200 // milliseconds after the last step until the server is told
const YIELD = 800 // milliseconds more, where something else on the page is clicked meanwhile
const HASTE = 250 // milliseconds between two steps below which nothing is tweened
const TYPED_INTO = "input, textarea, select, [contenteditable=true], [role=combobox]"
const players = new WeakMap()

export default function mount(component) {
  const { parentElement } = component
  if (!parentElement.isConnected) return () => {} // another page was opened while the code came
  const root = parentElement.querySelector(".gmm-player")
  let player = players.get(parentElement)
  if (player?.root !== root) {
    player?.leave(parentElement) // its place was made anew
    player = new Player(root)
    players.set(parentElement, player)
  }
  player.update(component)
  return () => player.leave(parentElement)
}

class Player {
  constructor(root) {
    this.root = root
    this.failure = root.parentElement.querySelector(".gmm-failure")
    this.find = (name) => root.querySelector(`.gmm-${name}`)
    this.button = (name) => root.querySelector(`[data-do=${name}]`)
    this.transport = new Transport(root, {
      moved: () => this.#moved(),
      paused: () => this.#paused(),
      escape: () => this.#giveUp(),
    })
    this.explainer = new Explainer(root, {
      asked: (choice) => this.#tell("chosen", choice),
      hid: () => this.#draw(0),
    })
    this.room = new Room(this.find("says"))
    const legend = this.find("legend")
    legend.open = kept("legend", true)
    legend.addEventListener("toggle", () => keep("legend", legend.open))
    this.stepped = 0
    this.button("place").addEventListener("click", () => this.#togglePlacing())
    this.button("undo").addEventListener("click", () => this.#tell("undo", true))
    // A report that crosses a click on another page's link would call the old page back.
    this.yielding = ({ target }) => {
      if (this.resting && !root.contains(target)) this.#report(YIELD)
    }
    document.addEventListener("pointerdown", this.yielding, true)
    // What leads to another page, or run, must not be crossed by a report of this one.
    root.addEventListener("click", ({ target }) => this.#reportBefore(target), true)
  }

  // Each call may bring another run, another ledger, or nothing new.
  async update({ data, setTriggerValue }) {
    // Not as state: a state that is said again, of another run, would not be heard.
    this.send = setTriggerValue
    this.queue = (this.queue ?? Promise.resolve())
      .then(() => this.#take(data))
      .catch((error) => this.hasLeft || this.#fail(error))
    await this.queue
  }

  // What was still to be taken has nowhere to be drawn.
  leave(parentElement) {
    this.hasLeft = true
    this.transport.leave()
    clearTimeout(this.resting)
    document.removeEventListener("pointerdown", this.yielding, true)
    this.room.leave()
    this.picture?.leave()
    this.ascent?.leave()
    players.delete(parentElement)
  }

  async #take(data) {
    const [packedFilm, packedLedger] = packsOf(data)
    const { chosen, ...now } = await unpack(packedLedger)
    const ledger = chosen && { ...now, ...chosen }
    const first = this.film === undefined
    const isNew = this.film?.id !== now.film_id
    const anew = this.now?.run !== now.run
    if (first) await this.#setUp(now.plotly)
    if (isNew) {
      const film = new Film({ ...(await unpack(packedFilm)), id: now.film_id })
      // Where the page only turns dark, what is being placed stays.
      if (anew || String(film.labels) !== String(this.film?.labels)) this.#stopPlacing()
      // Before the picture, which is drawn in what these leave of the height.
      this.room.load(allSaid(film))
      this.find("cut").hidden = !film.ascent.layout.meta.cut
      this.find("kept").replaceChildren(...toldAtMost(film)) // not seen: the room that it takes
      await this.picture.load(film)
      await this.ascent.load(film)
      this.film = film
      if (this.hands.placed) {
        this.picture.mark(this.hands.placed)
        this.#placing(this.hands.placed)
      }
      drawLegend(this.find("legend"), film)
      this.root.classList.toggle("gmm-long", areLong(film.features))
      for (const [step, hue] of Object.entries(film.looks.steps)) {
        this.root.style.setProperty(`--${step.toLowerCase()}-step`, hue)
      }
      this.explainer.offer(film)
    }
    const before = this.now
    this.now = now
    this.explainer.take({ asked: now.asked, chosen: ledger, notice: now.notice })
    this.#offer()
    if (anew) this.transport.load(this.film, now.step)
    if (isNew || anew || before?.colour !== now.colour) await this.#draw(0)
    else this.#explain()
    await this.picture.beside(now)
    Object.assign(this.root.dataset, { truth: now.truth, colour: now.colour })
    this.picture.choose(this.explainer.chosenRow, this.explainer.chosenComponent)
    this.failure.hidden = true
    this.root.inert = false
    if (anew && !first) this.find("says").prepend(newRun(this.film))
    if (first) this.#takeFocus()
  }

  async #setUp(address) {
    const plotly = await plotlyFrom(address)
    this.picture = new Picture(this.find("picture"), plotly, (point) => this.#askForRow(point))
    this.hands = new Hands(this.picture, {
      held: () => {
        this.transport.pause()
        this.root.focus({ preventScroll: true })
      },
      point: (point) => this.#askForRow(point),
      component: (index) => this.explainer.ask({ kind: "component", index }),
      moved: (move) => this.#tell("moved", move),
      placed: (places) => this.#placing(places),
    })
    this.ascent = new Ascent(this.find("ascent"), plotly, (halfStep) => this.transport.go(halfStep))
  }

  #askForRow(point) {
    this.explainer.ask({ kind: "row", index: this.film.rows.values[point] })
  }

  #moved() {
    const now = performance.now()
    const hasty = now - this.stepped < HASTE && !this.transport.playing
    this.stepped = now
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.#draw(hasty || still ? 0 : this.transport.tween)
    if (!this.transport.playing) this.#report()
  }

  #paused() {
    this.#report()
    if (this.frame) this.#narrate(this.frame)
  }

  async #draw(tween) {
    const { film, transport, explainer } = this
    const frame = film.frame(transport.halfStep)
    const { hidden } = explainer
    this.frame = frame
    drawMetrics(this.find("metrics"), frame)
    drawParameters(this.find("parameters-place"), film, frame, hidden)
    drawTarget(this.find("target-place"), film, frame)
    this.#narrate(frame)
    this.#explain()
    await this.picture.draw(frame, { colour: this.now.colour, hidden }, tween)
    if (this.frame !== frame) return
    this.ascent.draw(frame, hidden)
    this.root.dataset.step = frame.isLast && film.ended === "Converged" ? "rest" : frame.step
    this.root.dataset.halfStep = frame.halfStep
    this.root.dataset.last = film.last
    this.root.dataset.playing = transport.playing
  }

  #explain() {
    const { film, frame } = this
    this.root.dataset.isLast = frame.isLast
    this.#putHelp()
    this.explainer.draw(film, frame)
  }

  #narrate(frame) {
    if (this.hands.placed) return
    const says = this.find("says")
    // A screen reader could not keep up with a play; it reads where the play has paused.
    says.setAttribute("aria-live", this.transport.playing ? "off" : "polite")
    const sentence = this.#sentence(frame)
    const { skipped } = this.transport
    const before = skipped ? passedOver(skipped) : ""
    says.replaceChildren(before, element("strong", {}, `${frame.title}.`), ` ${sentence}`)
    const about = `The data and the components after half-step ${frame.halfStep}. ${sentence}`
    this.find("picture").setAttribute("aria-label", about)
    this.#end(frame)
  }

  // What is said where the run ends, and what is offered where a collapse has ended it.
  #end({ isLast }) {
    const { remedies } = this.film
    const said = saidAtEnd(this.film)
    const offered = remedies.map(([name, label]) => {
      const button = element("button", { type: "button", "data-remedy": name }, label)
      button.addEventListener("click", () => this.#tell("remedy", name))
      return button
    })
    const end = [...said, row("gmm-transport gmm-remedies", offered)]
    this.find("ending").replaceChildren(...(isLast ? end : []))
  }

  // An end is told, or a ledger opened, where the help stood. It is put elsewhere, not moved there by
  // its style: what is seen to jump over the page counts as a shift of its layout.
  #putHelp() {
    const isAway = this.frame.isLast || this.explainer.isOpen
    const before = this.find(isAway ? "numbers" : "kept")
    const help = this.find("help")
    if (help.previousElementSibling === before) return
    this.find("told").style.minHeight = isAway ? `${help.offsetHeight}px` : ""
    before.after(help)
  }

  // Without the answers what a half-step does is told, and at the start what to press.
  #sentence({ halfStep, idea, sentence }) {
    if (halfStep === 0) return `${sentence} ${PRESS}`
    return this.explainer.hidden ? `${idea} The answers are hidden.` : sentence
  }

  // A report may arrive when another run is on its way; it says of which run it speaks. That of a
  // half-step goes first: after an event that changes a control, it would bring its former value.
  #tell(event, value) {
    if (event !== "step") this.#reportNow()
    this.send(event, { run: this.now.run, value })
  }

  // The server learns of the step when nothing has moved for a while, never during play.
  #report(after = REST) {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => {
      this.resting = null
      if (!this.transport.playing) this.#tell("step", this.transport.halfStep)
    }, after)
  }

  #reportBefore(target) {
    if (target.closest(".gmm-ways, .gmm-strip, [data-do=another]")) this.#reportNow()
  }

  #reportNow() {
    if (!this.resting) return
    clearTimeout(this.resting)
    this.resting = null
    this.#tell("step", this.transport.halfStep)
  }

  #offer() {
    const { k } = this.film
    this.button("undo").hidden = !this.now.can_undo
    this.button("place").textContent = `Place ${k === 1 ? "the mean" : `${k} means`}`
    this.find("row").max = this.film.last_row
  }

  #togglePlacing() {
    if (this.hands.placed) return this.#stopPlacing()
    this.transport.pause()
    this.hands.place()
    this.find("picture").scrollIntoView({ block: "nearest" }) // on a phone it is far above the button
    this.button("place").setAttribute("aria-pressed", "true")
    this.#placing([])
  }

  #placing(places) {
    const { k } = this.film
    if (places.length === k) {
      this.#tell("placed", [...places])
      this.#stopPlacing()
      return
    }
    const mean = k === 1 ? "the mean" : `mean ${places.length + 1} of ${k}`
    this.find("says").textContent = `Click in the picture where ${mean} is to start. Esc, or the button again, stops placing.`
    this.find("picture").dataset.prompt = `Place ${mean}`
  }

  // Put back what is held, or stop placing; false where there is nothing to give up.
  #giveUp() {
    if (!this.hands?.drop) return this.#stopPlacing()
    this.hands.drop()
    return true
  }

  #stopPlacing() {
    if (!this.hands?.placed) return false
    this.hands.stopPlacing()
    delete this.find("picture").dataset.prompt
    this.button("place").setAttribute("aria-pressed", "false")
    this.#narrate(this.frame)
    return true
  }

  // Keys work at once on a fresh page, but nobody is torn from what they are typing into. While the
  // page is hidden, as its parts arrive, nothing in it can be given the focus.
  #takeFocus() {
    const { activeElement: before } = document
    if (before?.matches(TYPED_INTO)) return
    this.root.focus({ preventScroll: true })
    if (document.activeElement === this.root) return
    requestAnimationFrame(() => {
      if (!this.hasLeft && document.activeElement === before) this.#takeFocus()
    })
  }

  #fail(error) {
    this.failure.hidden = false
    this.failure.textContent =
      "The player cannot draw in this browser. Turn on “Plain view” below to step without it. " +
      `(${error.message})`
    console.error(error)
  }
}
