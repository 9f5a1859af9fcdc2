"""Points that are drawn with WebGL are coloured at once, not by drawing the whole picture anew."""

import numpy as np
from player_texts import PlayerTexts, of_dataset

from gmm_core.plots.marks.colours import mix

# How often plotly draws the picture between a key and the half-step that it leads to.
COUNTED = """plot => {
    let redrawn = 0
    plot.redrawn = []
    plot.on('plotly_afterplot', () => redrawn++)
    addEventListener('keydown', () => (redrawn = 0), true)
    new MutationObserver(() => plot.redrawn.push(redrawn))
        .observe(plot.closest('.gmm-player'), { attributeFilter: ['data-half-step'] })
}"""
# The middle of each point that lies apart from all others and from all that is drawn over points,
# on the canvas; the numbers of these points beside it.
SEEN = """(plot, reach) => {
    const { x, y } = plot.data.find(trace => trace.name === 'rows')
    const { xaxis, yaxis } = plot._fullLayout
    const place = i => [xaxis._offset + xaxis.c2p(x[i]), yaxis._offset + yaxis.c2p(y[i])]
    const places = Array.from(x, (_, i) => place(i))
    const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) > reach
    const alone = places.map((_, i) => i)
        .filter(i => places.every((place, j) => i === j || apart(place, places[i])))
    const canvas = plot.querySelector('.gl-canvas-context')
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
    copy.drawImage(canvas, 0, 0)
    const scale = canvas.width / canvas.clientWidth
    const pixel = ([across, down]) =>
        [...copy.getImageData(Math.round(scale * across), Math.round(scale * down), 1, 1).data]
    return alone.map(i => [i, pixel(places[i])])
}"""
REACH = 12  # pixels


def test_an_e_step_colours_many_points_without_drawing_the_picture_anew(open_app):
    what = of_dataset("vowels_pb52")
    app = open_app("/?data=vowels_pb52")
    picture = app.player.picture
    app.player.frame(0)
    app.settle()
    assert app.traces(picture)["rows"]["type"] == "scattergl"
    picture.evaluate(COUNTED)
    for key, half_step in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("Home", 0)):
        app.page.keyboard.press(key)
        app.player.frame(half_step)
        seen = picture.evaluate(SEEN, REACH)
        assert len(seen) > 20
        rows, pixels = zip(*seen, strict=True)
        found = np.array(pixels)
        assert_colours(found, what, half_step, list(rows))
    assert picture.evaluate("plot => plot.redrawn") == [0, 0, 0, 0]


def assert_colours(pixels: np.ndarray, what: PlayerTexts, half_step: int, rows: list[int]) -> None:
    """The pixel in the middle of each row has its colour, but where something lies over it."""
    responsible = what.seen(half_step).responsible
    if responsible is None:
        assert len(np.unique(pixels[:, :3], axis=0)) == 1
        return
    hundredths = np.rint(100 * what.resp(responsible)[rows])
    hues = mix(hundredths / hundredths.sum(axis=1, keepdims=True))
    wanted = np.array([[int(hue[i : i + 2], 16) for i in (1, 3, 5)] for hue in hues])
    assert np.mean(np.abs(pixels[:, :3] - wanted).max(axis=1) <= 2) > 0.9
