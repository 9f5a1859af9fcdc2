// Room kept for the longest sentence of a film, so that no sentence moves what stands about it.

const TRIED = 6 // the longest by their letters, of which one is the highest

export class Room {
  constructor(place) {
    this.place = place
    this.sentences = []
    this.observer = new ResizeObserver(() => this.#keep())
    this.observer.observe(place)
  }

  load(sentences) {
    this.place.replaceChildren() // it is of another film, and may be longer than all of this one
    const byLength = [...sentences].sort((one, other) => other.length - one.length)
    this.sentences = byLength.slice(0, TRIED)
    this.width = null
    this.#keep()
  }

  leave() {
    this.observer.disconnect()
  }

  #keep() {
    const { width } = this.place.getBoundingClientRect()
    if (!width || width === this.width) return
    this.width = width
    const trial = this.place.cloneNode()
    trial.removeAttribute("role")
    trial.style.cssText = `position: absolute; visibility: hidden; min-height: 0; width: ${width}px`
    this.place.after(trial)
    const heights = this.sentences.map((sentence) => {
      trial.textContent = `M-step 1,000. ${sentence}`
      return trial.getBoundingClientRect().height
    })
    trial.remove()
    this.place.style.minHeight = `${Math.max(0, ...heights)}px`
  }
}
