// Means are held, dragged and clicked; where means are being placed, each click is a place.

const REACH = 24 // pixels from a mean within which it is meant
const STILL = 4 // pixels that a click may wander before it is a drag

export class Hands {
  constructor(picture, listeners) {
    this.picture = picture
    this.node = picture.node
    this.listeners = listeners
    this.placed = null
    this.drop = null // while a mean is held: puts it back
    this.node.addEventListener("pointerdown", (event) => this.#press(event), true)
    this.node.addEventListener("pointermove", (event) => this.#hover(event))
    // Plotly must not take for its own what has been taken here.
    const keep = (event) => {
      if (!this.held) return
      event.stopPropagation()
      event.preventDefault() // a finger would scroll the page, and lose what it holds
    }
    for (const kind of ["mousedown", "touchstart"]) {
      this.node.addEventListener(kind, keep, { capture: true, passive: false })
    }
  }

  place() {
    this.placed = []
    this.node.classList.add("gmm-placing")
  }

  stopPlacing() {
    this.placed = null
    this.node.classList.remove("gmm-placing")
    this.picture.mark([])
  }

  #press(event) {
    if (event.button !== 0 || !this.picture.frame || !this.#inside(event)) return
    if (this.placed) {
      this.placed.push(this.#placeOf(event))
      this.picture.mark(this.placed)
      this.listeners.placed(this.placed)
    } else {
      const component = this.#meanAt(event)
      if (component === null) return
      this.#hold(event, component)
    }
    this.held = true
    event.preventDefault()
    event.stopPropagation()
    const over = new AbortController()
    const { signal } = over
    const letGo = () => {
      over.abort()
      setTimeout(() => (this.held = false))
    }
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, letGo, { signal })
  }

  // The cursor is a hand over what can be taken.
  #hover(event) {
    if (!this.picture.frame) return
    const mean = !this.placed && this.#inside(event) ? this.#meanAt(event) : null
    this.node.classList.toggle("gmm-over-mean", mean !== null)
    this.picture.point(mean)
  }

  // Until it is let go: a key, or another run, may have led on from the frame that it is of.
  #hold(start, component) {
    const { frame } = this.picture
    const { mixture, halfStep } = frame
    const apart = (event) => Math.hypot(event.x - start.x, event.y - start.y)
    const isSeen = () => this.picture.frame === frame
    const over = new AbortController()
    const { signal } = over
    const end = () => {
      over.abort()
      this.drop = null
      this.node.classList.remove("gmm-holding")
    }
    this.drop = () => {
      end()
      if (isSeen()) this.picture.show(mixture)
    }
    const follow = (event) => {
      if (!isSeen() || !event.buttons) this.drop() // let go where the browser did not see it
      else if (apart(event) > STILL) {
        this.picture.show(moved(mixture, component, this.#placeOf(event)))
      }
    }
    const release = (event) => {
      end()
      if (!isSeen()) return
      if (apart(event) <= STILL) this.#click(event, component)
      else this.listeners.moved({ component, place: this.#placeOf(event), step: halfStep })
    }
    this.node.classList.add("gmm-holding")
    this.listeners.held()
    this.picture.hush()
    addEventListener("pointermove", follow, { signal })
    addEventListener("pointercancel", () => this.drop(), { signal })
    addEventListener("pointerup", release, { signal })
  }

  // A mean does not hide the points around it from a click.
  #click(event, component) {
    const mean = this.#nearest(event, this.#means())
    const point = this.#nearest(event, this.picture.brush.pixels("rows"))
    if (point.distance < mean.distance) this.listeners.point(point.index)
    else this.listeners.component(component)
  }

  #meanAt(event) {
    const { index, distance } = this.#nearest(event, this.#means())
    return distance <= REACH ? index : null
  }

  #means() {
    return this.picture.brush.pixels("means", this.picture.frame.mixture)
  }

  #nearest(event, places) {
    const box = this.node.getBoundingClientRect()
    const [x, y] = [event.x - box.left, event.y - box.top]
    let nearest = { index: null, distance: Infinity }
    places.forEach((place, index) => {
      const distance = Math.hypot(place[0] - x, place[1] - y)
      if (distance < nearest.distance) nearest = { index, distance }
    })
    return nearest
  }

  #pixels(event) {
    const box = this.node.getBoundingClientRect()
    const { xaxis, yaxis } = this.node._fullLayout
    return [event.x - box.left - xaxis._offset, event.y - box.top - yaxis._offset]
  }

  // Within the axes: what is let go beyond them would be seen no more.
  #placeOf(event) {
    const { xaxis, yaxis } = this.node._fullLayout
    const [left, top] = this.#pixels(event).map((pixels, axis) =>
      Math.min(Math.max(pixels, 0), [xaxis, yaxis][axis]._length),
    )
    const flat = this.picture.film.flat
    return flat ? [xaxis.p2c(left)] : [xaxis.p2c(left), yaxis.p2c(top)]
  }

  #inside(event) {
    const { xaxis, yaxis } = this.node._fullLayout
    const [left, top] = this.#pixels(event)
    return left >= 0 && left <= xaxis._length && top >= 0 && top <= yaxis._length + REACH
  }
}

function moved(mixture, component, place) {
  const means = mixture.means.slice()
  place.forEach((value, axis) => (means[component * place.length + axis] = value))
  return { ...mixture, means }
}
