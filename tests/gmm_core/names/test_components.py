import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture.density import responsibilities
from gmm_core.names.components import LONGEST, component_names


def test_names_are_trimmed_and_gaps_go_by_their_number():
    assert component_names(["  long petals ", "", None, "a\n\tb"], 4) == (
        *("long petals", "2", "3", "a b"),
    )


@pytest.mark.parametrize("names", [["", ""], [None, "  "], ["1", "2"], ["\u200b", "\u2060 "]])
def test_names_that_say_nothing_are_none(names):
    assert component_names(names, 2) is None


@pytest.mark.parametrize("name", ["작은 꽃", "👩‍👩‍👧", "<b>x</b>", "=1+1", "x" * LONGEST, "é"])
def test_any_text_is_a_name(name):
    assert component_names([name], 1) == (name,)


def test_the_same_letters_are_the_same_name_however_they_are_composed():
    with pytest.raises(DataError, match="Components 1 and 2 are both called"):
        component_names(["é", "e\u0301"], 2)


@pytest.mark.parametrize(
    ("names", "n_components", "message"),
    [
        (["a"], 2, "1 name is given for 2 components"),
        (["a", "b", "c"], 2, "3 names are given for 2 components"),
        ([], 1, "No names are given for 1 component"),
        (["a", "x" * 73], 2, "The name of component 2 has 73 characters"),
        (["a", "b", " a"], 3, 'Components 1 and 3 are both called "a"'),
        (["2", ""], 2, 'Components 1 and 2 are both called "2"'),
    ],
)
def test_names_that_cannot_be_used(names, n_components, message):
    with pytest.raises(DataError, match=f"^{message}"):
        component_names(names, n_components)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
@example(["0\r\x08"])  # a space between the name and a mark that is dropped
def test_names_are_short_different_visible_and_settled(names):
    try:
        settled = component_names(names, len(names))
    except DataError:
        return
    if settled is None:
        return
    assert len(set(settled)) == len(names)
    assert all(name and len(name) <= LONGEST and name == " ".join(name.split()) for name in settled)
    assert component_names(settled, len(settled)) == settled


@pytest.fixture
def run(table):
    return fit_run(table("iris"), Settings(3, seed=1))


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_all_states_are_listed_in_the_order_wanted(run, order):
    for before, after in zip(run.states, run.permuted(order).states, strict=True):
        np.testing.assert_array_equal(after.mixture.means, before.mixture.means[order])
        np.testing.assert_array_equal(after.mixture.covariances, before.mixture.covariances[order])
        np.testing.assert_array_equal(after.statistics.resp_sum, before.statistics.resp_sum[order])
        assert after.log_likelihood == before.log_likelihood


def test_responsibilities_only_change_places(run, table):
    X, order = table("iris"), [2, 0, 1]
    np.testing.assert_allclose(
        responsibilities(X, run.permuted(order).mixture),
        responsibilities(X, run.mixture)[:, order],
        rtol=1e-9,
        atol=1e-300,
    )


@given(st.permutations(range(3)))
def test_the_order_for_people_comes_back_from_any_other(order):
    X = np.random.default_rng(0).normal(size=(60, 2)) + np.repeat([[0], [8], [16]], 20, axis=0)
    listed = fit_run(X, Settings(3))
    back = listed.permuted(order).in_view_order()
    np.testing.assert_array_equal(back.mixture.means, listed.mixture.means)


def test_floored_components_keep_their_place(table):
    X = np.vstack([table("faithful"), [[3.0, 70.0]] * 40])
    run = fit_run(X, Settings(3, floor=0.01))
    held = run.states[-1].floored
    assert held
    order = [2, 0, 1]
    moved = run.permuted(order).states[-1].floored
    assert sorted(order[place] for place in moved) == sorted(held)


@pytest.mark.parametrize("order", [[], [0, 1], [0, 0, 1], [1, 2, 3], [0, 1, 2, 2]])
def test_an_order_names_every_component_once(run, order):
    with pytest.raises(DataError, match="Name every one of them once"):
        run.permuted(order)
