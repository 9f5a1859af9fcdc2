// The ends of the starts so far: a strip beside the player's curve, where each can be clicked; a
// faint line at the best end known; and what is said of a run's end. All of it is drawn into the
// player, which need not wait for it.

import { element } from "../browser/page.js"

const WAIT = 100 // milliseconds until the player is looked for again
const ROOM = 0.12 // of the height, above the highest end and below the lowest
const strips = new WeakMap()

export default function mount({ data, setTriggerValue, parentElement }) {
  const strip = strips.get(parentElement) ?? new Strip()
  strips.set(parentElement, strip)
  strip.take(data, setTriggerValue)
  return () => strip.leave()
}

class Strip {
  take(data, send) {
    this.data = data
    this.send = (event, value) => send(event, { run: data.run, value })
    this.#draw()
  }

  leave() {
    clearTimeout(this.waiting)
  }

  #draw() {
    clearTimeout(this.waiting)
    const root = document.querySelector(".gmm-player")
    const curve = root?.querySelector(".gmm-ascent")
    if (!curve?._fullLayout) {
      this.waiting = setTimeout(() => this.#draw(), WAIT)
      return
    }
    root.querySelector("[data-do=another]").onclick = () => this.send("another", true)
    this.#drawEnds(root.querySelector(".gmm-strip"))
    this.#say(root.querySelector(".gmm-elsewhere"))
    this.#line(curve)
    if (curve.dataset.lined) return
    curve.dataset.lined = true
    curve.on("plotly_afterplot", () => this.#line(curve))
  }

  // A dot for each start, as high as its end; collapses have none, and lie at the bottom.
  #drawEnds(place) {
    const { ends, best } = this.data
    const heights = [...ends.map(({ at }) => at), best?.at].filter(Number.isFinite)
    const [low, high] = [Math.min(...heights), Math.max(...heights)]
    const down = (at) => {
      if (!Number.isFinite(at)) return 1
      return ROOM + (high > low && (1 - 2 * ROOM) * ((high - at) / (high - low)))
    }
    const top = Math.max(...ends.map(({ at }) => at ?? -Infinity))
    const dots = ends.map(({ at, says, seen }, place) => {
      const dot = element("button", {
        type: "button",
        class: "gmm-end",
        title: says,
        "aria-label": says,
        "aria-current": seen ? "true" : null,
        "data-best": at === top ? "" : null,
        "data-collapse": at === null ? "" : null,
      })
      dot.style.top = `${100 * down(at)}%`
      dot.style.left = `${(100 * (place + 0.5)) / ends.length}%`
      dot.addEventListener("click", () => this.send("picked", place))
      return dot
    })
    // What is drawn anew must not take the keys of a person who came there by Tab.
    const focused = [...place.querySelectorAll("button")].indexOf(document.activeElement)
    const line = element("div", { class: "gmm-best-end" })
    line.hidden = !best
    line.style.top = `${100 * down(best?.at)}%`
    place.replaceChildren(element("span", { class: "gmm-strip-name" }, "ends"), line, ...dots)
    dots[focused]?.focus()
  }

  #say(place) {
    const { sentences, buttons } = this.data
    const ways = buttons.map(([to, label]) => {
      const button = element("button", { type: "button" }, label)
      button.addEventListener("click", () => this.send("turned", to))
      return button
    })
    const row = element("div", { class: "gmm-ways" }, ...ways)
    place.replaceChildren(...sentences.map((text) => element("p", {}, text)), row)
  }

  // Where the best end is higher than the curve's axis, the line lies along its top.
  #line(curve) {
    let line = curve.querySelector(".gmm-best-known")
    if (!line) curve.append((line = element("div", { class: "gmm-best-known" })))
    const { best } = this.data
    line.hidden = !best
    if (!best) return
    const { xaxis, yaxis } = curve._fullLayout
    const down = Math.min(Math.max(yaxis.c2p(best.at), 0), yaxis._length)
    line.dataset.says = `best known ${best.says}${yaxis.c2p(best.at) < 0 ? " ↑" : ""}`
    line.style.setProperty("--below", `${yaxis._length - down}px`) // where no curve is
    Object.assign(line.style, {
      left: `${xaxis._offset}px`,
      width: `${xaxis._length}px`,
      top: `${yaxis._offset + down}px`,
    })
  }
}
