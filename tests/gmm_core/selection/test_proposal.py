"""The first model: of lowest BIC among a few, the same every time, and never an accident."""

import cProfile
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm_core import DataError, datasets
from gmm_core.expectation import Data
from gmm_core.selection.proposal import STRUCTURES, propose
from gmm_core.selection.select import select_model
from gmm_core.subsets import LEAST_SWEPT, MOST_SWEPT
from gmm_core.table.rows import complete_rows


def blobs(n: int, d: int = 2, groups: int = 3, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) + 8.0 * rng.integers(groups, size=(n, 1))


@pytest.mark.parametrize(
    ("name", "n_components", "covariance_type"),
    [
        ("iris", 2, "full"),
        ("penguins", 3, "tied"),
        ("wine", 4, "diag"),
        ("diabetes_reaven_miller", 3, "full"),
        ("galaxies", 3, "full"),
        ("faithful", 3, "tied"),
    ],
)
def test_the_classic_tables(name: str, n_components: int, covariance_type: str) -> None:
    dataset = datasets.load(name)
    proposal = propose(complete_rows(dataset.frame, dataset.features).X)
    assert (proposal.n_components, proposal.covariance_type) == (n_components, covariance_type)


def test_the_numbers_are_those_of_a_selection(table) -> None:
    X = table("faithful")
    patient = select_model(X, range(1, 4), STRUCTURES, ["bic"])
    proposal = propose(X, max_components=3, further=False)
    for row in proposal.bic_table.itertuples():
        exact = patient.cells[row.n_components, row.covariance_type].criteria["bic"]
        assert row.bic == pytest.approx(exact, abs=0.5)
    best = proposal.bic_table.loc[proposal.bic_table.bic.idxmin()]
    assert (best.n_components, best.covariance_type) == (3, "tied")


def test_the_sentence_says_what_was_compared() -> None:
    proposal = propose(blobs(300), max_components=4)
    best = proposal.bic_table.bic.min()
    smaller = proposal.bic_table[proposal.bic_table.n_components != 3].bic.min()
    assert proposal.sentence == (
        f"BIC is lowest for 3 components with one covariance shared by all: {best:.1f}, among 1 to "
        "4 components and four structures, on all 300 rows. Next: 4 components with one covariance "
        f"shared by all, {smaller:.1f}."
    )
    assert not proposal.is_open
    assert proposal.n_rows_used == 300
    assert len(proposal.bic_table) == 16


def test_structures_settings_and_arrays_are_looked_up_checked_and_read_once(table) -> None:
    """Passed on as values: 2,751 look-ups, 1,139 checks and 61 arrays read they were."""
    profile = cProfile.Profile()
    profile.runcall(propose, table("iris"), max_components=4, further=False)
    calls = Counter()
    for entry in profile.getstats():
        calls[getattr(entry.code, "co_name", "")] += entry.callcount
    assert 1 <= calls["covariance_structure"] <= 4
    assert 1 <= calls["_check_reg_covar"] <= 4
    assert 1 <= calls["as_table"] <= 2


def test_one_feature_has_two_structures() -> None:
    proposal = propose(blobs(100, d=1, groups=1), max_components=3)
    assert "among 1 to 3 components and two structures, on all 100 rows." in proposal.sentence
    assert set(proposal.bic_table.covariance_type) == {"full", "tied"}


def test_many_rows_are_sampled_and_the_sample_is_fixed() -> None:
    X = blobs(MOST_SWEPT + 500)
    proposal = propose(X, max_components=4)
    assert proposal.n_rows_used == MOST_SWEPT
    assert "on a sample of 2,000 of 2,500 rows." in proposal.sentence
    assert proposal.n_components == 3
    again = propose(X, max_components=4)
    pd.testing.assert_frame_equal(proposal.bic_table, again.bic_table)


def test_wide_tables_are_sampled_more() -> None:
    proposal = propose(blobs(1000, d=50), max_components=3)
    assert proposal.n_rows_used == LEAST_SWEPT
    assert proposal.n_components == 3


