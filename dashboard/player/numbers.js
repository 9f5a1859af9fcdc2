// Numbers as people read them; the same as gmm_core.written_numbers and written_columns write.

const [SMALLEST_PLAIN, LARGEST_PLAIN] = [1e-4, 1e15] // beyond, by powers of ten
const LARGEST_DENSITY = 1e6 // from there on densities are written by powers of ten: they count nothing
const MOST_TOGETHER = 4 // digits before the point that stand without a comma, on axes, too
const LEAST_DIFFERENCE = 1e-3 // what is smaller is not told apart from nothing
const SPARE = 2 // decimals more than the largest needs, where the smallest would show as 0
const MOST_DECIMALS = 9
const FOUR_TOGETHER = /(?<![\d.,])(\d)(\d{3})(?![\d,])/g
const RAISED = Object.fromEntries(Array.from("-0123456789", (sign, i) => [sign, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[i]]))

export function number(value, digits = 4) {
  if (Number.isNaN(value)) return "not defined"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  if (value === 0) return "0"
  const size = Math.abs(value)
  const whole = size >= 10 ** digits - 0.5 && size < LARGEST_PLAIN
  return whole ? plain(decimals(value, 0)) : general(value, digits)
}

// So many decimals, and a true minus sign, which zero does not bear.
export function fixed(value, places) {
  return Math.abs(value) < LARGEST_PLAIN ? plain(decimals(value, places)) : number(value)
}

// A number of rows: whole where it is, else, of weighted rows, with few decimals.
export function tally(value, places = 1) {
  return Number.isInteger(value) ? value.toLocaleString("en") : fixed(value, places)
}

// The numbers of a column, all with the same decimals, or by the same power of ten.
export function column(values, digits = 4) {
  const listed = Array.from(values)
  const largest = Math.max(...sizes(listed, 1))
  if (largest >= SMALLEST_PLAIN && largest < LARGEST_PLAIN) {
    const places = placesOf(listed, digits)
    return apartAlike(listed.map((value) => fixed(value, places)))
  }
  const power = exponentOf(largest, digits)
  const unit = Number(`1e${power}`)
  return listed.map((value) => timesPower(value / unit, power, digits))
}

// A column of positive numbers given by their natural logarithms.
export function columnFromLogs(logs, digits = 4) {
  const listed = Array.from(logs)
  const known = listed.filter(Number.isFinite)
  const top = known.length ? Math.max(...known) : 0
  if (top >= Math.log(SMALLEST_PLAIN) && top < Math.log(LARGEST_DENSITY)) {
    return column(listed.map(Math.exp), digits)
  }
  let power = Math.floor(top / Math.LN10)
  power += exponentOf(Math.exp(top - power * Math.LN10), digits)
  return listed.map((log) => timesPower(Math.exp(log - power * Math.LN10), power, digits))
}

// By how much something has changed: of what is below 0.001, only that it is.
export function difference(value, plus = "+") {
  const size = Math.abs(value)
  if (size === 0 || !Number.isFinite(value)) return number(value)
  if (size < LEAST_DIFFERENCE) return value > 0 ? "< 0.001" : "> −0.001"
  const text = fixed(value, Math.min(3, placesOf([value], 4)))
  return value < 0 ? text : `${plus}${text}`
}

// A column of values and their deviations, all with the same decimals.
export function plusMinusColumn(values, deviations) {
  const listed = Array.from(deviations)
  const largest = Math.max(...sizes([...values, ...listed], 0))
  if (largest > 0 && largest < SMALLEST_PLAIN) return byOnePower(values, listed, largest)
  const known = sizes(listed, 0)
  const places = known[0] ? placesOf(known, 3) : 4
  const plainly = places <= MOST_DECIMALS && Math.max(...known) < LARGEST_PLAIN
  const write = (value, deviation) =>
    plainly
      ? `${fixed(value, places)} ± ${fixed(deviation, places)}`
      : `${number(value)} ± ${number(deviation, 3)}`
  const texts = Array.from(values, (value, i) => write(value, listed[i]))
  return plainly ? apartAlike(texts) : texts
}

