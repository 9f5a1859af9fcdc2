import numpy as np
import pytest

from gmm_core import DataError, Mixture
from gmm_core.resampling import Parameters, Resampled, error_table

FIT = Mixture([0.25, 0.75], [[0.0, 1.0], [5.0, 6.0]], [np.eye(2), 4.0 * np.eye(2)])


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(0)
    shapes = ((50, 2), (50, 2, 2), (50, 2, 2))
    return Resampled("bootstrap", FIT, Parameters(*(rng.normal(size=shape) for shape in shapes)))


def test_each_number_stands_in_the_row_of_its_parameter(found):
    table = error_table(found, ["x", "y"], ["small", "large"]).set_index(
        ["component", "parameter", "feature"]
    )
    assert len(table) == 2 * (1 + 2 + 2)
    row = table.loc["large", "mean", "y"]
    spans = found.intervals(0.95)
    assert row.tolist() == [
        6.0,
        found.standard_errors.means[1, 1],
        spans.lower.means[1, 1],
        spans.upper.means[1, 1],
    ]
    assert table.loc["small", "weight", ""]["estimate"] == 0.25
    assert table.loc["large", "variance", "x"]["estimate"] == 4.0


def test_a_narrower_level_has_narrower_intervals(found):
    wide, narrow = (error_table(found, ["x", "y"], level=level) for level in (0.95, 0.5))
    assert ((wide["upper"] - wide["lower"]) > (narrow["upper"] - narrow["lower"])).all()
    with pytest.raises(DataError, match="level"):
        error_table(found, ["x", "y"], level=1.0)


def test_one_name_a_feature_is_asked_for(found):
    with pytest.raises(DataError, match="1 name is given for 2 features"):
        error_table(found, ["x"])


def test_of_other_units_errors_are_in_these_units(found):
    scale, shift = np.array([10.0, 0.1]), np.array([3.0, -2.0])
    there = found.affine(scale, shift)
    here, errors = found.standard_errors, there.standard_errors
    np.testing.assert_allclose(errors.weights, here.weights)
    np.testing.assert_allclose(errors.means, scale * here.means)
    np.testing.assert_allclose(errors.variances, scale**2 * here.variances)
    np.testing.assert_allclose(there.mixture.means, scale * FIT.means + shift)
