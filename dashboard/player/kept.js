// What a person has set in the player alone: it outlives the player, which another page takes away,
// as long as the tab is open.

const NAME = "gmm-player"

export function kept(name, otherwise) {
  return all()[name] ?? otherwise
}

export function keep(name, value) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ ...all(), [name]: value }))
  } catch {
    // A browser that keeps nothing for a page shows what there is at first.
  }
}

function all() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {}
  } catch {
    return {}
  }
}
