"""Tables of a mixture and of its rows, as people read them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from gmm_core.assigned import NOISE, NOISE_GLYPH, assigned, noise_shares
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture
from gmm_core.names import LONGEST, beside
from gmm_core.plots import component_labels
from gmm_core.row_weights import counts_of
from gmm_core.table import is_numeric
from gmm_core.written_columns import column, plus_minus_column
from gmm_core.written_numbers import fixed, number

RIGHT = st.column_config.TextColumn(alignment="right")
MOST_PINNED = 180  # pixels; a wider column of names would leave a phone no room for numbers
LEAST_P = 1e-4  # what is less would be 0.0000
LARGEST_EXACT = 1e9  # below, numbers of so many decimals are told apart
MOST_DECIMALS = 6  # of numbers as they were measured
LETTER, BESIDE = 7, 20  # pixels of a letter, and beside the text of a cell
WIDEST_NAME = BESIDE + LETTER * (LONGEST + len(" ●"))  # pixels: the longest name with its symbol
WIDEST_MARKED = WIDEST_NAME + LETTER * len(", smallest")
FEW_LETTERS, WIDEST_TEXT = 14, 300  # of a column that a browser measures; pixels of another


def parameters(
    mixture: Mixture,
    names: Sequence[str],
    components: Sequence[str] | None = None,
    first: Sequence[int] = (),
    logarithms: Sequence[Logarithm | None] = (),
) -> None:
    """Weights, and mean ± standard deviation of every feature; the features of `first` lead.

    Of noise, where there is any, its share; weights are then of all rows. The mean of a logarithm
    follows in the units of its feature.
    """
    order = [*dict.fromkeys(first), *(j for j in range(len(names)) if j not in first)]
    deviations, noise = mixture.standard_deviations, mixture.noise
    names = beside(names, ["weight"])
    shares = [*mixture.shares, *([noise.share] if noise else [])]
    table = {"weight": [fixed(share, 3) for share in shares]}
    for j in order:
        of_noise = ["anywhere"] * (noise is not None)
        table[names[j]] = [*plus_minus_column(mixture.means[:, j], deviations[:, j]), *of_noise]
        if logarithms and (each := logarithms[j]) is not None:
            (title,) = beside([f"{each.centre} of {each.feature}"], [*names, *table])
            table[title] = [*column(each.inverse(mixture.means[:, j])), *of_noise]
    labels = component_labels(mixture.n_components, components)
    index = pd.Index([*labels, *[f"noise {NOISE_GLYPH}"] * (noise is not None)], name="")
    st.dataframe(
        pd.DataFrame(table, index=index),
        column_config={**to_the_right(table), **of_names(index)},
        alt="Weight, and mean ± standard deviation of each feature, for each component",
    )


def covariances(
    mixture: Mixture, names: Sequence[str], components: Sequence[str] | None = None
) -> None:
    """Covariance matrix of every component, one below the other."""
    labels = component_labels(mixture.n_components, components)
    names = beside(names, ["feature", "component"])
    blocks = mixture.covariances.reshape(-1, len(names))
    written = {name: column(values) for name, values in zip(names, blocks.T, strict=True)}
    table = pd.DataFrame(
        {"feature": list(names) * mixture.n_components, **written},
        index=pd.Index(np.repeat(labels, len(names)), name="component"),
    )
    st.dataframe(
        table,
        column_config={**to_the_right(names), **of_names(table.index)},
        alt="Covariance matrix of each component, in the products of the features' units",
    )


def text(table: pd.DataFrame, alt: str) -> None:
    """A table of text, its first column as wide as its names and the others to the right."""
    indexed = table.set_index(table.columns[0])
    looks = {name: _right([name, *indexed[name]]) for name in indexed.columns}
    looks |= of_names(indexed.index, WIDEST_MARKED)
    st.dataframe(indexed, column_config=looks, alt=alt)


def _right(texts: Sequence[object]) -> Any:
    """A column of text that stands to the right: of long ones a browser would cut the beginning."""
    if max(len(str(text)) for text in texts) <= FEW_LETTERS:
        return RIGHT
    return st.column_config.TextColumn(alignment="right", width=width(texts, WIDEST_TEXT))


def sizes(resp: np.ndarray, components: Sequence[str] | None = None) -> None:
    """Rows of each cluster, by the largest responsibility and by their sums, and those of noise."""
    k, clusters, rest = resp.shape[1], assigned(resp), noise_shares(resp)
    rows, sums = [*counts_of(clusters, k)], [*resp.sum(axis=0)]
    names = component_labels(k, components)
    if rest.any():
        rows, sums = [*rows, (clusters == NOISE).sum()], [*sums, rest.sum()]
        names = [*names, f"noise {NOISE_GLYPH}"]
    table = {"rows": rows, "sum of responsibilities": sums}
    index = pd.Index(names, name="cluster")
    st.dataframe(
        pd.DataFrame(table, index=index),
        column_config={"sum of responsibilities": st.column_config.NumberColumn(format="%.1f")},
        alt="Rows of each cluster",
    )


def of_names(index: pd.Index, most: int = WIDEST_NAME) -> dict[str, Any]:
    """Give an index the width of its names: when these change, a browser keeps that of before."""
    widest = width([str(index.name or ""), *index], most)
    return {"_index": st.column_config.Column(width=widest, pinned=widest <= MOST_PINNED)}


def width(texts: Iterable[object], most: int = WIDEST_NAME) -> int:
    """Return the pixels that the longest of some texts needs in a cell, and at most so many."""
    widest = max(
        sum(LETTER if each.isascii() else 2 * LETTER for each in str(text)) for text in texts
    )
    return min(BESIDE + widest, most)


def with_intervals(
    values: Iterable[float],
    errors: Iterable[float],
    lower: Iterable[float],
    upper: Iterable[float],
) -> list[str]:
    """A column of estimates ± standard errors with their intervals, where there are any."""
    rows = [tuple(map(float, row)) for row in zip(values, errors, lower, upper, strict=True)]
    known = [row for row in rows if row[1] == row[1]]
    written = iter(plus_minus_column([row[0] for row in known], [row[1] for row in known]))
    return [
        _with_interval(next(written), low, high) if error == error else _alone(value)
        for value, error, low, high in rows
    ]


def _with_interval(text: str, low: float, high: float) -> str:
    if "×" in text:
        return f"{text} [{number(low)}; {number(high)}]"
    places = len(text.partition(" ")[0].partition(".")[2])
    return f"{text} [{fixed(low, places)}; {fixed(high, places)}]"


def _alone(value: float) -> str:
    return number(value) if value == value else "none"


def percentages(
    shares: Iterable[float],
    errors: Iterable[float],
    lower: Iterable[float],
    upper: Iterable[float],
) -> list[str]:
    """A column of shares in percent, with standard errors and intervals where there are any."""
    rows = [
        [100.0 * float(each) for each in row]
        for row in zip(shares, errors, lower, upper, strict=True)
    ]
    texts = [[fixed(each, 1) for each in row] for row in rows]
    return [
        "none"
        if row[0] != row[0]
        else share
        if row[1] != row[1]
        else f"{share} ± {se} [{lo}; {hi}]"
        for row, (share, se, lo, hi) in zip(rows, texts, strict=True)
    ]


def looks(table: pd.DataFrame, since: int = 0) -> dict[str, Any]:
    """How the numbers in the columns that we added are shown; they can be sorted still."""
    added = table.iloc[:, since:].select_dtypes("float").columns
    return {name: _shown(_format(table[name].to_numpy())) for name in added}


def as_measured(table: pd.DataFrame) -> dict[str, Any]:
    """How columns of data are shown: with the decimals that the longest of their numbers has."""
    floats = table.select_dtypes("float").columns
    return {name: _shown(_decimals_of(table[name].to_numpy())) for name in floats}


def of_data(table: pd.DataFrame) -> dict[str, Any]:
    """How columns of data are shown: numbers as measured, and long names or texts cut.

    A name that is cut is whole where a pointer or a finger is on it.
    """
    looks: dict[Any, Any] = as_measured(table)
    for name, cells in table.items():
        texts = [str(name), *([] if is_numeric(cells) else cells.astype(str))]
        if width(texts) > MOST_PINNED:
            look = looks.get(name, st.column_config.Column())
            looks[name] = look | {"width": MOST_PINNED, "help": str(name)}
    return looks


def to_the_right(names: Iterable[str]) -> dict[str, Any]:
    """How columns of numbers as text are shown: no wider than a phone has room for.

    A name that is cut is whole where a pointer or a finger is on it.
    """
    cut = st.column_config.TextColumn(alignment="right", width=MOST_PINNED)
    return {name: cut | {"help": name} if width([name]) > MOST_PINNED else RIGHT for name in names}


def of_texts(texts: Iterable[object]) -> Any:
    """How a column of names is shown: so wide that a phone has room for what is beside it."""
    return st.column_config.Column(width=width(texts, MOST_PINNED))


def of_p_values(values: np.ndarray) -> Any:
    """How a column of p-values is shown: with four decimals, or by powers of ten."""
    return _shown("%.1e" if (values[values > 0] < LEAST_P).any() else "%.4f")


def _shown(form: str) -> Any:
    return st.column_config.NumberColumn(format=form)


def _format(values: np.ndarray) -> str:
    """The decimals that a column of these numbers is written with."""
    first = next(iter(column(values[~np.isnan(values)])), "")
    return "%.3e" if "×" in first else f"%.{len(first.partition('.')[2])}f"


def _decimals_of(values: np.ndarray) -> str:
    """The decimals that the longest of these numbers has, or those of a column of long ones."""
    known = values[np.isfinite(values)]
    if (abs(known) < LARGEST_EXACT).all():
        for places in range(MOST_DECIMALS + 1):
            if (known.round(places) == known).all():
                return f"%.{places}f"
    return _format(values)
