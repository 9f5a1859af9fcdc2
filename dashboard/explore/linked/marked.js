// The rows that are selected, for all views of the page. Each component is a module of its own,
// so what they share hangs on the window.

const shared = (window.gmmMarked ??= { rows: null, listeners: new Set() })

// What `has` a row that is selected, and their number as `size`; null where nothing is.
export function markedRows() {
  return shared.rows
}

export function mark(rows) {
  shared.rows = rows
  for (const listener of shared.listeners) listener()
}

export function whenMarked(listener) {
  shared.listeners.add(listener)
  return () => shared.listeners.delete(listener)
}
