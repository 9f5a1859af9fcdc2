import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from turned_scatters import random_axes, random_scatter, turned, value

from gmm_core import Statistics, m_step, run
from gmm_core.maximisation import descents, orientation
from gmm_core.maximisation.orientation import common_orientation
from gmm_core.maximisation.structures import covariance_structure
from gmm_core.maximisation.turned_axes import one_volume, own_volumes

each_objective = pytest.mark.parametrize("objective", [one_volume, own_volumes])
each_model = pytest.mark.parametrize(
    ("model", "objective"), [("EVE", one_volume), ("VVE", own_volumes)]
)
seeds = st.integers(0, 2**32 - 1)


@each_objective
@given(seed=seeds, k=st.integers(1, 5), d=st.integers(1, 5))
def test_axes_end_where_no_small_turn_is_better(objective, seed, k, d):
    scatter, held = random_scatter(seed, k, d)
    start = random_axes(seed, d)
    found = common_orientation(scatter, held, objective, [start])
    axes = orientation._axes_of(found)
    best = value(objective, scatter, held, axes)
    slack = 1e-11 * held.sum()
    assert best <= value(objective, scatter, held, start) + slack
    for angles in np.random.default_rng(seed).normal(size=(10, d * (d - 1) // 2)):
        for size in (1e-4, 1e-2):
            turn = axes @ turned(size * angles, d)
            assert best <= value(objective, scatter, held, turn) + slack


@each_objective
@given(seed=seeds, k=st.integers(1, 4), d=st.integers(2, 6))
def test_axes_that_are_common_are_found_from_anywhere(objective, seed, k, d):
    axes = random_axes(seed, d)
    spread = np.random.default_rng(seed).uniform(0.5, 5.0, size=(k, d))
    scatter = (axes * spread[:, None, :]) @ axes.T
    held = np.full(k, 7.0)
    found = common_orientation(scatter, held, objective, [np.eye(d)])
    expected = scatter / objective(np.log(spread).sum(axis=1), held, d).rows[:, None, None]
    np.testing.assert_allclose(found, expected, atol=1e-7)


def test_a_maximum_is_left_although_it_is_level():
    """At 45 degrees to the common axes both features spread alike, and the gradient is zero."""
    scatter = np.array([[[5.0, 3.0], [3.0, 5.0]], [[3.0, -1.0], [-1.0, 3.0]]])
    found = common_orientation(scatter, np.ones(2), own_volumes, [np.eye(2)])
    np.testing.assert_allclose(found, scatter, atol=1e-9)


def plane_turned(angle):
    """What `turned` gives for two features, without its matrix exponential."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, sine], [-sine, cosine]])


def test_two_features_are_turned_as_a_search_over_the_angle_finds():
    scatter, held = random_scatter(5, 3, 2)
    angles = np.linspace(0, np.pi / 2, 20001)
    values = [value(own_volumes, scatter, held, plane_turned(angle)) for angle in angles]
    found = covariance_structure("VVE").m_step(scatter, held)
    ours = value(own_volumes, scatter, held, orientation._axes_of(found))
    assert ours == pytest.approx(min(values), abs=1e-6)
    assert ours <= min(values)


def test_axes_are_read_off_covariances_whose_plain_sum_is_round():
    axes = random_axes(3, 2)
    spread = np.array([[2.0, 0.5], [0.5, 2.0]])
    found = orientation._axes_of((axes * spread[:, None, :]) @ axes.T)
    np.testing.assert_allclose(np.abs(found.T @ axes), np.eye(2), atol=1e-12)


@pytest.fixture
def counted(monkeypatch):
    """Return a function: name of a function of a module -> the list of its calls to come."""

    def watch(name, module=orientation):
        calls, original = [], getattr(module, name)

        def noted(*args):
            calls.append(args)
            return original(*args)

        monkeypatch.setattr(module, name, noted)
        return calls

    return watch


@each_model
@given(seed=seeds, k=st.integers(2, 6), d=st.integers(2, 6))
def test_no_axes_of_the_features_the_pool_or_a_component_are_better(model, objective, seed, k, d):
    scatter, held = random_scatter(seed, k, d)
    found = orientation._axes_of(covariance_structure(model).m_step(scatter, held))
    starts = [np.eye(d), np.linalg.eigh(scatter.sum(axis=0))[1], *np.linalg.eigh(scatter)[1]]
    best = min(value(objective, scatter, held, axes) for axes in starts)
    assert value(objective, scatter, held, found) <= best + 1e-11 * held.sum()


@each_objective
@given(seed=seeds, k=st.integers(2, 4), d=st.integers(2, 4))
def test_several_starts_end_no_higher_than_any_one_of_them(objective, seed, k, d):
    scatter, held = random_scatter(seed, k, d)
    starts = [random_axes(seed, d), *np.linalg.eigh(scatter)[1]]

    def reached(starts):
        found = common_orientation(scatter, held, objective, starts)
        return value(objective, scatter, held, orientation._axes_of(found))

    assert reached(starts) <= min(reached([start]) for start in starts) + 1e-11 * held.sum()


def test_the_best_two_components_give_their_axes_as_starts():
    scatter, held = random_scatter(71, 4, 3)
    starts = orientation._starts(scatter, held, own_volumes, ())
    own = np.linalg.eigh(scatter)[1]
    heights = [value(own_volumes, scatter, held, axes) for axes in own]
    np.testing.assert_array_equal(starts[1:], own[np.argsort(heights)[:2]])


def test_the_axes_of_a_flat_component_are_no_start():
    scatter, held = random_scatter(5, 3, 3)
    scatter[1] = np.outer([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    found = orientation._own_axes(scatter, held)
    np.testing.assert_array_equal(found, np.linalg.eigh(scatter[[0, 2]])[1])


@each_model
def test_many_components_take_no_more_descents_than_few(counted, model, objective):
    ends = counted("descent")
    covariance_structure(model).m_step(*random_scatter(0, 30, 4))
    most = 3 if model == "EVE" else 6  # VVE starts from the axes of EVE too
    assert len(ends) == most


def test_the_covariances_before_are_the_only_start(counted):
    ends = counted("descent")
    scatter, held = random_scatter(0, 4, 3)
    before = covariance_structure("EVE").m_step(scatter, held)
    del ends[:]
    covariance_structure("EVE").m_step(random_scatter(1, 4, 3)[0], held, before)
    (args,) = ends
    np.testing.assert_array_equal(args[-1], orientation._axes_of(before))


@pytest.mark.parametrize(("model", "most"), [("EVE", 85), ("VVE", 125)])
def test_a_run_takes_as_few_inner_iterations_as_with_one_start(
    table, reference, counted, model, most
):
    """So many were taken on iris when the first M-step was made from one start."""
    X = table("iris")
    partition = [int(letter) - 1 for letter in reference("iris_mclust")["start_partitions"]["3"]]
    start = m_step(Statistics.from_responsibilities(X, np.eye(3)[partition]), model)
    ends, steps = counted("descent"), counted("_step", descents)
    fit = run(X, start, covariance_type=model, tol=1e-8)
    assert len(ends) == fit.n_iter
    assert len(steps) <= most


def test_one_component_is_what_it_is_without_a_search(counted):
    ends = counted("descent")
    scatter, held = random_scatter(2, 1, 5)
    for model in ("EVE", "VVE"):
        found = covariance_structure(model).m_step(scatter, held)
        np.testing.assert_array_equal(found, scatter / held[0])
    assert not ends
