"""The page of a report: its HTML, its looks, and the script that draws its pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gmm_core.extras import require

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = Path(__file__).with_name("page.html.jinja")

STYLE = """
:root {
  --ground: #fff; --text: #262b36; --muted: #596273; --line: #e4e7ec;
  --accent: #0072b2; --card: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1117; --text: #e6e8ec; --muted: #a6aebb; --line: #2b303b;
    --accent: #56b4e9;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0 auto; padding: 2.5rem 2rem 3rem; max-width: 76rem; background: var(--ground);
  color: var(--text); overflow-wrap: break-word;
  font: 1rem/1.55 "Source Sans 3", "Source Sans Pro", system-ui, -apple-system, "Segoe UI",
    "Noto Sans", "Noto Sans CJK KR", sans-serif;
  display: grid; grid-template-columns: 13rem minmax(0, 1fr); column-gap: 3rem;
}
header, footer { grid-column: 1 / -1; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 650; margin: 0 0 0.75rem; }
p { margin: 0 0 0.9rem; max-width: 44rem; }
a { color: var(--accent); }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.subtitle { color: var(--muted); font-size: 1.1rem; margin: 0.35rem 0 0; max-width: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--ground); padding: 0.25rem 0.5rem; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0 0; }
.figures div { display: flex; flex-direction: column; }
.figures dt { color: var(--muted); font-size: 0.875rem; }
.figures dd {
  margin: 0; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums;
}
nav {
  position: sticky; top: 1.5rem; align-self: start; margin-top: 2.5rem; font-size: 0.9375rem;
  max-height: calc(100vh - 3rem); overflow-y: auto;
}
nav h2 { font-size: 0.9375rem; color: var(--muted); margin: 0 0 0.35rem; font-weight: 600; }
nav ol { list-style: none; margin: 0; padding: 0; border-left: 1px solid var(--line); }
nav a { display: block; padding: 0.2rem 0 0.2rem 0.85rem; color: var(--text);
  text-decoration: none; }
nav a:hover { color: var(--accent); text-decoration: underline; }
main { margin-top: 2.5rem; min-width: 0; }
section { margin: 0 0 3rem; }
figure { margin: 1.25rem 0 1.75rem; }
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem;
  padding: 0.75rem; overflow: hidden; color-scheme: light; container-type: inline-size;
}
.picture { width: 100%; }
/* Lines of panes are SVG, and lie over their points. */
.points-below .svg-container { isolation: isolate; }
.points-below .gl-container { z-index: -1; }
figcaption, .caption { color: var(--muted); font-size: 0.9375rem; line-height: 1.45; }
figcaption { margin-top: 0.6rem; max-width: 44rem; }
figcaption b { color: var(--text); font-weight: 600; }
.tools { margin-top: 0.35rem; color: var(--muted); font-size: 0.875rem; }
.tools summary { cursor: pointer; width: max-content; }
.tools button {
  margin: 0.35rem 0.35rem 0 0; padding: 0.15rem 0.6rem; border: 1px solid var(--line);
  border-radius: 0.35rem; background: none; color: var(--text); font: inherit; cursor: pointer;
}
.facts { margin: 0 0 1.25rem; max-width: 44rem; }
.facts div {
  display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 0 1.5rem; padding: 0.3rem 0;
  border-bottom: 1px solid var(--line);
}
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow: auto; margin: 0 0 1.5rem; max-height: 32rem; }
thead th { max-width: 12rem; overflow-wrap: break-word; }
table { border-collapse: collapse; font-size: 0.875rem; }
.caption { margin: 1rem 0 0.4rem; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; text-align: left; vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0.25rem; }
td { border-top: 1px solid var(--line); max-width: 28rem; }
tbody th { border-top: 1px solid var(--line); font-weight: 600; max-width: 20rem; }
thead th {
  color: var(--muted); font-weight: 600; vertical-align: bottom;
  position: sticky; top: 0; background: var(--ground);
}
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.n { white-space: normal; }
footer { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line);
  color: var(--muted); font-size: 0.875rem; }
