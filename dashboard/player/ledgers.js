// Ledgers: how the responsibilities of a row, or mean and spread of a component, came about.

import { column, columnFromLogs, fixed, number, tally } from "./numbers.js"
import { component, element, noise, table } from "../browser/page.js"
import { areBelow } from "./readouts.js"
import { slice } from "../browser/unpack.js"

const UNKNOWN = "?"
const OTHERS = "all other rows"
const MOST_EXPECTED = 3 // features that a row misses; of more the table would be cut

// A ledger of one row or component over all half-steps, as the server has packed it.
export function drawLedger(place, film, ledger, frame, hidden) {
  const answer = (text) => (hidden ? UNKNOWN : text)
  const parts =
    ledger.kind === "row" ? ofRow(film, ledger, frame, answer) : ofMean(film, ledger, frame, answer)
  place.replaceChildren(...parts)
}

function ofRow(film, ledger, { responsible }, answer) {
  const values = ledger.values
    .map(([name, value]) => `${name} ${value === null ? "missing" : number(value)}`)
    .join(", ")
  const title = heading(ledger.name, `${values}${others(ledger.values.length, film.d)}`)
  if (responsible === null)
    return [title, hint("The first E-step gives this row its responsibilities.")]
  const of = Object.fromEntries(
    [
      "weights",
      "distances",
      "log_determinants",
      "log_densities",
      "log_products",
      "responsibilities",
    ].map((name) => [name, slice(ledger[name], responsible)]),
  )
  const logSum = slice(ledger.log_sums, responsible)[0]
  const known = [of.distances, of.log_determinants, of.log_densities].map((each) => column(each))
  const [share, logDensity] = slice(ledger.noise, responsible)
  const logNoise = Math.log(share) + logDensity
  const ofNoise = film.noise === undefined ? [] : [logNoise]
  const products = columnFromLogs([...of.log_products, ...ofNoise])
  const gone = ledger.missing.slice(0, MOST_EXPECTED)
  const expected = expectedOf(ledger, responsible, film.k)
  const rows = Array.from({ length: film.k }, (_, j) => [
    component(j, film.looks),
    shareCell(of.responsibilities[j], film.looks.hues[j], answer),
    fixed(of.weights[j], 3),
    ...known.map((cells) => cells[j]),
    answer(products[j]),
    ...gone.map((_, f) => answer(expected[f][j])),
  ])
  if (ofNoise.length) {
    rows.push([
      noise(film.looks),
      shareCell(Math.exp(logNoise - logSum), film.looks.noise.hue, answer),
      fixed(share, 3),
      "",
      "",
      number(logDensity),
      answer(products.at(-1)),
    ])
  }
  const header = ["", "share", "weight", "dist.²", "log-det", "log-dens.", "weight × dens."]
  header.push(...gone.map((name) => `${name}, expected`))
  const alone = ledger.known === undefined ? "" : ", by its values alone"
  const caption = `E-step ${responsible + 1}: share = weight × density ÷ sum${alone}`
  const best = of.responsibilities.indexOf(Math.max(...of.responsibilities))
  return [
    title,
    sentence(answer(ledger.verdicts[responsible])),
    table("gmm-ledger-table", caption, header, rows),
    formula(film.d - ledger.missing.length, of, logSum, best, answer, ofNoise),
  ]
}

// What each component expects of the features that a row misses, feature by feature.
function expectedOf(ledger, state, k) {
  const n = ledger.missing.length
  if (!n) return []
  const values = slice(ledger.expected, state)
  return ledger.missing.map((_, f) => column(Array.from({ length: k }, (_, j) => values[j * n + f])))
}

// A share as a number and as a bar behind it.
function shareCell(share, hue, answer) {
  const text = answer(fixed(share, 3))
  const cell = element("td", { class: "gmm-share" }, text)
  cell.style.setProperty("--share", text === UNKNOWN ? 0 : share)
  cell.style.setProperty("--hue", hue)
  return cell
}

// The two formulas with the numbers of the most probable component in them, the answers first.
function formula(d, of, logSum, j, answer, ofNoise) {
  const products = columnFromLogs([...of.log_products, ...ofNoise], 3).map(answer)
  const sum = products.length > 4 ? answer(columnFromLogs([logSum], 3)[0]) : `(${products.join(" + ")})`
  const share = Math.exp(ofNoise[0] - logSum)
  if (share > of.responsibilities[j]) // of noise there is no more to tell
    return lines([`share of noise = ${answer(fixed(share, 3))} = ${products.at(-1)} ÷ ${sum}`])
  const density =
    `−½ (${d} log 2π ${added(of.log_determinants[j])} ${added(of.distances[j])})`
  return lines(
    ["share", below(j), ` = ${answer(fixed(of.responsibilities[j], 3))} = ${products[j]} ÷ ${sum}`],
    ["log-density", below(j), ` = ${number(of.log_densities[j])} = ${density}`],
  )
}

function lines(...each) {
  const parts = each.map((line) => element("div", {}, ...line))
  return element("div", { class: "gmm-formula" }, ...parts)
}

function below(j) {
  return element("sub", {}, j + 1)
}