def test_the_widest_tables_are_tried_with_few_components() -> None:
    proposal = propose(blobs(60, d=101))
    assert proposal.bic_table.n_components.max() == 3
    assert proposal.n_components == 3


def test_fits_with_likely_accidents_are_passed_over() -> None:
    """Three hundred rows in a cloud, and four on one point but for a hair."""
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(300, 2)), 5 + 1e-7 * rng.normal(size=(4, 2))])
    proposal = propose(X, max_components=3)
    fits = proposal.bic_table
    lowest = fits.loc[fits.bic.idxmin()]
    assert lowest.spurious
    mine = fits.query(
        "n_components == @proposal.n_components and covariance_type == @proposal.covariance_type"
    )
    assert not mine.spurious.any()
    assert ", not counting fits with components that are likely accidents." in proposal.sentence


def test_few_rows_of_many_features() -> None:
    proposal = propose(blobs(12, d=10))
    assert proposal.covariance_type in STRUCTURES
    assert propose(blobs(8, d=10)).covariance_type in ("diag", "spherical")


def test_dependent_and_constant_columns_leave_what_can_be_fitted() -> None:
    X = blobs(60)
    assert propose(np.column_stack([X, X[:, 0]])).covariance_type in ("diag", "spherical")
    assert propose(np.column_stack([X, np.ones(60)])).covariance_type == "spherical"


def test_no_more_components_than_rows_that_differ() -> None:
    proposal = propose(np.repeat([[0.0, 1.0], [3.0, 0.0], [1.0, 5.0]], 20, axis=0))
    assert proposal.bic_table.n_components.max() == 3


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.ones((9, 2)), "All 9 rows are alike"),
        (np.ones((1, 2)), "one row has no spread"),
        (np.empty((0, 2)), "No row has a value"),
        (np.empty((5, 0)), "No feature is chosen"),
        ([[1.0, np.nan]], "missing"),
    ],
)
def test_rows_that_nothing_can_be_fitted_to(X, message: str) -> None:
    with pytest.raises(DataError, match=message):
        propose(X)


def test_a_number_of_components_below_one() -> None:
    with pytest.raises(DataError, match="largest number of components is 0"):
        propose(blobs(20), max_components=0)


def test_names_are_in_messages() -> None:
    frame = pd.DataFrame({"height": [1e200, 2e200, 3e200]})
    with pytest.raises(DataError, match='Column "height" holds numbers too large'):
        propose(frame)
    with pytest.raises(DataError, match='Column "width" holds numbers too large'):
        propose(frame, names=["width"])


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(2, 30),
    d=st.integers(1, 4),
    round_to=st.integers(0, 2),
)
def test_wherever_one_component_can_be_fitted_something_is_proposed(
    seed: int, n: int, d: int, round_to: int
) -> None:
    rng = np.random.default_rng(seed)
    X = (rng.normal(size=(n, d)) * rng.exponential(size=(n, 1))).round(round_to)
    kinds = STRUCTURES if d > 1 else ("full", "tied")
    try:
        select_model(X, [1], kinds, ["bic"]).best()
    except DataError:
        return
    proposal = propose(X)
    fits = proposal.bic_table
    mine = fits.query(
        "n_components == @proposal.n_components and covariance_type == @proposal.covariance_type"
    ).iloc[0]
    assert not mine.spurious
    single = fits[(fits.n_components == 1) & ~fits.spurious]
    assert not (single.bic < mine.bic).any() or proposal.n_components == 1


def test_noise_is_one_component_and_three_groups_are_three() -> None:
    """A small version of the simulation in docs/tables.md."""
    rng = np.random.default_rng(0)
    noise = [rng.normal(size=(n, d)) for n, d in [(10, 2), (10, 6), (15, 4), (30, 2)] * 5]
    assert sum(propose(X).n_components == 1 for X in noise) >= 18
    corners = np.array([[0.0, 0.0], [6.0, 0.0], [3.0, 27.0**0.5]])
    groups = [np.repeat(corners, n, axis=0) + rng.normal(size=(3 * n, 2)) for n in [10, 30] * 5]
    assert sum(propose(X).n_components == 3 for X in groups) >= 9


