// A plane on which a person draws points. Python hears of them when the hand rests, never before.

const REST = 250 // milliseconds
const REACH = { small: 0.4, medium: 0.8, large: 1.6 } // radius of spray and eraser, in the plane
const TOOLS = ["point", "spray", "erase"]
const SPRAY = { first: 3, tick: 2, pause: 40, key: 12 } // points, and milliseconds between ticks
const STEP = { plain: 0.25, shift: 1 }
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }
const HISTORY = 100

// Streamlit calls the default export again, on the same element, whenever its data change.
const canvases = new WeakMap()

export default function (component) {
  const { parentElement } = component
  if (!canvases.has(parentElement)) canvases.set(parentElement, new Canvas(component))
  const canvas = canvases.get(parentElement)
  canvas.listen(component)
  return () => {
    canvas.rest()
    canvases.delete(parentElement)
  }
}

class Canvas {
  constructor({ parentElement, data }) {
    this.find = (selector) => parentElement.querySelector(selector)
    this.root = this.find(".gmm-canvas")
    this.plane = this.find(".plane")
    this.side = data.side
    this.most = data.most
    this.points = data.points // replaced by every change, never changed: so is undone what was done
    this.reported = this.points
    this.past = []
    this.stroke = null
    this.crosshair = [this.side / 2, this.side / 2]
    this.drawAxes()
    this.followPointer()
    this.followKeys()
    this.followButtons()
    this.draw()
  }

  listen({ data, setStateValue }) {
    this.tell = setStateValue
    this.find("[data-do=done]").textContent = data.label
  }

  // What is chosen

  chosen(choice) {
    return this.find(`[data-choice=${choice}] input:checked`).value
  }

  get reach() {
    return REACH[this.chosen("size")]
  }

  // What a tool does at a place

  apply(place, count) {
    const tool = this.chosen("tool")
    if (tool === "erase") this.points = this.away(place)
    else this.add(tool === "spray" ? this.cloud(place, count) : [place])
    this.draw()
  }

  add(places) {
    const room = this.most - this.points.length
    if (room > 0) this.points = [...this.points, ...places.slice(0, room).map(rounded)]
  }

  away([x, y]) {
    const left = this.points.filter((point) => Math.hypot(point[0] - x, point[1] - y) > this.reach)
    return left.length < this.points.length ? left : this.points
  }

  cloud([x, y], count) {
    const deviation = this.reach / 2
    const inside = (value) => value >= 0 && value <= this.side
    const places = []
    while (places.length < count) {
      const place = [x + deviation * normal(), y + deviation * normal()]
      if (place.every(inside)) places.push(place)
    }
    return places
  }

  // A stroke: from the first touch to the last, undone as one

  begin() {
    clearTimeout(this.timer)
    this.stroke = { before: this.points }
  }

  end() {
    if (!this.stroke) return
    clearInterval(this.stroke.spraying)
    if (this.stroke.before !== this.points) {
      this.past = [...this.past, this.stroke.before].slice(-HISTORY)
    }
    this.stroke = null
    this.draw()
    this.timer = setTimeout(() => this.report(), REST)
  }

  change(action) {
    if (this.stroke) return
    this.begin()
    action()
    this.end()
  }

  undo() {
    if (this.stroke || !this.past.length) return
    this.begin()
    this.points = this.stroke.before = this.past.at(-1)
    this.past = this.past.slice(0, -1)
    this.end()
  }

  report() {
    clearTimeout(this.timer)
    if (this.stroke || this.points === this.reported) return
    this.reported = this.points
    this.tell("points", this.points)
  }

  rest() {
    clearTimeout(this.timer)
    clearInterval(this.stroke?.spraying)
  }

  // Mouse and touch

