"""What stands beside means, and the legend of names that are too long for that."""

import numpy as np
import pytest

from gmm_core import Mixture
from gmm_core.plots import Look, landscape, pictures
from gmm_core.plots.marks.key import key_of

LONG = [f"low engagement and high exhaustion {j}" for j in range(1, 10)]
SHORT = [f"group {j}" for j in range(1, 10)]


@pytest.mark.parametrize(
    ("names", "beside"),
    [
        (None, [str(j) for j in range(1, 10)]),
        (SHORT, SHORT),
        (["low engagement", "high exhaustion"], ["low engagement", "high exhaustion"]),
    ],
)
def test_names_that_fit_stand_beside_the_means_and_have_no_legend(names, beside):
    key = key_of(len(names or beside), names, "light")
    assert key.beside == beside
    assert (key.entries, key.layout, key.room) == ([], {}, 0)
    assert key.under([{"name": "rows"}]) == [{"name": "rows"}]


@pytest.mark.parametrize("k", [2, 9])
def test_long_names_are_whole_in_a_legend_of_the_numbers_beside_the_means(k):
    key = key_of(k, LONG[:k], "dark")
    assert key.beside == [str(j) for j in range(1, k + 1)]
    said = [entry["name"].replace("<br>", " ") for entry in key.entries]
    assert said == [f"{j} {name}" for j, name in enumerate(LONG[:k], start=1)]
    assert key.layout["showlegend"]
    rows, *entries = key.under([{"name": "rows"}])
    assert rows["showlegend"] is False
    assert entries == key.entries


def mixture(d: int) -> Mixture:
    means = np.random.default_rng(0).normal(size=(9, d), scale=5.0)
    return Mixture(np.full(9, 1 / 9), means, [np.eye(d)] * 9)


def drawn(kind: str) -> dict:
    d = {"space": 3, "histogram": 1}.get(kind, 2)
    nine = mixture(d)
    ask = {"look": Look(names=LONG)}
    labels = ["a", "b", "c"][:d]
    if kind == "space":
        return pictures.space(nine.means, nine, names=labels, **ask)
    if kind == "density":
        return pictures.density(nine.means, nine, labels=labels, **ask)
    if kind == "borders":
        return landscape.bordered_rows(nine.means, nine, labels=labels, resp=np.eye(9), **ask)
    return pictures.mixture_figure(nine.means, nine, names=labels, **ask)


@pytest.mark.parametrize("kind", ["scatter", "histogram", "density", "space", "borders"])
def test_every_picture_of_means_has_the_key(kind):
    figure = drawn(kind)
    in_legend = [t.name.replace("<br>", " ") for t in figure.data if t.showlegend is not False]
    assert in_legend == [f"{j} {name}" for j, name in enumerate(LONG, start=1)]
    notes = figure.layout.scene.annotations if kind == "space" else figure.layout.annotations
    beside = [note.text for note in notes if "%" not in note.text]
    assert beside == [str(j) for j in range(1, 10)]
    assert figure.layout.height > 480
    if kind == "space":
        assert {trace.type for trace in figure.data} == {"scatter3d"}
        assert figure.layout.meta["beside"] == figure.layout.height - 480