@media (max-width: 60rem) {
  body { display: block; padding: 1.25rem 1rem 2rem; }
  h1 { font-size: 1.6rem; }
  nav { position: static; margin-top: 1.75rem; max-height: none; }
  main { margin-top: 2rem; }
  .facts div { grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0 1rem; }
  .card { padding: 0.4rem; }
  .figures { gap: 0.75rem 1.75rem; }
  .figures dd { font-size: 1.25rem; }
}
@media print {
  :root {
    --ground: #fff; --text: #000; --muted: #444; --line: #ccc;
    --accent: #004f7c;
  }
  @page { size: A4; margin: 16mm 14mm; }
  body { display: block; max-width: none; padding: 0; font-size: 10.5pt; }
  p, .facts, figcaption { max-width: none; }
  nav { display: none; }
  section { margin-bottom: 1.5rem; }
  h2, .caption { break-after: avoid; }
  .caption, figure, tr, .table:not(:has(tr:nth-child(8))) { break-inside: avoid; }
  .card { padding: 0; border: 0; }
  .picture:not(:has(canvas)) {
    height: auto !important; aspect-ratio: var(--shape); max-height: 235mm;
  }
  .picture:not(:has(canvas)) :is(.plot-container, .svg-container, .main-svg) {
    width: 100% !important; height: 100% !important;
  }
  .picture:has(canvas) { zoom: 0.7; } /* what is painted keeps its size, and so does all over it */
  .on-screen { display: none; }
  .table { overflow: visible; max-height: none; }
  table { font-size: 8.5pt; }
  th, td { padding: 0.2rem 0.5rem 0.2rem 0; overflow-wrap: break-word; max-width: 11rem; }
  tbody th, th.n { white-space: normal; }
  thead th { position: static; }
  .skip, .tools, .updatemenu-container, .slider-container, noscript {
    display: none !important;
  }
  a { color: inherit; text-decoration: none; }
}
"""

# Pictures are drawn when they come near the screen, and then the others, for paper.
DRAWING = """
"use strict";
const settings = {
  responsive: true,
  displayModeBar: false, // it would lie over the picture
  showSendToCloud: false, // plotly would offer to send the picture, and its data, to its maker
  plotlyServerURL: "",
};
// What can be done with a picture stands below it, and is shown when asked for.
const button = (title, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = title;
  made.addEventListener("click", act);
  return made;
};
const save = (place, format) => Plotly.downloadImage(place, {
  format, filename: place.id, scale: format === "png" ? 2 : 1,
  width: place.clientWidth, height: place.clientHeight,
});
const homeOf = ({ scene, ...layout }) => {
  const axes = Object.entries(layout).filter(
    ([name, axis]) => /^[xy]axis\\d*$/.test(name) && axis.range && !axis.fixedrange,
  );
  const ranges = axes.map(([name, { range }]) => [`${name}.range`, [...range]]);
  const cameras = scene ? [["scene.camera", structuredClone(scene.camera)]] : [];
  return Object.fromEntries([...ranges, ...cameras]);
};
const tools = (place) => {
  const { scene, dragmode } = place._fullLayout;
  const key = scene ? "scene.dragmode" : "dragmode";
  const home = homeOf(place._fullLayout);
  const isStill = dragmode === false || !Object.keys(home).length;
  const kinds = scene ? ["turntable", "pan", "zoom"] : ["zoom", "pan"];
  const titles = { turntable: "Turn", pan: "Pan", zoom: "Zoom" };
  const drags = isStill ? [] : [
    ...kinds.map((mode) => button(titles[mode], () => Plotly.relayout(place, { [key]: mode }))),
    button("Reset axes", () => Plotly.relayout(place, home)),
  ];
  const saves = ["PNG", "SVG"].map((format) =>
    button(`Download as ${format}`, () => save(place, format.toLowerCase())));
  place.closest("figure").querySelector(".tools").append(...drags, ...saves);
};
const unpacked = async (packed) => {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(whole).text();
};
const library = unpacked(document.getElementById("library").textContent).then((source) => {
  (0, eval)(source);
});
library.catch(() => { document.getElementById("undrawn").hidden = false; });
// On paper a picture is as wide as the page, whatever it was on the screen.
const scalable = (place) => {
  const { width, height } = place._fullLayout;
  place.style.setProperty("--shape", `${width} / ${height}`);
  for (const layer of place.querySelectorAll(".main-svg")) {
    layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
};
const drawn = new Map();
const draw = (place) => {
  if (!drawn.has(place)) drawn.set(place, library.then(() => drawNow(place)));
  return drawn.get(place);
};
const drawNow = async (place) => {
  const held = document.getElementById(place.id.replace("picture", "data")).textContent;
  const { data, layout, frames } = JSON.parse(held);
  const dragmode = layout.dragmode === "select" ? "zoom" : layout.dragmode;
  const shown = { ...layout, dragmode, autosize: true, width: undefined };
  await Plotly.newPlot(place, data, shown, settings);
  scalable(place);
  tools(place);
  place.on("plotly_afterplot", () => scalable(place));
  if (frames && frames.length) await Plotly.addFrames(place, frames);
};
const places = [...document.querySelectorAll(".picture")];
const nearing = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (isIntersecting) { nearing.unobserve(target); draw(target); }
  }
}, { rootMargin: "600px" });
places.forEach((place) => nearing.observe(place));
// Those that nobody has come near are drawn by and by, so that all are there for paper.
const rest = () => new Promise((done) => setTimeout(done, 50));
(async () => {
  for (const place of places) { await draw(place); await rest(); }
  document.documentElement.dataset.drawn = places.length;
})().catch(() => {});
// Plotly leaves the promise of an animation rejected, with no reason, where a person stops it.
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason === undefined) event.preventDefault();
});
window.addEventListener("beforeprint", () => places.forEach(draw));
"""


def render(**parts: object) -> str:
    """Return the page with its parts filled in, all text escaped."""
    return _template().render(style=STYLE, **parts)


@cache
def _template() -> Template:
    """Return the template; jinja2 is loaded for reports alone, and not with what else is saved."""
    require("jinja2", "Writing a report")
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    pages.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
        "sort_keys": True,
    }
    return pages.get_template(TEMPLATE.name)
