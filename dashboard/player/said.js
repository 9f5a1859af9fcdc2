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
  return ending.map((text) => element("p", {}, text))
}
