// A run as the server has packed it, and the frame of each of its half-steps.

import { MOST_FULL, reach } from "./shapes.js"
import { slice } from "../browser/unpack.js"

const BEYOND = " The widest ellipses go on beyond the picture."

export class Film {
  constructor(header) {
    Object.assign(this, header)
    this.last = 2 * this.n_states - 1
    this.flat = this.labels.length === 1
    this.drawn = this.rows.values.length
    this.sentences = this.sentences.map((sentence, halfStep) =>
      this.#isCut(halfStep >> 1) ? `${sentence}${BEYOND}` : sentence,
    )
    this.per = this.figure.layout.meta?.per ?? 1 // units of a feature of which densities are told
  }

  sharesOf(state) {
    return slice(this.hundredths, state)
  }

  clustersOf(state) {
    return slice(this.clusters, state)
  }

  mixtureOf(state) {
    return {
      weights: slice(this.weights, state),
      means: slice(this.plane_means, state),
      covariances: slice(this.plane_covariances, state),
    }
  }

  // 0 is the start; 2 t + 1 the E-step of state t; 2 t + 2 the M-step that leads to state t + 1.
  frame(halfStep) {
    const state = halfStep >> 1
    const step = halfStep === 0 ? "start" : halfStep % 2 ? "E" : "M"
    const responsible = halfStep === 0 ? null : (halfStep - 1) >> 1
    return {
      halfStep,
      state,
      step,
      responsible,
      title: step === "start" ? "Start" : `${step}-step ${(halfStep + 1) >> 1}`,
      mixture: this.mixtureOf(state),
      previous: step === "M" ? this.mixtureOf(state - 1) : null,
      changed: step === "E" ? this.#changed(state) : NONE,
      logLikelihood: this.log_likelihoods[state],
      logPosterior: this.log_posteriors?.[state], // with a prior, when it is what rises
      gain: step === "M" ? this.gains[state] : 0,
      idea: this.ideas[halfStep],
      sentence: this.sentences[halfStep],
      isLast: halfStep === this.last,
    }
  }

  // Whether an outline of a state ends at the edge of the picture: a start may be very wide.
  #isCut(state) {
    if (this.flat) return false
    const { xaxis, yaxis } = this.figure.layout
    const seen = reach(this.mixtureOf(state), this.k > MOST_FULL ? 1 : 3)
    return [xaxis, yaxis].some(({ range: [low, high] }, axis) => {
      return seen[axis].some(([from, to]) => from < low || to > high)
    })
  }

  // Rows whose most probable component an E-step has changed.
  #changed(state) {
    if (state === 0) return NONE
    const [before, after] = [this.clustersOf(state - 1), this.clustersOf(state)]
    const changed = []
    after.forEach((cluster, row) => cluster !== before[row] && changed.push(row))
    return changed
  }
}

const NONE = []
