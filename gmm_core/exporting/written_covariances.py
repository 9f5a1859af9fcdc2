"""Covariances in a file, in as few numbers as their structure has.

A number for each component (k,) where all directions are alike, variances (k, d) without tilt, one
matrix (d, d) where all components share it, and else all of them, (k, d, d).
"""

from __future__ import annotations

import numpy as np

from gmm_core.matrices import Diagonal, Matrices, Shared, balls, compacted, ones
from gmm_core.maximisation import CovarianceStructure


def in_few_numbers(matrices: Matrices, structure: CovarianceStructure) -> np.ndarray:
    """Return the numbers that hold the matrices to the last bit."""
    if structure.moments == "total" and matrices.alike:
        return matrices.one(0)
    kept = compacted(matrices)
    if isinstance(kept, Diagonal) and structure.letters[2] == "I":
        variances = kept.values
        is_round = structure.letters[1] == "I" and (variances == variances[:, :1]).all()
        return variances[:, 0] if is_round else variances
    return matrices.dense


def shape_in_file(depth: int, structure: CovarianceStructure, k: int, d: int) -> tuple[int, ...]:
    """Return the shape that numbers in lists of this depth have; (k, d, d) where it is none."""
    round_, straight = (letter == "I" for letter in structure.letters[1:])
    if depth == 1 and round_:
        return (k,)
    if depth == 2 and straight:
        return k, d
    return (d, d) if depth == 2 and structure.moments == "total" else (k, d, d)


def of_few_numbers(values: np.ndarray, structure: CovarianceStructure, k: int, d: int) -> Matrices:
    """Return the matrices in a file; older files have all numbers of every structure."""
    if values.ndim == 1:
        return balls(values, d)
    if values.ndim == 2 and structure.moments == "total":
        return Shared(values, ones(k))
    return Diagonal(values) if values.ndim == 2 else Matrices(values)
