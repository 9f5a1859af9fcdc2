"""A collapse is seen at the scale of the data, named by its component and its iteration."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DegenerateComponentError, Mixture, Statistics, m_step, merge_tree, run
from gmm_core.em.collapse import collapse_at, refuse_empty, refuse_flat, total_variances
from gmm_core.starts import from_labels


@given(seed=st.integers(0, 99), exponents=st.tuples(*[st.integers(-6, 6)] * 2))
def test_total_variances_are_those_of_all_rows_whoever_holds_them(seed, exponents):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(30, 2)) * 10.0 ** np.array(exponents)
    statistics = Statistics.from_responsibilities(X, rng.dirichlet(np.ones(3), size=30))
    np.testing.assert_allclose(total_variances(statistics), X.var(axis=0), rtol=1e-10)


def test_a_component_without_rows_is_empty_and_one_with_few_is_not():
    few = Statistics.from_responsibilities([[0.0], [2.0]], [[1 - 1e-9, 1e-9], [1.0, 0.0]])
    refuse_empty(few)
    none = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0, 0.0], [1.0, 0.0]])
    with pytest.raises(DegenerateComponentError, match="Component 2"):
        refuse_empty(none)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_flat_is_said_at_the_scale_of_the_data(scale):
    X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 0.0], [3.0, 2.0]]) * scale
    statistics = Statistics.from_responsibilities(X, np.ones((4, 1)))
    mean, flat = [X.mean(axis=0)], [[[1.0, 1.0], [1.0, 1.0]]]
    refuse_flat(Mixture([1.0], mean, np.array([np.eye(2)]) * scale**2), statistics)
    with pytest.raises(DegenerateComponentError, match="the 4 rows"):
        refuse_flat(Mixture([1.0], mean, np.array(flat) * scale**2), statistics)


def test_a_component_of_one_row_is_flat():
    statistics = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0, 0.0], [0.0, 1.0]])
    mixture = Mixture([0.5, 0.5], [[0.0], [2.0]], [[[1e-20]], [[1.0]]])
    with pytest.raises(DegenerateComponentError, match="Component 1 collapsed: the 1 row that it"):
        refuse_flat(mixture, statistics)


@pytest.mark.parametrize("kind", ["EVE", "VVE"])
def test_axes_that_are_turned_onto_a_pair_of_rows_are_a_collapse_and_no_end(kind):
    """What rotations leave of the variance across the pair is their rounding, whatever it is."""
    for seed in range(20):
        X = np.random.default_rng(seed).normal(size=(14, 2))
        start = from_labels(X, merge_tree(X).labels(3), 3)
        with suppress(DegenerateComponentError):
            found = run(X, m_step(start, kind), covariance_type=kind).mixture
            assert np.linalg.eigvalsh(found.covariances).min() > 1e-9


def test_a_collapse_says_in_which_iteration_it_was():
    with pytest.raises(DegenerateComponentError) as raised, collapse_at(3):
        raise DegenerateComponentError(1, 2.0)
    assert raised.value.iteration == 3
