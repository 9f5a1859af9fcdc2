"""Where plotly has drawn in the window; each is evaluated in the browser."""

# Two places: of the axes, and in the window.
TO_WINDOW = """(plot, places) => {
    const { left, top } = plot.getBoundingClientRect()
    const { xaxis, yaxis } = plot._fullLayout
    return places.map(([x, y]) => [
        left + xaxis._offset + xaxis.c2p(x), top + yaxis._offset + yaxis.c2p(y),
    ])
}"""
RANGES = "plot => ['xaxis', 'yaxis'].flatMap(axis => plot._fullLayout[axis].range)"
