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
    const byLength = [...sentences].sort((one, other) => other.length - one.length)
    this.sentences = byLength.slice(0, TRIED)
    this.width = null
    this.#keep()
  }

  leave() {
    this.observer.disconnect()
  }

  #keep() {
    const { clientWidth } = this.place
    if (!clientWidth || clientWidth === this.width) return
    this.width = clientWidth
    const trial = this.place.cloneNode()
    trial.removeAttribute("role")
    trial.style.cssText = `position: absolute; visibility: hidden; min-height: 0; width: ${clientWidth}px`
    this.place.after(trial)
    const heights = this.sentences.map((sentence) => {
      trial.textContent = `M-step 1,000. ${sentence}`
      return trial.offsetHeight
    })
    trial.remove()
    this.place.style.minHeight = `${Math.max(0, ...heights)}px`
  }
}
