// Tells all views of the page which rows are selected.

import { unpack } from "../../browser/unpack.js"
import { mark } from "./marked.js"

export default async function announce({ data }) {
  const { selected, size, bits } = await unpack(data)
  const has = (row) => ((bits.values[row >> 3] ?? 0) >> (7 - (row & 7))) & 1
  mark(selected ? { size, has } : null)
}
