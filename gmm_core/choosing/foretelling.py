"""How well fits foretell rows that they have not seen, in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.choosing.vocabulary import MIXTURE, Vocabulary
from gmm_core.errors import DataError
from gmm_core.selection import HeldOut, Selection
from gmm_core.wording import counted
from gmm_core.written_columns import plus_minus
from gmm_core.written_numbers import difference, number


@as_annotated
def held_out_in_words(
    selection: Selection,
    held_out: Mapping[tuple[int, str], HeldOut],
    *,
    words: Vocabulary = MIXTURE,
) -> list[str]:
    """Return a sentence on each cross-validated fit, the one that foretells best first.

    Parameters
    ----------
    selection : Selection
    held_out : mapping of (int, str) to HeldOut
        Of cells of it, all on the same rows and folds.
    words : Vocabulary

    Returns
    -------
    list of str
        The distance from the best with its standard error, which is that of the differences row by
        row, since all foretell the same rows.

    Raises
    ------
    DataError
        When a cell is not in the selection, or rows differ.

    Examples
    --------
    >>> from gmm_core.selection import cross_validated, select_model
    >>> X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
    >>> selection = select_model(X, [1, 2], ["tied"])
    >>> ask = {"folds": 3, "random_state": 0}
    >>> held_out = {(k, "tied"): cross_validated(X, k, "tied", **ask) for k in (1, 2)}
    >>> for sentence in held_out_in_words(selection, held_out):
    ...     print(sentence)
    1 component, E: −3.497 ± 0.245 nats a row, the highest of 2 fits.
    2 components, E: lower by 2.298 (standard error 1.37), which is no clear difference.
    """
    _check(selection, held_out)
    found = sorted(held_out.items(), key=lambda item: -np.nan_to_num(item[1].mean, nan=-np.inf))
    known = [each for _, each in found if np.isfinite(each.mean)]
    said = []
    for key, each in found:
        title = words.cell(selection.cells[key])
        if not np.isfinite(each.mean):
            said.append(f"{title}: {each.status}.")
        elif each is known[0]:
            value = plus_minus(each.mean, each.standard_error)
            of = f", the highest of {counted(len(known), 'fit')}" * (len(known) > 1)
            said.append(f"{title}: {value} nats a row{of}.")
        else:
            said.append(f"{title}: {_behind(known[0], each)}.")
    return said


def _behind(best: HeldOut, other: HeldOut) -> str:
    gaps = HeldOut(best.log_densities - other.log_densities, best.counting)
    if gaps.mean == 0.0:
        return "as high"
    error = gaps.standard_error
    told = "which is no clear difference" if gaps.mean < 2.0 * error else "a clear difference"
    return f"lower by {difference(gaps.mean, plus='')} (standard error {number(error, 3)}), {told}"


def _check(selection: Selection, held_out: Mapping[tuple[int, str], HeldOut]) -> None:
    unknown = [key for key in held_out if key not in selection.cells]
    if unknown:
        raise DataError(f"There is no cell {unknown[0]} in the selection. Choose one of its cells.")
    if len({len(each.log_densities) for each in held_out.values()}) > 1:
        raise DataError("The fits were cross-validated on other rows. Give those of one table.")
