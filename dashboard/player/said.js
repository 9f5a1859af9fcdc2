// What is said beside the sentences of a film, and all of it that the player must have room for.

import { element } from "../browser/page.js"

export const PRESS = "Press the E button or the → key."

export function newRun({ title }) {
  return `New run: ${title}. `
}

export function passedOver(iterations) {
  return `${iterations} iterations in which hardly anything moved are skipped. `
}

export function allSaid(film) {
  const { sentences, skips } = film
  const afterSkips = Array.from(skips.values, (then, now) =>
    then > now ? `${passedOver(then - now)}${sentences[2 * then + 1]}` : "",
  )
  return [`${newRun(film)}${sentences[0]} ${PRESS}`, ...sentences, ...afterSkips]
}

export function saidAtEnd({ ending }) {
  return paragraphs(ending)
}

// The most that may be told at the end: what is known of it, and what may be found of other starts.
export function toldAtMost(film) {
  const [sentences, ways] = film.to_come
  const named = (labels) => labels.map((label) => element("button", { disabled: "" }, label))
  const remedies = film.remedies.map(([, label]) => label)
  return [
    element("div", {}, ...saidAtEnd(film), row("gmm-transport gmm-remedies", named(remedies))),
    element("div", {}, ...paragraphs(sentences), row("gmm-ways", named(ways))),
  ]
}

// Buttons beside one another; where there are none, nothing.
export function row(looks, buttons) {
  return buttons.length ? element("div", { class: looks }, ...buttons) : ""
}

function paragraphs(texts) {
  return texts.map((text) => element("p", {}, text))
}
