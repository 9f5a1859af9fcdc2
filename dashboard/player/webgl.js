// Points that plotly draws with WebGL, recoloured where they are: through plotly the whole picture
// would be drawn anew, which takes four times as long as a frame may.

const CLEARED = { color: true, depth: true }

export class WebglPoints {
  // looks: symbol and size, in pixels, of each kind of point that may come.
  constructor(node, trace, looks) {
    this.node = node
    this.trace = trace
    this.looks = looks
  }

  // The marker of the trace with a point of each kind, so that plotly makes their shapes.
  marker(marker, n) {
    const each = (name) => Array.from({ length: n }, (_, i) => this.looks[i % this.looks.length][name])
    return { ...marker, symbol: each("symbol"), size: each("size") }
  }

  // Take the shapes from what plotly has drawn of such a marker.
  learn() {
    const { scene, options } = this.#drawn()
    if (!scene) return
    this.shapes = this.looks.map((_, kind) => ({
      marker: options.markers[kind],
      size: options.sizes[kind],
    }))
    this.opacity = options.opacity ?? 1
  }

  // Draw the points in these colours, each of a kind; false where plotly has to.
  draw(colours, kinds) {
    const { scene, options } = this.#drawn()
    if (!scene || !this.shapes || options.positions.length !== 2 * kinds.length) return false
    const shapes = Array.from(kinds, (kind) => this.shapes[kind])
    scene.scatter2d.update([
      {
        colors: colours.map((colour) => channels(colour, this.opacity)),
        markers: shapes.map(({ marker }) => marker),
        sizes: shapes.map(({ size }) => size),
      },
    ])
    this.node._fullLayout._glcanvas.each(({ regl }) => regl?.clear(CLEARED))
    scene.draw()
    return true
  }

  // The scene of the trace, if it is the only one in it.
  #drawn() {
    const { xaxis, yaxis, type } = this.node._fullData[this.trace]
    const scene = type === "scattergl" && this.node._fullLayout._plots[xaxis + yaxis]?._scene
    const options = scene?.count === 1 && scene.scatter2d && scene.markerOptions[0]
    return options?.markers ? { scene, options } : {}
  }
}

function channels(hexadecimal, opacity) {
  const value = parseInt(hexadecimal.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255, opacity]
}
