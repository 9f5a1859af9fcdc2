/**
 * Shows what is chosen in the address of the page, without another entry in the history, and tells
 * the server, which draws for light or dark, when the browser turns to the other.
 */
import { watchConnection } from "../browser/interrupted.js"

// How the page is embedded in another one, which Streamlit keeps from the server.
const HOST = new Set(["embed", "embed_options"])

const SCHEME = matchMedia("(prefers-color-scheme: dark)")
let heard

export default function ({ data, setTriggerValue }) {
  watchConnection()
  if (data.tells) tellOfScheme(setTriggerValue)
  const { query, told } = data
  if (told < (history.state?.told ?? 0)) return
  const address = new URL(location.href)
  const ofTheHost = [...address.searchParams].filter(([key]) => HOST.has(key))
  address.search = [new URLSearchParams(ofTheHost), query].filter(String).join("&")
  history.replaceState({ ...history.state, told }, "", address)
}

function tellOfScheme(send) {
  SCHEME.removeEventListener("change", heard)
  // The player tells of it itself, with the half-step that it shows.
  heard = () => document.querySelector(".gmm-player") || send("turned", SCHEME.matches)
  SCHEME.addEventListener("change", heard)
}
