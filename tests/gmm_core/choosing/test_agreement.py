import numpy as np
from sklearn.metrics import adjusted_rand_score

from gmm_core.choosing import agreements
from gmm_core.mixture import responsibilities
from gmm_core.selection import select_model


def test_each_is_that_of_scikit_learn(table):
    X, known = table("iris"), np.repeat(list("abc"), 50)
    selection = select_model(X, [1, 3], ["full", "tied"], ["bic"])
    found = agreements(selection, X, known)
    assert found.keys() == selection.cells.keys()
    for key, cell in selection.cells.items():
        clusters = responsibilities(X, cell.ascent.mixture).argmax(axis=1)
        np.testing.assert_allclose(found[key], adjusted_rand_score(known, clusters), atol=1e-12)


def test_what_has_no_fit_has_none():
    selection = select_model([[0.0], [0.0], [1.0]], [2], ["full"])
    assert agreements(selection, [[0.0], [0.0], [1.0]], list("aab")) == {}
