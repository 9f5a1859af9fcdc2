"""What a component may be called, after what sets it apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.clusters.clusters_in_words import distinguishing
from gmm_core.clusters.feature_profiles import Profiles
from gmm_core.names import LONGEST, check_one_each
from gmm_core.wording import cut

AVERAGE = "average"
MOST_NAMED = 3  # features
LONG = 40  # letters of a name that takes a further feature
LONGEST_FEATURE = LONGEST - len("high  (10)")


@as_annotated
def names_in_words(found: Profiles, names: Sequence[str]) -> list[str]:
    """Return a name for each component that says what sets it apart.

    The rule: of the features whose mean is at least half a standard deviation of all rows away from
    the mean of all rows, the three farthest are named, the farthest first, each "high" or "low"; a
    further one with which the name would be longer than 40 characters is passed over. A component
    with none is "average". Where several would have one name, they are numbered in their order.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Of the features; one that is longer than a name may be is cut at the end of a word.

    Returns
    -------
    list of str
        As `component_names` takes them.

    Examples
    --------
    >>> from gmm_core.clusters import profiles
    >>> from gmm_core.mixture import Mixture
    >>> mixture = Mixture([0.5, 0.5], [[1.0, 9.0], [5.0, 2.0]], [[[1, 0], [0, 1]]] * 2)
    >>> X, resp = [[0.0, 9.0], [2.0, 9.0], [3.0, 2.0], [7.0, 2.0]], [[1, 0], [1, 0], [0, 1], [0, 1]]
    >>> names_in_words(profiles(X, mixture, resp), ["spending", "age"])
    ['high age, low spending', 'low age, high spending']
    """
    check_one_each(names, found.means.shape[1], "feature")
    each = zip(found.means, distinguishing(found.means, most=MOST_NAMED), strict=True)
    return _told_apart([_name(means, features, names) for means, features in each])


def _name(means: np.ndarray, features: Sequence[int], names: Sequence[str]) -> str:
    said = ""
    for j in features:
        way = "high" if means[j] > 0 else "low"
        longer = (
            f"{said}, {way} {names[j]}"
            if said
            else f"{way} {cut(names[j], LONGEST_FEATURE, words=True)}"
        )
        if not said or len(longer) <= LONG:
            said = longer
    return said or AVERAGE


def _told_apart(said: Sequence[str]) -> list[str]:
    """The same names, those that are there several times with a number."""
    told, used = [], set(said)
    for place, name in enumerate(said):
        number, apart = said[:place].count(name) + 1, name
        while said.count(name) > 1 and (apart == name or apart in used):
            ending = f" ({number})"
            apart, number = f"{cut(name, LONGEST - len(ending))}{ending}", number + 1
        used.add(apart)
        told.append(apart)
    return told
