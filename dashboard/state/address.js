/** Shows what is chosen in the address of the page, without another entry in the history. */
import { watchConnection } from "../browser/interrupted.js"

// How the page is embedded in another one, which Streamlit keeps from the server.
const HOST = new Set(["embed", "embed_options"])

export default function ({ data }) {
  watchConnection()
  const { query, told } = data
  if (told < (history.state?.told ?? 0)) return
  const address = new URL(location.href)
  const ofTheHost = [...address.searchParams].filter(([key]) => HOST.has(key))
  address.search = [new URLSearchParams(ofTheHost), query].filter(String).join("&")
  history.replaceState({ ...history.state, told }, "", address)
}
