// Ellipses and curves of a mixture in the plane of the picture, and what lies between two of them.

export const MOST_FULL = 6 // components that are all outlined at 1, 2 and 3 standard deviations
const CORNERS = 97

// The mixture of one state: weights (k), means (k, m) and covariances (k, m, m), flat.
export function between(before, after, share) {
  const mix = (a, b) => Float64Array.from(a, (value, i) => value + share * (b[i] - value))
  return {
    weights: mix(before.weights, after.weights),
    means: mix(before.means, after.means),
    covariances: mix(before.covariances, after.covariances),
  }
}

// How far to shift labels of such a size, in pixels, so that those that meet stand side by side.
export function sideBySide(places, width, height) {
  const groups = []
  for (const i of places.map((_, i) => i).sort((i, j) => places[i][0] - places[j][0])) {
    const [x, y] = places[i]
    const meets = ([left, top]) => x - left < width && Math.abs(y - top) < height
    const group = groups.find((group) => meets(places[group.at(-1)]))
    if (group) group.push(i)
    else groups.push([i])
  }
  const shifts = []
  for (const group of groups) {
    const middle = group.reduce((sum, i) => sum + places[i][0], 0) / group.length
    group.forEach((i, place) => {
      shifts[i] = middle + (place - (group.length - 1) / 2) * width - places[i][0]
    })
  }
  return shifts
}

// Outlines of some components as one line with gaps.
export function outlines(mixture, components, radii) {
  const x = []
  const y = []
  for (const j of components) {
    const [a, b, , d] = mixture.covariances.subarray(4 * j, 4 * j + 4)
    const long = Math.sqrt(Math.max(a, 0))
    const slope = long > 0 ? b / long : 0
    const across = Math.sqrt(Math.max(d - slope * slope, 0))
    for (const radius of radii) {
      for (let corner = 0; corner < CORNERS; corner++) {
        const angle = (2 * Math.PI * corner) / (CORNERS - 1)
        const [u, v] = [radius * Math.cos(angle), radius * Math.sin(angle)]
        x.push(mixture.means[2 * j] + long * u)
        y.push(mixture.means[2 * j + 1] + slope * u + across * v)
      }
      x.push(null)
      y.push(null)
    }
  }
  return { x, y }
}

// From where to where outlines of this radius reach, on either axis, component by component.
export function reach({ means, covariances }, radius) {
  return [0, 1].map((axis) =>
    Array.from({ length: means.length / 2 }, (_, j) => {
      const away = radius * Math.sqrt(Math.max(covariances[4 * j + 3 * axis], 0))
      return [means[2 * j + axis] - away, means[2 * j + axis] + away]
    }),
  )
}

// The sum of some weighted normal curves, of so many units, fine enough for the narrowest.
export function curves(mixture, components, [low, high], per) {
  const places = Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200)
  for (let j = 0; j < mixture.means.length; j++) {
    const deviation = Math.sqrt(mixture.covariances[j])
    for (let i = -50; i <= 50; i++) places.push(mixture.means[j] + (deviation * i) / 10)
  }
  const x = [...new Set(places)].sort((a, b) => a - b)
  const y = x.map((place) => per * components.reduce((sum, j) => sum + height(mixture, j, place), 0))
  return { x, y }
}

export function peak(mixture, j, per) {
  return per * height(mixture, j, mixture.means[j])
}

function height(mixture, j, place) {
  const deviation = Math.sqrt(mixture.covariances[j])
  const z = (place - mixture.means[j]) / deviation
  return (mixture.weights[j] * Math.exp(-0.5 * z * z)) / (Math.sqrt(2 * Math.PI) * deviation)
}
