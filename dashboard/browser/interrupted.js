// What the page says while the server does not answer, in place of what Streamlit would say: that
// speaks of its own command line, in a dialog that keeps all keys from the player.

const SAYS =
  "The connection to the server is interrupted. Nothing is lost: the page goes on by itself once the " +
  "server answers again, and what was chosen is kept for four minutes. The player can be stepped meanwhile."
const STATUS = "[data-testid=stConnectionStatus]"
const TITLE = "Connection error" // of Streamlit's dialog
const EVERY_MS = 300
const STYLE =
  "position: fixed; inset: 0 0 auto; z-index: 1000000; padding: 0.6rem 1rem; text-align: center; " +
  "background: #262b36; color: #ffffff; font: 0.9rem sans-serif"

let notice

export function watchConnection() {
  if (window.gmmWatchesConnection) return
  window.gmmWatchesConnection = true
  setInterval(look, EVERY_MS)
}

function look() {
  const isInterrupted = document.querySelector(STATUS) !== null
  if (isInterrupted) dismiss()
  if (isInterrupted === Boolean(notice)) return
  notice?.remove()
  notice = isInterrupted ? said() : undefined
}

function said() {
  const made = document.createElement("div")
  made.setAttribute("role", "status")
  made.className = "gmm-interrupted"
  made.style.cssText = STYLE
  made.textContent = SAYS
  document.body.append(made)
  return made
}

function dismiss() {
  for (const dialog of document.querySelectorAll("[role=dialog]")) {
    if (dialog.querySelector("h2")?.textContent === TITLE) {
      dialog.querySelector("button[aria-label=Close]")?.click()
    }
  }
}
