/**
 * Shows what is chosen in the address of the page, with another entry in the history for each change
 * of the fit and for nothing else (one that is taken back goes back in it), has the browser ask before
 * a page is left that holds a person's table, and tells the server, which draws for light or dark,
 * when the page turns to the other.
 */
import { watchConnection } from "../browser/interrupted.js"
import { makeWay } from "../browser/narrow.js"

// How the page is embedded in another one, which Streamlit keeps from the server.
const HOST = new Set(["embed", "embed_options"])

const APP = "[data-testid=stApp]" // its style says which of the two is shown, whoever chose it
let turning
let latest // what the server has told last
let goesBack = false // until the browser is at the entry before
let awaited // what the address says to which a person has gone, until the server has heard of it
let heard = 0 // how often it has heard of such

addEventListener("popstate", () => (awaited = saysHere()))

export default function ({ data, setTriggerValue }) {
  watchConnection()
  makeWay()
  if (data.tells) tellWhenTurned(setTriggerValue)
  window.onbeforeunload = data.holds ? askFirst : null
  if (data.told < (latest?.told ?? 0)) return
  if (isLate(data.went)) return
  latest = data
  if (!goesBack) show()
}

// What is told of one address does not belong to another one, to which Back has led meanwhile.
function isLate([times, to]) {
  const waits = awaited === saysHere() && (times === heard || inOrder(to) !== awaited)
  if (!waits) [awaited, heard] = [undefined, times]
  return waits
}

function saysHere() {
  const said = new URLSearchParams(location.search)
  for (const key of HOST) said.delete(key)
  return inOrder(said)
}

function inOrder(query) {
  const said = new URLSearchParams(query)
  said.sort()
  return String(said)
}

function show() {
  const { query, told, mark, undone } = latest
  if (told < (history.state?.told ?? 0)) return
  const address = new URL(location.href)
  const ofTheHost = [...address.searchParams].filter(([key]) => HOST.has(key))
  address.search = [new URLSearchParams(ofTheHost), query].filter(String).join("&")
  const { mark: here, before = [] } = history.state ?? {}
  const changed = mark !== null && here !== undefined && here !== mark
  if (changed && undone && before.at(-1) === mark) return goBack()
  const pushed = changed && !undone
  const state = { ...history.state, told, mark: mark ?? here }
  if (pushed) state.before = [...before, here]
  history[pushed ? "pushState" : "replaceState"](state, "", address)
}

// To the entry before, which is what the server shows already: nobody else need hear of it.
function goBack() {
  goesBack = true
  window.gmmArrived = () => {
    goesBack = false
    show()
  }
  history.back()
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
