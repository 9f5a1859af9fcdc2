// On a phone the sidebar lies over the page: it makes way once a page is chosen in it.

const OVER = matchMedia("(max-width: 767.98px)") // where Streamlit has it so
const LINK = "[data-testid=stSidebarNavLink]"
const CLOSE = "[data-testid=stSidebarCollapseButton] button"

export function makeWay() {
  if (window.gmmMakesWay) return
  window.gmmMakesWay = true
  document.addEventListener("click", ({ target, ctrlKey, metaKey }) => {
    const elsewhere = ctrlKey || metaKey // in a tab of its own
    if (OVER.matches && !elsewhere && target.closest(LINK)) document.querySelector(CLOSE)?.click()
  })
}
