"""Contrasts of what is drawn and written, from the colours in use."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.plots.marks.colours import Theme, contrast
from gmm_core.plots.marks.style import INKS

WORDS, MARKS = 4.5, 3.0
"""Least ratios of WCAG 2.2 for text, and for what is drawn."""

# Texts and lines of an element in the browser that stand on less contrast than they need:
# composites all grounds behind them. A text in a shape of SVG stands on that shape.
FAINT_TEXTS = """(root, [least, leastOfMarks]) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    const rgba = colour => {
        context.clearRect(0, 0, 1, 1)
        context.fillStyle = '#0000' // what is no colour, as none, changes nothing
        context.fillStyle = colour
        context.fillRect(0, 0, 1, 1)
        return [...context.getImageData(0, 0, 1, 1).data].map(channel => channel / 255)
    }
    const over = ([r, g, b, a], ground) => [r, g, b].map((c, i) => a * c + (1 - a) * ground[i])
    const light = channels => channels
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
    const contrast = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b)
        return (high + 0.05) / (low + 0.05)
    }
    const filled = ({ fill, fillOpacity }) => {
        const [r, g, b, a] = rgba(fill)
        return [r, g, b, a * fillOpacity]
    }
    const lineage = element => element ? [...lineage(element.parentElement), element] : []
    const groundOf = element => lineage(element)
        .map(each => rgba(getComputedStyle(each).backgroundColor))
        .reduce((ground, each) => over(each, ground), [1, 1, 1])
    const found = []
    for (const element of root.querySelectorAll('*')) {
        const said = [...element.childNodes].filter(each => each.nodeType === 3)
            .map(each => each.data).join('').trim()
        const style = getComputedStyle(element)
        if (!said || style.visibility === 'hidden' || !element.getClientRects().length) continue
        if (element.closest(':disabled, option, [hidden], [aria-hidden=true]')) continue
        const opacity = lineage(element)
            .reduce((all, each) => all * getComputedStyle(each).opacity, 1)
        const isDrawn = element instanceof SVGElement
        const shape = isDrawn && element.parentElement.querySelector('circle, rect')
        const inShape = shape ? filled(getComputedStyle(shape)) : [0, 0, 0, 0]
        const ground = over(inShape, groundOf(element))
        const ink = isDrawn ? filled(style) : rgba(style.color)
        ink[3] *= opacity
        const ratio = contrast(over(ink, ground), ground)
        const isSymbol = element.matches('.gmm-glyph')
        if (ratio < (isSymbol ? leastOfMarks : least)) found.push([said.slice(0, 30), ratio])
    }
    const lines = {
        '.gmm-frame, .gmm-bars, .gmm-ring path:not(.gmm-tip), .gmm-line': 'stroke',
        '.gmm-strip': 'borderLeftColor',
        '.gmm-best-end, .gmm-best-known': 'borderTopColor',
    }
    for (const [drawn, colour] of Object.entries(lines)) {
        for (const line of root.querySelectorAll(drawn)) {
            const ground = groundOf(line)
            const ratio = contrast(over(rgba(getComputedStyle(line)[colour]), ground), ground)
            if (ratio < leastOfMarks) found.push([line.getAttribute('class'), ratio])
        }
    }
    return found
}"""


def faint_marks(figure: go.Figure, theme: Theme) -> dict[str, float]:
    """Traces of a figure that are drawn with less contrast than they need, and words of it."""
    ground = INKS[theme].ground
    drawn = [
        (f"{trace.name or trace.type} {at}", blended(colour, ground, opacity), MARKS)
        for at, trace in enumerate(figure.data)
        for colour, opacity in _colours(trace)
        if colour != ground  # a halo
    ]
    drawn += [(f"words {word}", colour, WORDS) for word, colour in _words(figure)]
    ratios = {name: (contrast(colour, ground), least) for name, colour, least in drawn}
    return {name: ratio for name, (ratio, least) in ratios.items() if ratio < least}


def blended(colour: str, ground: str, opacity: float) -> str:
    """The colour that is seen where one lies over a ground."""
    over, under = (np.array([*bytes.fromhex(each[1:])]) for each in (colour, ground))
    seen = np.rint(opacity * over + (1 - opacity) * under).astype(np.uint8)
    return f"#{bytes(seen).hex().upper()}"


def _colours(trace: Any) -> Iterator[tuple[str, float]]:
    """Colours of a trace with how far they cover; an area that has an edge counts by its edge."""
    said = trace.to_plotly_json()
    marker, line = said.get("marker", {}), said.get("line", {})
    covers = said.get("opacity", 1)
    if "lines" in said.get("mode", "lines") and "color" in line:
        yield line["color"], covers
    edge = marker.get("line", {}).get("color")
    is_pale = str(marker.get("color", "")).startswith("rgba")
    inks = edge if is_pale else marker.get("color")
    if marker.get("opacity", 1):
        for ink in {inks} if isinstance(inks, str) else {*(inks if inks is not None else ())}:
            yield ink, covers * marker.get("opacity", 1)


def _words(figure: go.Figure) -> Iterator[tuple[str, str]]:
    layout = figure.layout.to_plotly_json()
    yield "font", layout["font"]["color"]
    for name, axis in layout.items():
        if re.fullmatch("[xy]axis[0-9]*", name) and "tickfont" in axis:
            yield name, axis["tickfont"]["color"]
    for note in layout.get("annotations", ()):
        if "color" in note.get("font", {}):
            yield note["text"], note["font"]["color"]
