// Tells all views of the page which rows are selected.

import { unpack } from "../browser/unpack.js"
import { mark } from "./marked.js"

export default async function announce({ data }) {
  const { selected, rows } = await unpack(data)
  mark(selected ? new Set(rows.values) : null)
}
