"""A table of fits, read to a person: which are best, by how much, and where criteria part."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from gmm_core.checked import as_annotated, check_whole
from gmm_core.choosing.vocabulary import MIXTURE, Vocabulary
from gmm_core.errors import DataError
from gmm_core.selection import CRITERIA, Cell, Selection
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import difference, fixed, number

# What a difference in BIC says for the lower: twice the logarithm of a Bayes factor, about.
# Kass and Raftery (1995), section 3.2.
EVIDENCE = (
    (10.0, "very strong evidence against it"),
    (6.0, "strong evidence against it"),
    (2.0, "some evidence against it"),
    (0.0, "too little to tell the two apart"),
)
LIKE_BIC = ("bic", "sabic", "caic", "icl", "soft_icl")  # of which a difference is on that scale
DIGITS = 5
ACCIDENT = "likely an accident of a few rows"


def _check_criterion(criterion: str) -> None:
    if criterion not in CRITERIA:
        raise DataError(
            f"There is no criterion {criterion!r}. Choose one of {', '.join(CRITERIA)}."
        )


@as_annotated
def ranked(selection: Selection, criterion: str) -> list[Cell]:
    """Return the cells that have a value of a criterion, the best first.

    Parameters
    ----------
    selection : Selection
    criterion : str
        One of `CRITERIA`.

    Returns
    -------
    list of Cell
        Of equals, the one with fewer parameters first. Cells of which two components are equal, no
        optimum, come last.

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> selection = select_model([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]], [1, 2], ["tied"])
    >>> [cell.n_components for cell in ranked(selection, "bic")]
    [2, 1]
    """
    _check_criterion(criterion)
    values = ((cell, cell.criteria.get(criterion, np.nan)) for cell in selection.cells.values())
    found = [cell for cell, value in values if np.isfinite(value)]
    return sorted(
        found, key=lambda cell: (cell.has_equals, cell.criteria[criterion], cell.parameters)
    )


@as_annotated
def best_in_words(
    selection: Selection,
    criterion: str = "bic",
    *,
    most: int = 5,
    words: Vocabulary = MIXTURE,
    scores: Mapping[tuple[int, str], float] | None = None,
) -> list[str]:
    """Return a sentence on each of the best fits: what it is, and what its distance says.

    Parameters
    ----------
    selection : Selection
    criterion : str
        One of `CRITERIA`.
    most : int
    words : Vocabulary
    scores : mapping of (int, str) to float, optional
        Adjusted Rand index of each cell with a target.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> selection = select_model([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]], [1, 2], ["tied"])
    >>> for sentence in best_in_words(selection):
    ...     print(sentence)
    2 components, E: BIC is 28.985, the lowest of 2 fits.
    1 component, E: higher by 9.837, strong evidence against it.
    """
    check_whole("most", most, 1)
    fits = ranked(selection, criterion)
    if not fits:
        return []
    best, *others = fits[:most]
    title = words.title(criterion)
    value = number(best.criteria[criterion], DIGITS)
    n_fits, low = counted(len(fits), "fit"), best.criteria[criterion]
    if any(cell.criteria[criterion] < low for cell in fits):
        n_fits = "those whose components all differ"
    said = [f"{words.cell(best)}: {title} is {value}, the lowest of {n_fits}."]
    said += [_behind(cell, best, criterion, words) for cell in others]
    known = scores or {}
    return [
        sentence + _scored(known.get((cell.n_components, cell.covariance_type)))
        for sentence, cell in zip(said, [best, *others], strict=True)
    ]


def _scored(score: float | None) -> str:
    return "" if score is None else f" Adjusted Rand index {fixed(score, 3)}."


def _behind(cell: Cell, best: Cell, criterion: str, words: Vocabulary) -> str:
    gap = cell.criteria[criterion] - best.criteria[criterion]
    if gap < 0:
        lower = difference(-gap, plus="")
        return f"{words.cell(cell)}: lower by {lower}, but two of its components are equal."
    if cell.log_likelihood == best.log_likelihood and gap == 0:
        return f"{words.cell(cell)}: the same fit."
    meaning = next(said for least, said in EVIDENCE if gap >= least)
    means = f", {meaning}" if criterion in LIKE_BIC else ""
    stands = ", a smaller fit that stands here" if _stands_in(cell) else ""
    return f"{words.cell(cell)}: higher by {difference(gap, plus='')}{means}{stands}."


def _stands_in(cell: Cell) -> bool:
    return cell.status.startswith(("no gain", "collapsed;"))


@as_annotated
def disagreement(selection: Selection, n_samples: int, *, words: Vocabulary = MIXTURE) -> list[str]:
    """Return which fit each criterion prefers, and why they part where they do.

    Parameters
    ----------
    selection : Selection
        With all `CRITERIA`.
    n_samples : int
    words : Vocabulary

    Returns
    -------
    list of str
        None where there is no fit.

    Examples
    --------
    >>> from gmm_core.selection import CRITERIA, select_model
    >>> X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
    >>> selection = select_model(X, [1, 2], ["tied"], list(CRITERIA))
    >>> disagreement(selection, 6)
    ['All criteria prefer 2 components, E.']
    """
    check_whole("n_samples", n_samples, 1)
    preferred: dict[tuple[int, str], list[str]] = {}
    cells: dict[tuple[int, str], Cell] = {}
    for name in CRITERIA:
        best = next(iter(ranked(selection, name)), None)
        if best is None:
            return []
        key = best.n_components, best.letters
        cells[key] = best
        preferred.setdefault(key, []).append(words.title(name))
    if len(cells) == 1:
        return [f"All criteria prefer {words.cell(*cells.values())}."]
    said = [
        f"{listed(titles, 9)} {plural(len(titles), 'prefers', 'prefer')} {words.cell(cells[key])}"
        for key, titles in preferred.items()
    ]
    return [f"{'; '.join(said)}.", _why(n_samples, words)]


def _why(n_samples: int, words: Vocabulary) -> str:
    """What makes criteria part: the price of a parameter, and that of overlap."""
    price = number(math.log(n_samples), 3)
    return (
        f"They put different prices on the same log-likelihood: for each parameter AIC takes 2, "
        f"BIC log n = {price}, CAIC one more, SABIC less than BIC, CLC nothing. ICL, CLC and AWE "
        f"also take one for rows that could belong to more than one {words.component}: they look "
        f"for {words.component}s that lie apart, BIC for a density that fits."
    )


@as_annotated
def classes_unseen(
    target: str, n_classes: int, best: Cell, criterion: str = "bic", *, words: Vocabulary = MIXTURE
) -> str:
    """Return what a criterion's number of components says beside that of known classes.

    Parameters
    ----------
    target : str
        Name of the column of known classes.
    n_classes : int
    best : Cell
        What the criterion prefers.
    criterion : str
        One of `CRITERIA`.
    words : Vocabulary

    Returns
    -------
    str

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> best = select_model([[0.0], [1.0], [1.5]], [1], ["full"]).best("bic")
    >>> classes_unseen("kind", 1, best)
    'kind has 1 class, and BIC prefers 1 component. It has not seen the classes.'
    """
    _check_criterion(criterion)
    k = best.n_components
    said = (
        f"{target} has {n_classes:,} {plural(n_classes, 'class', 'classes')}, and "
        f"{words.title(criterion)} prefers {words.counted(k)}. It has not seen the classes"
    )
    if k == n_classes:
        return f"{said}."
    fewer = (
        f"classes that lie together like the rows of one normal distribution cost less as one "
        f"{words.component}"
    )
    more = f"a class that is not normally distributed takes more than one {words.component}"
    return f"{said}: {fewer if k < n_classes else more}."


@as_annotated
def failures(selection: Selection, *, words: Vocabulary = MIXTURE, most: int = 12) -> list[str]:
    """Return a sentence on each cell that is not simply a fit: failed, standing in, or an accident.

    Parameters
    ----------
    selection : Selection
    words : Vocabulary
    most : int
        Cells of one reason that are named.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> selection = select_model([[0.0], [1.0], [1.0], [1.0]], [1, 2], ["full"])
    >>> failures(selection)
    ['Collapsed; k = 1 stands here: 2 components, V.']
    """
    reasons: dict[str, list[Cell]] = {}
    for cell in selection.cells.values():
        for reason in _reasons(cell):
            reasons.setdefault(reason, []).append(cell)
    return [f"{_capital(why)}: {_named(cells, words, most)}." for why, cells in reasons.items()]


def _reasons(cell: Cell) -> list[str]:
    said = [] if cell.status == "converged" else [cell.status]
    return said + [ACCIDENT] * bool(cell.suspicions)


def _named(cells: Sequence[Cell], words: Vocabulary, most: int) -> str:
    """The first cells, parted by semicolons: there are commas within."""
    named = [words.cell(cell) for cell in cells[:most]]
    more = len(cells) - most
    return "; ".join(named) + (f"; and {more:,} more" if more > 0 else "")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
