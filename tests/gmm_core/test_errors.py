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


def test_a_component_alone_is_not_told_to_be_fewer_or_to_share():
    error = DegenerateComponentError(0, 120.0, 0).advising(True, ["tied", "spherical"], alone=True)
    assert str(error).endswith(
        "Leave out one of the features that determine one another, a spherical covariance, or a "
        "covariance floor above 0."
    )


def test_a_covariance_of_no_fit_is_not_said_to_have_collapsed():
    said = "Component 2 has no density: its covariance is not positive definite. Give one that is."
    assert str(DegenerateComponentError(1)) == said


def test_a_collapse_can_be_told_its_iteration_later():
    error = DegenerateComponentError(1, 2.5).at(3)
    assert (error.component, error.rows, error.iteration) == (1, 2.5, 3)


def test_a_collapse_names_the_features_in_which_its_rows_do_not_vary():
    error = DegenerateComponentError(1, 50.0, constant=("feature 2",), floor_helps=False)
    assert "the 50 rows that it holds do not vary in feature 2, so the" in str(error)
    named = error.with_names(["a", "b"]).at(3).permuted([1, 0])
    assert str(named) == (
        'Component 1 collapsed at iteration 3: the 50 rows that it holds do not vary in "b", so '
        "the likelihood has no bound. Leave it out, use fewer components, a tied or spherical "
        "covariance, or another start or seed."
    )


def test_a_collapse_advises_other_covariances_than_that_which_collapsed():
    error = DegenerateComponentError(1, 4.0).advising(True, ["spherical"])
    assert "Use fewer components, a spherical covariance, another start or seed, or a c" in str(
        error
    )
    assert "covariance" not in str(error.advising(False, []))


@pytest.mark.parametrize(
    "through", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"]
)
def test_a_collapse_survives_the_way_between_processes(through):
    made = DegenerateComponentError(1, 2.5, 3, False, ("feature 2",), ("tied",))
    error = through(made)
    assert (error.component, error.rows, error.iteration) == (1, 2.5, 3)
    assert str(error) == str(made)


def test_all_are_value_errors_of_one_family():
    """scikit-learn promises ValueError for bad data and parameters."""
    for kind in (DataError, DegenerateComponentError):
        assert issubclass(kind, GMMError)
        assert issubclass(kind, ValueError)
