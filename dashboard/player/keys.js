// Whose a key is: the player's, but for what is typed into and for a control reached by Tab.

const OPEN = "[aria-expanded=true][role=combobox]"
const ELSEWHERE = "[role=dialog], [role=menu], [role=listbox], [data-testid=stDataFrame]"
const TEXTS = "textarea, [contenteditable=true], input:is(:not([type]), [type=text], [type=search])"
const BUTTONS = "button, a, summary, [role=button], [role=tab], input[type=checkbox]"

export class Keys {
  // Each action is called with the event of its key; what returns false has not used it.
  constructor(root, actions) {
    this.root = root
    this.actions = actions
    this.pointed = true // the last to choose a place was a pointer, not Tab
    this.typed = false // into the number field that was clicked last
    this.listeners = [
      ["pointerdown", () => this.#point()],
      ["keydown", (event) => this.#press(event)],
    ]
    for (const [kind, listener] of this.listeners) document.addEventListener(kind, listener, true)
  }

  leave() {
    for (const [kind, listener] of this.listeners) {
      document.removeEventListener(kind, listener, true)
    }
  }

  #point() {
    this.pointed = true
    this.typed = false
  }

  #press(event) {
    const { key, target } = event
    if (this.root.inert) return // nothing is there yet that a key could move
    if (key === "Tab") this.pointed = false
    if (key === "Enter") this.typed = false
    if (key === "Escape" && this.#letGo(target)) return
    const action = this.actions[key]
    if (!action) {
      if (target.type === "number" && key.length === 1) this.typed = true
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (this.#isOf(target, key) || action(event) === false) return
    event.preventDefault()
    event.stopPropagation()
  }

  // Leave a field of the player, so that the keys are the player's again.
  #letGo(field) {
    if (!this.root.contains(field) || !field.matches("input, select")) return false
    field.blur()
    this.#point()
    return true
  }

  // Whether a key is of the element in which it is pressed.
  #isOf(target, key) {
    if (target === document.body || target === this.root) return false
    if (target.matches(OPEN) || target.closest(ELSEWHERE)) return true
    if (target.matches(TEXTS) && target.role !== "combobox") return true
    if (target.type === "number" && this.typed) return true
    if (this.pointed) return false
    if (!this.root.contains(target)) return true
    if (target.matches(".gmm-scrubber")) return false // its arrows are those of the player
    if (target.matches(BUTTONS)) return key === " "
    if (target.matches("select, input")) return true
    return target.matches(".gmm-scroll") && target.scrollWidth > target.clientWidth && key !== " "
  }
}
