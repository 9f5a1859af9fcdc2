// Numbers of the half-step that is seen: metrics, parameters, target against cluster.

import { difference, fixed, number, plusMinusColumn, tally } from "./numbers.js"
import { component, element, noise, table } from "../browser/page.js"
import { MOST_FULL } from "./shapes.js"
import { slice } from "../browser/unpack.js"

const MOST_ACROSS = 4 // features, or components; more stand below one another, or the table would be cut
const MOST_LETTERS = 24 // of a name across; a longer one has a line of its own
const MOST_WIDE = 7 // columns; of more, each is as narrow as its mean
const MOST_HIGH = 13 // lines of both tables; of more, each is lower, so that a desk shows all of them

export function drawMetrics(place, { title, logLikelihood, logPosterior, gain, step }) {
  const change = step === "M" ? element("span", { class: "gmm-gain" }, difference(gain)) : ""
  place.replaceChildren(
    metric("Half-step", title),
    metric("Log-likelihood", number(logLikelihood), change),
    ...(logPosterior === undefined ? [] : [metric("Log-posterior", number(logPosterior))]),
  )
}

function metric(name, ...value) {
  const shown = element("dd", {}, ...value)
  return element("div", { class: "gmm-metric" }, element("dt", {}, name), shown)
}

// After an M-step these are what it has worked out, and hidden where the answers are.
export function drawParameters(place, film, { state, step }, hidden) {
  const answer = (text) => (hidden && step === "M" ? "?" : text)
  const [weights, means, deviations] = [film.weights, film.means, film.deviations].map((array) =>
    slice(array, state),
  )
  const d = film.features.length
  const columns = film.features.map((_, f) => {
    const ofFeature = (values) => values.filter((_, place) => place % d === f)
    return plusMinusColumn(ofFeature(means), ofFeature(deviations))
  })
  const rows = Array.from(weights, (weight, j) => [
    component(j, film.looks),
    answer(fixed(weight, 3)),
    ...columns.map((cells) => inTwo(answer(cells[j]))),
  ])
  if (film.noise !== undefined) {
    const share = answer(fixed(film.noise[state], 3))
    rows.push([noise(film.looks), share, ...film.features.map(() => "")])
  }
  const header = ["", "weight", ...film.features]
  const caption = `Weight; mean ± standard deviation${someOf(d, film.d)}`
  const isTurned = areBelow(film.features) && (d > film.k || film.k <= MOST_ACROSS)
  const listed = isTurned ? turned([header, ...rows]) : [header, ...rows]
  const tight = listed[0].length > MOST_WIDE ? " gmm-tight" : ""
  place.parentElement.classList.toggle("gmm-low", listed.length + linesOfTarget(film) > MOST_HIGH)
  place.replaceChildren(table(`gmm-parameters${tight}`, caption, listed[0], listed.slice(1)))
}

// Whether features stand below one another: they are many, or their names are long.
export function areBelow(features) {
  return features.length > MOST_ACROSS || areLong(features)
}

export function areLong(names) {
  return names.some((name) => name.length > MOST_LETTERS)
}

function linesOfTarget({ classes }) {
  return classes === undefined ? 0 : 1 + classes.length
}

// Said where not all features are listed.
function someOf(listed, all) {
  return listed < all ? ` of ${listed} of ${all.toLocaleString("en")} features` : ""
}

// Where there is little room, the deviation stands below its mean.
function inTwo(text) {
  const [mean, deviation] = text.split(" ± ")
  if (deviation === undefined) return text
  return element("td", {}, `${mean} `, element("span", { class: "gmm-spread" }, `± ${deviation}`))
}

function turned(rows) {
  return rows[0].map((_, column) => rows.map((row) => row[column]))
}

// What the legend says of this film: of one axis or two, of outlines that are few or many.
export function drawLegend(place, { looks, labels, k, noise: share, known }) {
  place.closest(".gmm-player").dataset.axes = labels.length
  place.querySelector(".gmm-of-noise").hidden = share === undefined
  place.querySelector(".gmm-of-known").hidden = known === undefined
  const isAlone = k === 1 && share === undefined // no row can be shared or change sides
  for (const sign of place.querySelectorAll(".gmm-of-sides")) sign.hidden = isAlone
  place.style.setProperty("--noise", looks.noise.hue)
  place.querySelector(".gmm-radii").textContent =
    k > MOST_FULL
      ? "1 standard deviation (2 and 3 under the pointer)"
      : "1, 2 and 3 standard deviations of a component"
  place.style.setProperty("--first", looks.hues[0])
  place.style.setProperty("--second", looks.hues.at(k > 1 ? 1 : 0))
}

export function drawTarget(place, film, { responsible }) {
  const seen = film.counts !== undefined && responsible !== null
  place.hidden = film.counts === undefined
  if (!seen) {
    const hint = "The first E-step shows how the classes fall into the clusters."
    place.replaceChildren(element("p", { class: "gmm-hint" }, hint))
    return
  }
  const counts = slice(film.counts, responsible)
  const matching = film.matching ? slice(film.matching, responsible) : []
  const most = Math.max(...counts)
  const nColumns = film.k + (film.noise !== undefined) // rows of noise have the last
  const rows = film.classes.map((name, c) => [
    name,
    ...Array.from({ length: nColumns }, (_, j) => {
      const count = counts[c * nColumns + j]
      const cell = element("td", { class: matching[j] === c ? "gmm-matched" : null }, tally(count))
      cell.style.setProperty("--share", count ? 0.12 + (0.38 * count) / most : 0)
      return cell
    }),
  ])
  const named = (j) => (j < film.k ? component(j, film.looks) : noise(film.looks))
  const header = ["", ...rows[0].slice(1).map((_, j) => named(j))]
  place.replaceChildren(table("gmm-target", film.target_caption, header, rows))
}