function ofMean(film, ledger, { state }, answer) {
  const name = element("span", {}, "Mean of component ", component(ledger.index, film.looks))
  if (state === 0)
    return [heading(name), hint("The start placed this mean; no M-step has moved it yet.")]
  const step = state - 1
  const total = slice(ledger.resp_sums, step)[0]
  const [before, after] = [ledger.means_before, ledger.means_after].map((each) => slice(each, step))
  const [rows, shares, resp, weights] = [
    ledger.contributors,
    ledger.shares,
    ledger.responsibilities,
    ledger.row_weights,
  ].map((each) => slice(each, step))
  const weighed = (...cell) => (ledger.is_weighted ? cell : [])
  const restShare = slice(ledger.rest_shares, step)[0]
  const rest = restShare > 0
  const restMean = rest ? [slice(ledger.rest_means, step)] : []
  const { length: d } = ledger.features
  const counting = slice(ledger.values, step)
  const ofRows = Array.from(rows, (_, i) => counting.subarray(i * d, (i + 1) * d))
  const cells = ofColumns([...ofRows, ...restMean, after, before], d)
  const isMissing = ledger.row_missing?.[step]
  isMissing?.forEach((gone, i) => {
    cells[i] = cells[i].map((cell, f) => (gone[f] ? answer(`(${cell})`) : cell))
  })
  const named = ledger.row_names[step]
  const body = Array.from(rows, (row, i) => [
    named[i],
    fixed(resp[i], 3),
    ...weighed(tally(weights[i], 3)),
    fixed(shares[i], 3),
    ...cells[i],
  ])
  if (rest) body.push([OTHERS, "", ...weighed(""), fixed(restShare, 3), ...cells.at(-3)])
  body.push(["new mean", "", ...weighed(""), fixed(1, 3), ...cells.at(-2).map(answer)])
  body.push(["mean before", "", ...weighed(""), "", ...cells.at(-1)])
  const header = ["", "share", ...weighed("counts"), "part of N", ...ledger.features]
  const by = weighed(" × what the row counts").join("")
  const gaps = isMissing?.flat().some(Boolean) ? "; in brackets: missing, as it is expected" : ""
  const about = `the mean is the average of the rows, weighted by share${by}`
  const caption = `M-step ${state}: ${about}${gaps}${others(d, film.d)}`
  return [
    heading(name),
    sentence(answer(ledger.sentences[step])),
    sums(ledger, resp, weights, total, answer),
    table(
      "gmm-ledger-table",
      caption,
      ...(areBelow(ledger.features) ? turned(header, body) : [header, body]),
    ),
    spread(ledger, step, named, rest, answer),
  ]
}

// Of many features, or long names, each has a line, and what the step comes to stands first: it is
// never cut off.
function turned(header, body) {
  const lines = [header, ...body.slice(-2), ...body.slice(0, -2)]
  const [names, ...values] = header.map((_, column) => lines.map((line) => line[column]))
  return [names, values]
}

// Variances and covariance of the features in the picture: weighted squares about the new mean.
function spread(ledger, step, named, rest, answer) {
  const { pairs, features } = ledger
  const n = pairs.length
  const [squares, others, spreads, after] = [
    ledger.squares,
    ledger.rest_squares,
    ledger.spreads,
    ledger.spreads_after,
  ].map((each) => slice(each, step))
  const terms = named.map((_, i) => squares.subarray(i * n, (i + 1) * n))
  const cells = ofColumns([...terms, ...(rest ? [others] : [])], n)
  const results = ofColumns([spreads, after], n)
  const body = named.map((row, i) => [row, ...cells[i]])
  if (rest) body.push([OTHERS, ...cells.at(-1)])
  body.push(["sum ÷ N", ...results[0].map(answer)])
  if (String(results[0]) !== String(results[1]))
    body.push(["as the structure has it", ...results[1].map(answer)])
  const header = pairs.map(([one, other]) =>
    one === other ? `variance, ${features[one]}` : "covariance",
  )
  const counts = ledger.is_weighted ? "what the row counts × " : ""
  const squared = "square of the distance from the new mean"
  const term = ledger.row_missing ? `(${squared} + variance of what is missing)` : squared
  const caption = `The spread: ${counts}share × ${term}`
  return table("gmm-ledger-table", caption, ["", ...header], body)
}

// Cells of rows of values, each column written alike.
function ofColumns(rows, d) {
  const columns = Array.from({ length: d }, (_, f) => column(rows.map((row) => row[f])))
  return rows.map((_, i) => columns.map((cells) => cells[i]))
}

function sums(ledger, largest, weights, total, answer) {
  const times = (i) => (ledger.is_weighted ? `${tally(weights[i], 3)} × ` : "")
  const terms = Array.from(largest, (share, i) => `${times(i)}${fixed(share, 3)}`).join(" + ")
  const more =
    ledger.n_rows > largest.length ? ` + … (${ledger.n_rows.toLocaleString("en")} rows)` : ""
  return lines(["N", below(ledger.index), ` = ${answer(number(total))} = ${terms}${more}`])
}

// Said where not all features are listed.
function others(listed, all) {
  return listed < all ? `; ${(all - listed).toLocaleString("en")} further features` : ""
}

function added(value) {
  return value < 0 ? `− ${number(-value)}` : `+ ${number(value)}`
}

function heading(name, about = "") {
  const detail = about ? element("span", { class: "gmm-hint" }, ` ${about}`) : ""
  return element("h3", { class: "gmm-ledger-title" }, name, detail)
}

function sentence(text) {
  return element("p", {}, text)
}

function hint(text) {
  return element("p", { class: "gmm-hint" }, text)
}