def test_a_component_of_one_or_two_rows_is_never_proposed() -> None:
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(15, 4)), [[30.0] * 4, [31.0] * 4]])
    assert propose(X).n_components == 1


def test_groups_on_a_line_are_told_apart_by_the_gaps_between_them() -> None:
    """One long component fits them nearly as well, so that margins alone would propose it."""
    rng = np.random.default_rng(10)  # the first tables of benchmarks/proposal.py
    centres = np.repeat([[0.0, 0.0], [6.0, 0.0], [12.0, 0.0]], 10, axis=0)
    tables = [centres + rng.normal(size=(30, 2)) for _ in range(16)]
    assert sum(propose(X, max_components=4).n_components == 3 for X in tables) >= 15


def test_where_the_most_components_are_best_more_are_tried_and_an_open_end_is_said() -> None:
    rng = np.random.default_rng(0)
    centres = 12.0 * np.array([[i, j] for i in range(4) for j in range(3)])
    X = np.repeat(centres, 15, axis=0) + rng.normal(size=(180, 2))
    found = propose(X)
    assert found.n_components == 12
    assert "among 1 to 18 components" in found.sentence  # of ten rows each
    assert not found.is_open
    assert propose(X, further=False).n_components == 9
    skewed = np.exp(1.5 * rng.normal(size=(250, 1)))
    many = propose(np.repeat(centres[:, :1], 15, axis=0) * 0 + skewed[:180], max_components=2)
    assert many.n_components > 2


def test_an_open_end_is_often_a_sign_of_columns_that_are_not_normal() -> None:
    rng = np.random.default_rng(1)
    found = propose(rng.uniform(size=(900, 2)) ** 4, max_components=2, further=False)
    assert found.is_open
    assert "more may be better yet: often a sign that columns are not normal" in found.sentence


def test_what_is_refused_is_not_proposed_nor_more_of_its_kind() -> None:
    X = blobs(90)
    plain = propose(X, max_components=4)
    asked: list[tuple[int, str]] = []

    def accept(k: int, covariance: str) -> bool:
        asked.append((k, covariance))
        return covariance != plain.covariance_type

    other = propose(X, max_components=4, accept=accept)
    assert asked[0] == (plain.n_components, plain.covariance_type)
    assert asked[-1] == (other.n_components, other.covariance_type)
    assert other.covariance_type != plain.covariance_type
    assert f"{plain.covariance_type} covariances: " not in other.sentence
    with pytest.raises(DataError, match="can be fitted"):
        propose(X, max_components=2, accept=lambda k, covariance: False)


def test_bic_of_logarithms_is_said_in_original_units() -> None:
    y = blobs(90, d=1)
    jacobians = -y[:, 0]
    found, moved = (propose(y, max_components=3, log_jacobians=j) for j in (None, jacobians))
    best = found.bic_table.bic.min()
    assert f": {best:.1f}," in found.sentence
    assert f": {best - 2.0 * jacobians.sum():.1f}," in moved.sentence.replace("−", "-")


def test_frequencies_count_as_so_many_rows() -> None:
    """Groups of two rows that stand for 400 each were taken for accidents of two rows."""
    X = (np.array([[0.0], [1.0]]) + 20.0 * np.arange(4)).reshape(-1, 1, order="F")
    weighted = propose(Data(X, np.full(8, 200.0)), max_components=5, further=False)
    assert weighted.n_components == 4
    one_by_one = propose(np.repeat(X, 200, axis=0), max_components=5, further=False)
    assert weighted.n_components == one_by_one.n_components


def test_logarithms_of_other_rows_are_refused() -> None:
    with pytest.raises(DataError, match=r"log_jacobians has shape \(3,\)"):
        propose(blobs(30), max_components=1, log_jacobians=np.zeros(3))
