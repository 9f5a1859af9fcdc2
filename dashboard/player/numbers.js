// Numbers as people read them; the same as gmm_core.formatting writes.

export function number(value, digits = 4) {
  if (Number.isNaN(value)) return "not defined"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  if (value === 0) return "0"
  const size = Math.abs(value)
  const whole = size >= 10 ** digits - 0.5 && size < 1e15
  const text = whole ? fixed(value, 0) : general(value, digits)
  return minus(text)
}

export function signed(value, digits = 4) {
  const text = number(value, digits)
  return text.startsWith("−") ? text : `+${text}`
}

export function plusMinus(value, deviation) {
  const known = deviation > 0 && Number.isFinite(deviation)
  const places = known ? 2 - exponentOf(deviation) : 4
  if (places < 0 || places > 9) return `${number(value)} ± ${number(deviation, 3)}`
  return minus(`${fixed(value, places)} ± ${fixed(deviation, places)}`)
}

// A positive number given by its natural logarithm, which may be too small or large for a number.
export function fromLog(log, digits = 4) {
  const value = Math.exp(log)
  if (!Number.isFinite(log)) return number(value, digits)
  if (value >= 1e-300 && Number.isFinite(value)) return number(value, digits)
  let exponent = Math.floor(log / Math.LN10)
  let lead = Math.exp(log - exponent * Math.LN10).toPrecision(digits)
  if (Number(lead) >= 10) {
    exponent += 1
    lead = (Number(lead) / 10).toPrecision(digits)
  }
  return minus(`${lead}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`)
}

// Significant digits with trailing zeros; powers of ten below 1e-4, in two digits at least.
function general(value, digits) {
  const exponent = Number(value.toExponential(digits - 1).split("e")[1])
  if (exponent >= -4 && exponent < digits) {
    return fixed(value, digits - 1 - exponent)
  }
  const [lead, power] = value.toExponential(digits - 1).split("e")
  const rounded = isHalfway(value, digits - 1 - exponent) ? toEven(lead) : lead
  return `${rounded}e${power[0]}${power.slice(1).padStart(2, "0")}`
}

// So many decimals; what lies half-way goes to the even digit, as it does in Python.
function fixed(value, places) {
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

function exponentOf(value) {
  return Number(value.toExponential(15).split("e")[1])
}

function minus(text) {
  return text.replaceAll("-", "−")
}
