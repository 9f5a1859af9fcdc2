import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.logarithms import Logarithm
from gmm_core.mixture.density import responsibilities
from gmm_core.mixture.mixture import Mixture
from gmm_core.mixture.sampling import sample
from gmm_core.results.synthetic import MOST_ROWS, piece_rows, synthetic_rows

MIXTURE = Mixture(
    [0.25, 0.75],
    [[0.0, 0.0], [10.0, -10.0]],
    [[[1.0, 0.9], [0.9, 1.0]], [[4.0, -1.0], [-1.0, 0.5]]],
)


def test_the_rows_are_those_of_sample_in_another_order():
    n = piece_rows(2)
    table = synthetic_rows(MIXTURE, ["x", "y"], n, seed=7)
    X, components = sample(MIXTURE, n, random_state=7)
    expected = sorted(map(tuple, np.column_stack([X, components + 1]).tolist()))
    assert sorted(table.itertuples(index=False, name=None)) == expected
    assert table["component"].is_monotonic_increasing is False


def test_fewer_rows_of_many_are_the_first_of_more():
    more = synthetic_rows(MIXTURE, ["x", "y"], 25_000, seed=3)
    for count in (piece_rows(2) + 1, 2 * piece_rows(2)):
        fewer = synthetic_rows(MIXTURE, ["x", "y"], count, seed=3)
        assert fewer.equals(more.head(count))


def test_rows_times_features_have_a_limit_that_is_said():
    wide = Mixture([1.0], np.zeros((1, 60)), np.eye(60)[None])
    with pytest.raises(DataError, match=r"are drawn\. Ask for at most 833,333"):
        synthetic_rows(wide, [f"x{j}" for j in range(60)], 900_000)


def test_shares_and_places_are_those_of_the_components():
    n = 20_000
    table = synthetic_rows(MIXTURE, ["x", "y"], n, seed=1)
    assert (table["component"] == 1).mean() == pytest.approx(0.25, abs=5 * np.sqrt(0.1875 / n))
    resp = responsibilities(table[["x", "y"]], MIXTURE)
    np.testing.assert_array_equal(resp.argmax(axis=1) + 1, table["component"])


def test_named_components_are_written_by_number_and_name():
    table = synthetic_rows(MIXTURE, ["x", "y"], 50, components=["near", "far"])
    assert list(table) == ["x", "y", "component", "component_name"]
    assert table["component_name"].tolist() == [
        ["near", "far"][number - 1] for number in table["component"]
    ]


def test_a_feature_called_component_keeps_its_name():
    table = synthetic_rows(MIXTURE, ["component", "component_gmm"], 5)
    assert list(table) == ["component", "component_gmm", "component_gmm_gmm"]
    assert table["component"].dtype == np.float64


@given(st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_a_seed_gives_the_same_table_again(count, seed):
    one, two = (synthetic_rows(MIXTURE, ["x", "y"], count, seed) for _ in range(2))
    assert len(one) == count
    assert one.equals(two)


@pytest.mark.parametrize("count", [0, -3, MOST_ROWS + 1])
def test_silly_counts_are_refused(count):
    with pytest.raises(DataError, match="Ask for at least 1 and at most 1,000,000"):
        synthetic_rows(MIXTURE, ["x", "y"], count)


@pytest.mark.parametrize("count", [1.5, "ten", None, float("nan"), 10**30])
def test_counts_are_whole_numbers(count):
    with pytest.raises(DataError, match=r"Give a (whole|smaller) number"):
        synthetic_rows(MIXTURE, ["x", "y"], count)


def test_names_belong_to_features_and_components():
    with pytest.raises(DataError, match="1 name is given for 2 features"):
        synthetic_rows(MIXTURE, ["x"], 5)
    with pytest.raises(DataError, match="3 names are given for 2 components"):
        synthetic_rows(MIXTURE, ["x", "y"], 5, components=["a", "b", "c"])


def test_rows_of_logarithms_are_drawn_in_the_units_of_the_values():
    plain = synthetic_rows(MIXTURE, ["x", "y"], 50, 3)
    drawn = synthetic_rows(MIXTURE, ["x", "y"], 50, 3, logarithms=[Logarithm("y", 0.5)])
    assert drawn["x"].tolist() == plain["x"].tolist()
    np.testing.assert_allclose(drawn["y"], np.exp(plain["y"]) - 0.5)