  followPointer() {
    const { plane } = this
    plane.addEventListener("pointerdown", (event) => this.press(event))
    plane.addEventListener("pointermove", (event) => this.move(event))
    plane.addEventListener("pointerleave", () => this.root.classList.remove("reaching"))
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      plane.addEventListener(end, (event) => event.isPrimary && this.end())
    }
    // Whoever leaves with the mouse may be on the way to another page: nothing is to be lost.
    this.root.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.report()
    })
  }

  press(event) {
    if (!event.isPrimary || event.button !== 0 || this.stroke) return
    this.plane.setPointerCapture(event.pointerId)
    this.root.classList.remove("keyed")
    this.begin()
    this.pointAt(event)
    this.apply(this.crosshair, SPRAY.first)
    if (this.chosen("tool") === "spray") {
      const spray = () => this.apply(this.crosshair, SPRAY.tick)
      this.stroke.spraying = setInterval(spray, SPRAY.pause)
    }
  }

  move(event) {
    if (!event.isPrimary || !this.moved(event)) return
    this.root.classList.remove("keyed")
    const passed = event.getCoalescedEvents?.() ?? []
    for (const each of [...passed, event]) {
      this.pointAt(each)
      if (this.stroke && this.chosen("tool") === "erase") this.points = this.away(this.crosshair)
    }
    this.draw()
  }

  // A browser may tell of a move where only the page below the pointer has moved.
  moved({ clientX, clientY }) {
    const before = this.pointer
    this.pointer = [clientX, clientY]
    return !before || clientX !== before[0] || clientY !== before[1]
  }

  pointAt(event) {
    const box = this.plane.getBoundingClientRect()
    const x = (event.clientX - box.left) / box.width
    const y = (box.bottom - event.clientY) / box.height
    this.crosshair = [x, y].map((share) => this.within(share * this.side))
    this.root.classList.toggle("reaching", this.chosen("tool") !== "point")
  }

  within(value) {
    return Math.min(Math.max(value, 0), this.side)
  }

  // Keys

  followKeys() {
    const { plane, side } = this
    plane.setAttribute(
      "aria-label",
      `Plane from 0 to ${side} by 0 to ${side}. Arrow keys move the crosshair by ${STEP.plain}, ` +
        `with Shift by ${STEP.shift}. Space or Enter applies the tool. 1, 2 and 3 choose point, ` +
        "spray and erase. Control and Z undoes.",
    )
    plane.addEventListener("keydown", (event) => {
      if (!this.handle(event)) return
      event.preventDefault()
      event.stopPropagation()
    })
    plane.addEventListener("focus", () => {
      if (plane.matches(":focus-visible")) this.showCrosshair()
    })
    plane.addEventListener("blur", () => {
      this.root.classList.remove("keyed")
      this.draw()
    })
  }

  handle({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    if (ctrlKey || metaKey) return key.toLowerCase() === "z" && (this.undo(), true)
    if (altKey) return false
    if (key in ARROWS) this.step(ARROWS[key], shiftKey ? STEP.shift : STEP.plain)
    else if (key === " " || key === "Enter") {
      this.change(() => this.apply(this.crosshair, SPRAY.key))
    } else if (TOOLS[key - 1]) this.find(`[value=${TOOLS[key - 1]}]`).checked = true
    else return false
    this.showCrosshair()
    return true
  }

  step(direction, length) {
    const steps = this.crosshair.map((value) => Math.round(value / STEP.plain) * STEP.plain)
    this.crosshair = steps.map((value, axis) => this.within(value + direction[axis] * length))
  }

  showCrosshair() {
    this.root.classList.add("keyed")
    this.root.classList.toggle("reaching", this.chosen("tool") !== "point")
    this.draw()
  }

  // Buttons

  followButtons() {
    const actions = {
      undo: () => this.undo(),
      clear: () => this.change(() => (this.points = [])),
      done: () => {
        this.report()
        this.tell("done", true)
      },
    }
    for (const [name, action] of Object.entries(actions)) {
      this.find(`[data-do=${name}]`).addEventListener("click", action)
    }
    this.root.addEventListener("change", () => this.draw())
  }

  // What is seen

  drawAxes() {
    const { side } = this
    const lines = Array.from({ length: side + 1 }, (_, n) => `M0 ${n}H${side}M${n} 0V${side}`)
    this.find("svg").setAttribute("viewBox", `0 0 ${side} ${side}`)
    this.find("g").setAttribute("transform", `matrix(1 0 0 -1 0 ${side})`) // y goes up
    this.find(".grid").setAttribute("d", lines.join(""))
    for (const [axis, edge] of [
      ["x", "left"],
      ["y", "bottom"],
    ]) {
      const ticks = this.find(`.ticks.${axis}`)
      for (let n = 0; n <= side; n += 2) ticks.append(label(String(n), edge, n / side))
      ticks.append(label(axis, edge, 0.5, "name"))
    }
  }

  draw() {
    const [x, y] = this.crosshair
    const { points, side } = this
    if (this.drawn !== points) {
      this.drawn = points
      this.find(".points").setAttribute("d", points.map(([x, y]) => `M${x} ${y}h0`).join(""))
    }
    this.find(".crosshair").setAttribute("d", `M0 ${y}H${side}M${x} 0V${side}`)
    for (const [name, value] of [
      ["cx", x],
      ["cy", y],
      ["r", this.reach],
    ]) {
      this.find(".reach").setAttribute(name, value)
    }
    this.find("[data-do=undo]").disabled = !this.past.length
    this.find("[data-do=clear]").disabled = !points.length
    this.find("[data-do=done]").disabled = !severalPlaces(points)
    this.root.dataset.points = points.length
    this.say(this.status())
  }

  status() {
    const { length } = this.points
    const [x, y] = this.crosshair.map((value) => value.toFixed(2))
    const where = this.root.classList.contains("keyed") ? `; crosshair at ${x}, ${y}` : ""
    const count = `${length.toLocaleString("en")} ${length === 1 ? "point" : "points"}${where}`
    if (length === this.most) return `${count}. The plane holds no more; erase some to draw others.`
    return severalPlaces(this.points) ? count : `${count}. Draw two or more, not all in one place.`
  }

  say(sentence) {
    const status = this.find(".status")
    if (status.textContent !== sentence) status.textContent = sentence
  }
}

function label(text, edge, share, name = "") {
  const span = document.createElement("span")
  span.textContent = text
  span.className = name
  span.style[edge] = `${100 * share}%`
  return span
}

function rounded(place) {
  return place.map((value) => Math.round(value * 1000) / 1000)
}

function severalPlaces(points) {
  return points.some(([x, y]) => x !== points[0][0] || y !== points[0][1])
}

// Box and Muller (1958).
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
}
