// What the server packs into one binary blob, taken apart.

// A pack is a JSON header and the arrays that it names, deflated together.
export async function unpack(packed) {
  const inflated = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"))
  const bytes = await new Response(inflated).arrayBuffer()
  const length = new DataView(bytes).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)))
  for (const [name, { kind, offset, shape, differences }] of Object.entries(header.arrays)) {
    const size = shape.reduce((product, length) => product * length, 1)
    const values = new KINDS[kind](bytes, 4 + length + offset, size)
    if (differences) addUp(values, size / (shape[0] || 1))
    header[name] = { values, shape }
  }
  return header
}

// The blob holds packs one after another, each behind its length.
export function packsOf(blob) {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  const packs = []
  for (let place = 0; place < blob.byteLength;) {
    const length = view.getUint32(place, true)
    packs.push(blob.subarray(place + 4, place + 4 + length))
    place += 4 + length
  }
  return packs
}

// One row of an array along its first axis, or its first two.
export function slice(array, ...place) {
  const sizes = array.shape.slice(place.length).reduce((product, length) => product * length, 1)
  let start = 0
  place.forEach((index, axis) => (start = start * array.shape[axis] + index))
  return array.values.subarray(start * sizes, (start + 1) * sizes)
}

const KINDS = { u8: Uint8Array, i32: Int32Array, f64: Float64Array }

function addUp(values, rowSize) {
  for (let i = rowSize; i < values.length; i++) values[i] += values[i - rowSize]
}
