// Ledgers: how the responsibilities of a row, or the mean of a component, came about.

import { column, columnFromLogs, fixed, fromLog, number } from "./numbers.js"
import { component, element, table } from "../browser/page.js"
import { slice } from "../browser/unpack.js"

const UNKNOWN = "?"

// A ledger of one row or component over all half-steps, as the server has packed it.
export function drawLedger(place, film, ledger, frame, hidden) {
  const answer = (text) => (hidden ? UNKNOWN : text)
  const parts =
    ledger.kind === "row" ? ofRow(film, ledger, frame, answer) : ofMean(film, ledger, frame, answer)
  place.replaceChildren(...parts)
}

function ofRow(film, ledger, { responsible }, answer) {
  const values = ledger.values.map(([name, value]) => `${name} ${number(value)}`).join(", ")
  const title = heading(ledger.name, values)
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
  const products = columnFromLogs(of.log_products)
  const rows = Array.from({ length: film.k }, (_, j) => [
    component(j, film.looks),
    fixed(of.weights[j], 3),
    ...known.map((cells) => cells[j]),
    answer(products[j]),
    answer(fixed(of.responsibilities[j], 3)),
  ])
  const header = ["", "weight", "dist.²", "log-det", "log-dens.", "weight × dens.", "share"]
  const caption = `E-step ${responsible + 1}: share = weight × density ÷ sum`
  const best = of.responsibilities.indexOf(Math.max(...of.responsibilities))
  return [
    title,
    table("gmm-ledger-table", caption, header, rows),
    formula(film, of, logSum, best, answer),
    sentence(answer(ledger.verdicts[responsible])),
  ]
}

// The two formulas with the numbers of one component in them.
function formula(film, of, logSum, j, answer) {
  const d = film.d
  const density =
    `log-density ${j + 1} = −½ (${d} log 2π ${added(of.log_determinants[j])} ` +
    `${added(of.distances[j])}) = ${number(of.log_densities[j])}`
  const products = columnFromLogs(of.log_products, 3).map(answer)
  const sum = products.length > 4 ? answer(fromLog(logSum, 3)) : `(${products.join(" + ")})`
  const share = `share ${j + 1} = ${products[j]} ÷ ${sum} = ${answer(fixed(of.responsibilities[j], 3))}`
  const lines = [density, share].map((line) => element("div", {}, line))
  return element("div", { class: "gmm-formula" }, ...lines)
}

function ofMean(film, ledger, { state }, answer) {
  const name = element("span", {}, "Mean of component ", component(ledger.index, film.looks))
  if (state === 0)
    return [heading(name), hint("The start placed this mean; no M-step has moved it yet.")]
  const step = state - 1
  const total = slice(ledger.resp_sums, step)[0]
  const [before, after] = [ledger.means_before, ledger.means_after].map((each) => slice(each, step))
  const [rows, shares, resp] = [ledger.contributors, ledger.shares, ledger.responsibilities].map(
    (each) => slice(each, step),
  )
  const d = film.d
  const restShare = slice(ledger.rest_shares, step)[0]
  const rest = restShare > 0 ? [slice(ledger.rest_means, step)] : []
  const cells = ofColumns([...ledger.row_values[step], ...rest, after, before], d)
  const lines = Array.from(rows, (row, i) => [
    ledger.row_names[step][i],
    fixed(resp[i], 3),
    fixed(shares[i], 3),
    ...cells[i],
  ])
  if (rest.length) lines.push(["all other rows", "", fixed(restShare, 3), ...cells.at(-3)])
  lines.push(["new mean", "", fixed(1, 3), ...cells.at(-2).map(answer)])
  lines.push(["mean before", "", "", ...cells.at(-1)])
  const header = ["", "share", "part of N", ...ledger.features]
  const caption = `M-step ${state}: largest contributors`
  return [
    heading(name),
    sums(ledger, resp, total, answer),
    table("gmm-ledger-table", caption, header, lines),
    sentence(answer(ledger.sentences[step])),
  ]
}

// Cells of rows of values, each column written alike.
function ofColumns(rows, d) {
  const columns = Array.from({ length: d }, (_, f) => column(rows.map((row) => row[f])))
  return rows.map((_, i) => columns.map((cells) => cells[i]))
}

function sums(ledger, largest, total, answer) {
  const terms = Array.from(largest, (share) => fixed(share, 3)).join(" + ")
  const more =
    ledger.n_rows > largest.length ? ` + … (${ledger.n_rows.toLocaleString("en")} rows)` : ""
  const text = `N = ${terms}${more} = ${answer(number(total))}`
  return element("div", { class: "gmm-formula" }, element("div", {}, text))
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
