// What can be done with a figure beside looking at it: below the figure, so that nothing of it is
// covered; shown when asked for, and reached last by Tab.

const DRAGS = [
  ["Zoom", "zoom"],
  ["Pan", "pan"],
  ["Box select", "select"],
  ["Lasso select", "lasso"],
]
const TURNS = [
  ["Turn", "turntable"],
  ["Pan", "pan"],
  ["Zoom", "zoom"],
]
const SELECTS = { select: "box", lasso: "lasso" }

export class Tools {
  constructor(place, save) {
    this.place = place
    this.opener = button("Tools", () => this.#open(this.row.hidden))
    this.opener.setAttribute("aria-expanded", "false")
    this.row = document.createElement("div")
    this.row.setAttribute("role", "group")
    this.row.setAttribute("aria-label", "Tools of the figure")
    this.row.hidden = true
    this.saves = ["PNG", "SVG"].map((format) =>
      button(`Download as ${format}`, () => save(format.toLowerCase())),
    )
    place.replaceChildren(this.row, this.opener)
  }

  // Offer what this figure can do; while it is drawn anew, what was chosen stays.
  offer(node, plotly, gestures) {
    const { _fullLayout: drawn } = node
    const ranges = rangesOf(drawn)
    const isStill = drawn.dragmode === false || !(ranges.length || drawn.scene)
    const kinds = drawn.scene
      ? TURNS
      : DRAGS.filter(([, mode]) => !(mode in SELECTS) || gestures.includes(SELECTS[mode]))
    const drags = isStill ? [] : kinds.map(([title, mode]) => this.#drag(node, plotly, title, mode))
    const home = homeOf(drawn, ranges)
    const reset = isStill ? [] : [button("Reset axes", () => plotly.relayout(node, home))]
    this.row.replaceChildren(...drags, ...reset, ...this.saves)
  }

  // Say what a drag does.
  press({ _fullLayout: drawn }) {
    this.#press(drawn.scene ? drawn.scene.dragmode : drawn.dragmode)
  }

  #drag(node, plotly, title, mode) {
    const key = node._fullLayout.scene ? "scene.dragmode" : "dragmode"
    const made = button(title, async () => {
      await plotly.relayout(node, { [key]: mode })
      this.#press(mode)
    })
    made.dataset.mode = mode
    return made
  }

  #press(mode) {
    for (const each of this.row.querySelectorAll("[data-mode]"))
      each.setAttribute("aria-pressed", String(each.dataset.mode === mode))
  }

  #open(isOpen) {
    this.row.hidden = !isOpen
    this.opener.setAttribute("aria-expanded", String(isOpen))
  }
}

function button(title, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = title
  made.addEventListener("click", act)
  return made
}

// Axes that a drag can change, as they were first drawn.
function rangesOf(drawn) {
  return Object.entries(drawn)
    .filter(([name, axis]) => /^[xy]axis\d*$/.test(name) && axis?.range && !axis.fixedrange)
    .map(([name, { range }]) => [`${name}.range`, [...range]])
}

function homeOf(drawn, ranges) {
  const camera = drawn.scene && { "scene.camera": structuredClone(drawn.scene.camera) }
  return { ...Object.fromEntries(ranges), ...camera }
}
