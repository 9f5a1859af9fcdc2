import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core.selection.criteria import aic, bic, icl, n_parameters


def test_criteria_by_hand():
    """log L = −100, 5 parameters, e² rows: −2 log L = 200, and 5 ln e² = 10."""
    assert bic(-100.0, 5, np.exp(2.0)) == pytest.approx(210.0)
    assert aic(-100.0, 5) == 210.0


def test_parameters_by_hand():
    """Three components in four dimensions: 2 weights, 12 means, and 30, 10, 12 or 3."""
    counts = [n_parameters(3, 4, kind) for kind in ("full", "tied", "diag", "spherical")]
    assert counts == [44, 24, 26, 17]


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_criteria_equal_scikit_learn(table, covariance_type):
    X = table("iris")
    theirs = Theirs(3, covariance_type=covariance_type, random_state=0).fit(X)
    log_likelihood, parameters = theirs.score(X) * len(X), n_parameters(3, 4, covariance_type)
    assert bic(log_likelihood, parameters, len(X)) == pytest.approx(theirs.bic(X), rel=1e-12)
    assert aic(log_likelihood, parameters) == pytest.approx(theirs.aic(X), rel=1e-12)


def test_icl_by_hand():
    """Two rows: one certain, one shared out 3 to 1; −2 ln 0.75 is added to BIC."""
    resp = np.array([[1.0, 0.0], [0.25, 0.75]])
    assert icl(-100.0, 5, resp) == pytest.approx(bic(-100.0, 5, 2) - 2.0 * np.log(0.75))


def test_icl_of_rows_that_are_certain_is_bic():
    assert icl(-100.0, 5, np.eye(3)) == bic(-100.0, 5, 3)
