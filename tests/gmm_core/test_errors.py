import copy
import pickle

import pytest

from gmm_core import DataError, DegenerateComponentError, GMMError


@pytest.mark.parametrize(
    ("iteration", "when"),
    [(None, "collapsed: "), (0, "collapsed at the start: "), (7, "collapsed at iteration 7: ")],
)
def test_a_collapse_says_what_where_and_what_to_do(iteration, when):
    sentence = str(DegenerateComponentError(2, 4.0, iteration))
    assert sentence.startswith(f"Component 3 {when}the 4 rows that it holds")
    assert "Use fewer components" in sentence
    assert sentence.endswith("or a covariance floor above 0.")


def test_a_collapse_can_be_told_its_iteration_later():
    error = DegenerateComponentError(1, 2.5).at(3)
    assert (error.component, error.rows, error.iteration) == (1, 2.5, 3)


@pytest.mark.parametrize(
    "through", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"]
)
def test_a_collapse_survives_the_way_between_processes(through):
    error = through(DegenerateComponentError(1, 2.5, 3))
    assert (error.component, error.rows, error.iteration) == (1, 2.5, 3)
    assert str(error) == str(DegenerateComponentError(1, 2.5, 3))


def test_all_are_value_errors_of_one_family():
    """scikit-learn promises ValueError for bad data and parameters."""
    for kind in (DataError, DegenerateComponentError):
        assert issubclass(kind, GMMError)
        assert issubclass(kind, ValueError)
