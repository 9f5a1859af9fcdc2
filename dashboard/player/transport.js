// Where in the run we are, and the buttons, keys, scrubber and play that move it.

import { keep, kept } from "./kept.js"
import { Keys } from "./keys.js"

const SPEEDS = [0.5, 1, 2, 4, 8, 16, 32] // half-steps a second
const WHOLE = 16 // from this speed on whole iterations are shown
const BREATH = 1500 // milliseconds in which what was skipped can be read
const NEXT = { E: "E: share out the points", M: "M: refit the components" }
const SHORT = { E: "E-step", M: "M-step" }
const NARROW = 430 // pixels of the row of buttons below which labels are short
const ICONS = {
  start: "M5 4h2v12H5zM16 4v12l-8-6z",
  back: "M13 4v12l-8-6z",
  iteration: "M3 4v12l7-6zM10 4v12l7-6z",
  end: "M13 4h2v12h-2zM4 4v12l8-6z",
  play: "M5 3v14l12-7z",
  pause: "M5 4h4v12H5zM11 4h4v12h-4z",
}

export class Transport {
  // moved is called with every new half-step, and paused when a play has ended.
  constructor(root, { moved, paused, escape }) {
    this.root = root
    this.moved = moved
    this.paused = paused
    this.speed = SPEEDS.find((speed) => speed === kept("speed")) ?? 1
    this.playing = false
    const at = (name) => root.querySelector(`[data-do=${name}]`)
    this.buttons = Object.fromEntries(
      ["start", "back", "next", "iteration", "end", "play"].map((name) => [name, at(name)]),
    )
    this.scrubber = root.querySelector(".gmm-scrubber")
    this.#listen(root, escape)
    this.#offerSpeeds(root.querySelector(".gmm-speed"))
    for (const name of ["start", "back", "iteration", "end", "play"]) this.#icon(name, name)
    // A phone that is turned has room for other labels.
    new ResizeObserver(() => this.last && this.show(this.halfStep)).observe(root)
  }

  load({ last, ended, skips }, halfStep) {
    this.pause()
    Object.assign(this, { last, ended, skips })
    this.scrubber.max = last
    this.show(halfStep)
  }

  leave() {
    this.pause()
    this.keys.leave()
  }

  go(halfStep) {
    this.pause()
    this.#to(halfStep)
  }

  play() {
    if (this.halfStep === this.last) this.#to(0)
    this.#setPlaying(true)
    const step = () => {
      this.#onward()
      if (this.halfStep === this.last) return this.pause()
      const pause = (this.speed < WHOLE ? 1000 : 2000) / this.speed
      this.timer = setTimeout(step, this.skipped ? Math.max(pause, BREATH) : pause)
    }
    this.timer = setTimeout(step, 300 / this.speed)
  }

  // One half-step or one iteration on, or over all iterations that would show nothing new.
  #onward() {
    const now = this.halfStep >> 1
    const then = this.skips.values[now]
    if (then > now) return this.#to(2 * then + 1, then - now)
    this.#to(this.speed < WHOLE ? this.halfStep + 1 : 2 * now + 2)
  }

  pause() {
    if (!this.playing) return
    clearTimeout(this.timer)
    this.#setPlaying(false)
    this.paused()
  }

  // Milliseconds that the way between two frames may take.
  get tween() {
    return Math.min(450, 600 / this.speed)
  }

  // Show where we are; the server or another view may have moved us.
  show(halfStep) {
    const { start, back, next, iteration, end } = this.buttons
    this.halfStep = halfStep
    this.scrubber.value = halfStep
    const atEnd = halfStep === this.last
    start.disabled = back.disabled = halfStep === 0
    next.disabled = iteration.disabled = end.disabled = atEnd
    const step = halfStep % 2 ? "M" : "E"
    const labels = next.parentElement.clientWidth < NARROW ? SHORT : NEXT
    next.dataset.step = atEnd ? "" : step
    next.textContent = atEnd ? this.ended : labels[step]
    next.setAttribute("aria-label", atEnd ? this.ended : NEXT[step])
    this.scrubber.setAttribute("aria-valuetext", `${halfStep} of ${this.last}`)
  }

  #to(halfStep, skipped = 0) {
    this.skipped = skipped
    const wanted = Math.min(Math.max(halfStep, 0), this.last)
    if (wanted === this.halfStep) return
    const focused = document.activeElement
    this.show(wanted)
    // A button that turns itself off would take the focus, and the keys, with it.
    if (focused?.disabled) this.root.focus({ preventScroll: true })
    this.moved(wanted)
  }

  #listen(root, escape) {
    const actions = {
      start: () => this.go(0),
      back: () => this.go(this.halfStep - 1),
      next: () => this.go(this.halfStep + 1),
      iteration: () => this.go(this.halfStep + 2),
      end: () => this.go(this.last),
      play: () => (this.playing ? this.pause() : this.play()),
    }
    for (const [name, action] of Object.entries(actions)) {
      this.buttons[name].addEventListener("click", action)
    }
    this.scrubber.addEventListener("input", () => this.go(Number(this.scrubber.value)))
    const another = () => root.querySelector("[data-do=another]").click()
    const keys = {
      ArrowRight: (event) => (event.shiftKey ? actions.iteration() : actions.next()),
      ArrowLeft: (event) => this.go(this.halfStep - (event.shiftKey ? 2 : 1)),
      Home: actions.start,
      End: actions.end,
      " ": actions.play,
      Escape: escape,
      n: another,
      N: another,
    }
    this.keys = new Keys(root, keys)
  }

  #offerSpeeds(select) {
    for (const speed of SPEEDS) {
      select.add(new Option(`${speed}×`, speed, false, speed === this.speed))
    }
    select.addEventListener("change", () => {
      this.speed = Number(select.value)
      keep("speed", this.speed)
    })
  }

  #setPlaying(playing) {
    this.playing = playing
    this.root.dataset.playing = playing
    this.#icon("play", playing ? "pause" : "play")
    this.buttons.play.setAttribute("aria-label", playing ? "Pause" : "Play")
  }

  #icon(button, icon) {
    const drawing = "http://www.w3.org/2000/svg"
    const picture = document.createElementNS(drawing, "svg")
    const path = document.createElementNS(drawing, "path")
    picture.setAttribute("viewBox", "0 0 20 20")
    path.setAttribute("d", ICONS[icon])
    picture.append(path)
    this.buttons[button].replaceChildren(picture)
  }
}
