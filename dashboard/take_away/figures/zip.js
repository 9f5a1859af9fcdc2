// Archives: what is in one, and one of named bytes. Nothing is packed or unpacked here: what comes
// packed goes on as it is.

const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END = 0x06054b50
const HEAD = 30
const DIRECTORY = 46
const LAST = 22

// Name -> bytes as they are held, with what an archive says of them.
export function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - LAST
  const entries = new Map()
  let place = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [name, more, said] = [28, 30, 32].map((at) => view.getUint16(place + at, true))
    const local = view.getUint32(place + 42, true)
    const size = view.getUint32(place + 20, true)
    const begin = local + HEAD + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    entries.set(new TextDecoder().decode(bytes.subarray(place + DIRECTORY, place + DIRECTORY + name)), {
      method: view.getUint16(place + 10, true),
      sum: view.getUint32(place + 16, true),
      length: view.getUint32(place + 24, true),
      held: bytes.subarray(begin, begin + size),
    })
    place += DIRECTORY + name + more + said
  }
  return entries
}

// Bytes that are held as they are.
export function plainEntry(held) {
  return { method: 0, sum: checksum(held), length: held.length, held }
}

export function archive(entries) {
  const parts = []
  const directory = []
  let place = 0
  for (const [title, { method, sum, length, held }] of entries) {
    const name = new TextEncoder().encode(title)
    const about = [20, UTF8, method, 0, DAY_ONE, sum, held.length, length, name.length, 0]
    const head = numbers([LOCAL, ...about], [4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2])
    const sizes = [4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4]
    directory.push(numbers([ENTRY, 20, ...about, 0, 0, 0, 0, place], sizes), name)
    parts.push(head, name, held)
    place += head.length + name.length + held.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const count = directory.length / 2
  const last = numbers([END, 0, 0, count, count, size, place, 0], [4, 2, 2, 2, 2, 4, 4, 2])
  return new Blob([...parts, ...directory, last])
}

const UTF8 = 0x0800
const DAY_ONE = 0x21 // 1 January 1980

function numbers(values, sizes) {
  const view = new DataView(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)))
  let place = 0
  values.forEach((value, i) => {
    if (sizes[i] === 4) view.setUint32(place, value, true)
    else view.setUint16(place, value, true)
    place += sizes[i]
  })
  return new Uint8Array(view.buffer)
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n
})

function checksum(bytes) {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 255]
  return (sum ^ 0xffffffff) >>> 0
}
