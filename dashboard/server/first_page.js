// Streamlit lays its page out before it knows of the sidebar and of the styles, and moves all of it
// when they come; then its parts arrive one by one, and those whose code is on its way have no place
// yet. Nothing is seen before it has its place; what went wrong is seen at once. A page is of a
// hundred files: where one is lost on its way, it is loaded once more, as long as it is new.
//
// A style sheet that asks what the page holds would be asked at every change, for every element.

{
  const SETTLED = 250 // milliseconds after the last of a part's code has come
  const LONGEST = 4000 // that the player, which sizes itself when its run comes, is waited for
  const LATEST = 30000 // after the page was asked for, from when on all is seen, whatever lacks
  const WHOLE = "[data-testid=stAppViewContainer]"
  const PARTS = ["[data-testid=stSidebarUserContent]", "[data-testid=stMain]"]
  const WRONG = ":is([data-testid=stException], [data-testid=stAlert], .gmm-failure:not([hidden]))"
  const FIRST = [
    "[data-testid=stSidebarUserContent] [data-testid=stElementContainer]",
    "[data-testid=stEvent] [data-testid=stHtml] style",
  ]
  const COMING = "[data-testid=stSkeleton]"
  const SIZING = ".gmm-player[inert]"
  const RUNS = "[data-testid=stApp]:not([data-test-script-state=notRunning])"
  const FILES = "script[type=module], link[rel=stylesheet]"
  const LOST = ["error", "vite:preloadError"] // of those files, and of those that come later
  const BREATH = 1000 // milliseconds in which a line may be back

  const isThere = (selector) => document.querySelector(selector) !== null
  const style = document.head.appendChild(document.createElement("style"))
  const watch = new MutationObserver(look)
  const came = new Map() // when a part was last seen to wait for something
  let hidden, waiting, since

  for (const kind of LOST) addEventListener(kind, again, true)
  addEventListener("popstate", arrive)
  hide([WHOLE])
  watch.observe(document, { childList: true, subtree: true })
  look()

  function look() {
    const now = performance.now()
    clearTimeout(waiting)
    if (now > LATEST) return end()
    const wrong = isThere(`${WHOLE} ${WRONG}`)
    const arrived = wrong || FIRST.every(isThere)
    if (arrived) since ??= now
    const waited = wrong || now - since > LONGEST ? COMING : `:is(${COMING}, ${SIZING})`
    for (const part of PARTS) {
      if (!arrived || !came.has(part) || isThere(`${part} ${waited}`)) came.set(part, now)
    }
    const settling = PARTS.filter((part) => now - came.get(part) < SETTLED)
    hide(arrived ? settling : [WHOLE])
    if (!arrived || settling.length || isThere(RUNS)) waiting = setTimeout(look, SETTLED)
    else end()
  }

  // Labels and captions say of themselves that they are visible, whatever they stand in.
  function hide(places) {
    if (String(places) === hidden) return
    hidden = String(places)
    const all = places.flatMap((place) => [place, `${place} *`])
    style.textContent = all.length ? `${all} { visibility: hidden !important; }` : ""
  }

  function end() {
    watch.disconnect()
    style.remove()
    for (const kind of LOST) removeEventListener(kind, again, true)
  }

  // A page that was loaded again is not loaded a third time: what lacks may be lost for good.
  function again({ type, target }) {
    const isOfPage = type !== LOST[0] || (target instanceof Element && target.matches(FILES))
    const [opened] = performance.getEntriesByType("navigation")
    if (isOfPage && opened.type !== "reload") setTimeout(() => location.reload(), BREATH)
  }

  // Where the page itself has gone back, to what the server shows already, Streamlit need not hear of
  // it. Those who listen to a window are told in the order in which they came.
  function arrive(event) {
    const { gmmArrived } = window
    if (!gmmArrived) return
    window.gmmArrived = undefined
    event.stopImmediatePropagation()
    gmmArrived()
  }
}
