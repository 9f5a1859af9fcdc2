import numpy as np
import pytest

from gmm_core import DataError, e_step
from gmm_core.fitting import Grid, Settings, fit_run
from gmm_core.selection import select_model


@pytest.fixture(scope="module")
def groups():
    rng = np.random.default_rng(3)
    return rng.normal(size=(60, 2)) + np.repeat([[0.0, 0.0], [6.0, 6.0]], 30, axis=0)


@pytest.mark.parametrize(("kind", "k"), [("full", 2), ("tied", 3), ("VVI", 1)])
def test_a_fit_of_a_table_of_fits_is_the_very_one(groups, kind, k):
    """Same log-likelihood to the last bit, its components listed as people see them."""
    grid = Grid(3, ("full", "tied", "diag"))
    run = fit_run(groups, Settings(k, kind, grid=grid))
    cell = select_model(groups, range(1, 4), grid.structures, random_state=0).cells
    name = {"VVI": "diag"}.get(kind, kind)
    assert run.log_likelihood == cell[k, name].log_likelihood
    assert (np.diff(run.mixture.means[:, 0]) >= 0).all()
    assert run.log_likelihood == pytest.approx(e_step(groups, run.mixture).log_likelihood)
    assert (run.n_iter, run.converged, run.is_complete) == (0, True, True)


def test_of_one_feature_a_structure_goes_by_its_size_alone(groups):
    grid = Grid(2, ("tied", "full"))
    runs = [fit_run(groups[:, :1], Settings(2, kind, grid=grid)) for kind in ("full", "VII")]
    assert runs[0].log_likelihood == runs[1].log_likelihood


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            Settings(4, grid=Grid(3, ("full",))),
            "has none of 4 components with full covariances. Extend it",
        ),
        (Settings(2, "tied", grid=Grid(3, ("full",))), "none of 2 components with tied"),
        (Settings(2, floor=0.1, grid=Grid(2, ("full",))), "without a covariance floor. Switch"),
        (Settings(2, standardise=True, grid=Grid(2, ("full",))), "in the units of the data"),
    ],
)
def test_what_a_table_of_fits_has_not_is_said(groups, settings, sentence):
    with pytest.raises(DataError, match=sentence):
        fit_run(groups, settings)


def test_a_cell_without_a_fit_says_why():
    X = np.random.default_rng(0).normal(size=(80, 31))
    with pytest.raises(DataError, match="none of 1 component with EVE covariance: not tried: slow"):
        fit_run(X, Settings(1, "EVE", grid=Grid(1, ("EII", "EVE"))))
