// Colours of points: those of the components, mixed by responsibility in OKLab.

// looks: OKLab colours of the components (k, 3) and the two matrices that lead back to the screen.
// Where rows may be noise, what the shares, in hundredths, leave of a row is grey.
export function mixed(shares, k, looks, mayBeNoise = false) {
  const colours = new Array(shares.length / k)
  for (let row = 0; row < colours.length; row++) {
    const lab = [0, 0, 0]
    let total = 0
    for (let j = 0; j < k; j++) total += shares[row * k + j]
    const rest = mayBeNoise ? Math.max(100 - total, 0) : 0
    total += rest
    if (rest) for (let c = 0; c < 3; c++) lab[c] += (rest / total) * looks.noise.oklab[c]
    for (let j = 0; j < k; j++) {
      const share = shares[row * k + j] / total
      if (share) for (let c = 0; c < 3; c++) lab[c] += share * looks.oklab[j][c]
    }
    colours[row] = onScreen(lab, looks)
  }
  return colours
}

function onScreen(lab, { from_lab, from_cones }) {
  const cones = times(from_lab, lab).map((value) => value ** 3)
  const channels = times(from_cones, cones).map((light) => {
    const clipped = Math.min(Math.max(light, 0), 1)
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055
    return Math.round(255 * encoded)
  })
  return `#${channels.map((c) => c.toString(16).padStart(2, "0")).join("")}`.toUpperCase()
}

function times(matrix, vector) {
  return matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}
