/**
 * Shows what is chosen in the address of the page, with another entry in the history for each change
 * of the fit and for nothing else, has the
 * browser ask before a page is left that holds a person's table, and tells the server, which draws
 * for light or dark, when the page turns to the other.
 */
import { watchConnection } from "../browser/interrupted.js"
import { makeWay } from "../browser/narrow.js"

// How the page is embedded in another one, which Streamlit keeps from the server.
const HOST = new Set(["embed", "embed_options"])

const APP = "[data-testid=stApp]" // its style says which of the two is shown, whoever chose it
let turning

export default function ({ data, setTriggerValue }) {
  watchConnection()
  makeWay()
  if (data.tells) tellWhenTurned(setTriggerValue)
  const { query, told, holds, mark } = data
  window.onbeforeunload = holds ? askFirst : null
  if (told < (history.state?.told ?? 0)) return
  const address = new URL(location.href)
  const ofTheHost = [...address.searchParams].filter(([key]) => HOST.has(key))
  address.search = [new URLSearchParams(ofTheHost), query].filter(String).join("&")
  const before = history.state?.mark
  const state = { ...history.state, told, mark: mark ?? before }
  const changed = mark !== null && before !== undefined && before !== mark
  history[changed ? "pushState" : "replaceState"](state, "", address)
}

// A table that was brought is gone with the page. The browser asks in words of its own.
function askFirst(event) {
  event.preventDefault()
}

// The browser may turn, or a person in the menu of the page.
function tellWhenTurned(send) {
  const app = document.querySelector(APP)
  let seen = schemeOf(app)
  turning?.disconnect()
  turning = new MutationObserver(() => {
    const now = schemeOf(app)
    if (now === seen) return
    seen = now
    send("turned", now)
  })
  turning.observe(app, { attributeFilter: ["class"] })
}

function schemeOf(app) {
  return getComputedStyle(app).colorScheme
}