// Values and deviations so small that each pair is written by one power of ten.
function byOnePower(values, deviations, largest) {
  const power = exponentOf(largest, 3)
  const unit = Number(`1e${power}`)
  const known = sizes(deviations.map((each) => each / unit), 0)
  const places = known[0] ? Math.min(placesOf(known, 3), MOST_DECIMALS) : 2
  const write = (value) => fixed(value / unit, places)
  return Array.from(values, (value, i) => {
    return `(${write(value)} ± ${write(deviations[i])})${powerOfTen(power)}`
  })
}

// How large the numbers are that are neither zero nor infinite.
function sizes(values, none) {
  const known = values.filter((value) => value && Number.isFinite(value)).map(Math.abs)
  return known.length ? known : [none]
}

// Decimals that give the largest of some numbers so many digits, and the smallest one.
function placesOf(values, digits) {
  const known = sizes(values, 0)
  if (!known[0]) return 0
  const least = Math.max(digits - 1 - exponentOf(Math.max(...known), digits), 0)
  const wanted = -exponentOf(Math.min(...known), 1)
  return least < wanted && wanted <= least + SPARE ? wanted : least
}

// Numbers of a column: where one has a comma, those of four digits have it, too.
function apartAlike(texts) {
  if (!texts.some((text) => text.includes(","))) return texts
  return texts.map((text) => text.replace(FOUR_TOGETHER, "$1,$2"))
}

// A number by a power of ten, as the largest of its column has it.
function timesPower(lead, power, digits) {
  if (lead === 0 || !Number.isFinite(lead)) return number(lead)
  const text = fixed(lead, digits - 1)
  return /[1-9]/.test(text) ? `${text}${powerOfTen(power)}` : "0" // beside the largest it is nothing
}

function powerOfTen(power) {
  return ` × 10${Array.from(String(power), (sign) => RAISED[sign]).join("")}`
}

// Significant digits with trailing zeros; powers of ten below 1e-4.
function general(value, digits) {
  const [lead, power] = value.toExponential(digits - 1).split("e")
  const exponent = Number(power)
  if (exponent >= -4 && exponent < digits) {
    return plain(decimals(value, digits - 1 - exponent))
  }
  const rounded = isHalfway(value, digits - 1 - exponent) ? toEven(lead) : lead
  return `${plain(rounded)}${powerOfTen(exponent)}`
}

// So many decimals; what lies half-way goes to the even digit, as it does in Python.
function decimals(value, places) {
  const text = value.toFixed(places)
  return isHalfway(value, places) ? toEven(text) : text
}

// Whether a number lies exactly half-way between two of so many decimals.
function isHalfway(value, places) {
  if (places >= 0) return Math.abs((value * 2 ** (places + 1)) % 2) === 1
  const unit = 10 ** -places
  return unit <= 1e22 && Math.abs(value % unit) === unit / 2 // larger powers are not exact
}

// JavaScript rounds halves away from zero: to an odd digit where it should have gone back.
function toEven(text) {
  const last = Number(text.at(-1))
  return `${text.slice(0, -1)}${last - (last % 2)}`
}

// The power of ten of a number that is rounded to so many digits.
function exponentOf(value, digits) {
  return Number(value.toExponential(digits - 1).split("e")[1])
}

// With a true minus sign, which zero does not bear, and a comma between thousands.
function plain(text) {
  const [whole, ...rest] = text.replace("-", "").split(".")
  const apart = whole.length > MOST_TOGETHER ? whole.replace(/\B(?=(...)+$)/g, ",") : whole
  return [`${/-.*[1-9]/.test(text) ? "−" : ""}${apart}`, ...rest].join(".")
}
