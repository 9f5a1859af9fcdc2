// Elements of the page, with text as text.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value)
  }
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))))
  return made
}

// A table from its header and rows of cells; the first cell of a row is its name.
export function table(className, caption, header, rows) {
  const head = header.map((cell) => element("th", { scope: "col" }, cell))
  const body = rows.map(([name, ...cells]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...cells.map((cell) => (cell instanceof Node ? cell : element("td", {}, cell))),
    ),
  )
  return element(
    "table",
    { class: className },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  )
}

// A component as people see it: its number, its glyph in its colour, and what it is called.
export function component(j, { hues, glyphs, names }) {
  const glyph = element("span", { class: "gmm-glyph" }, glyphs[j])
  glyph.style.color = hues[j]
  return element("span", {}, `${j + 1} `, glyph, calledToo(j, names))
}

// Noise, which is no component.
export function noise({ noise: { hue, glyph } }) {
  const drawn = element("span", { class: "gmm-glyph" }, glyph)
  drawn.style.color = hue
  return element("span", {}, "noise ", drawn)
}

// What a person calls a component, beside its number.
export function calledToo(j, names) {
  return names && names[j] !== String(j + 1) ? ` ${names[j]}` : ""
}

// A layout that takes its height from the page: a phone has less of it.
export function sized(layout) {
  return { ...layout, height: undefined, autosize: true }
}
