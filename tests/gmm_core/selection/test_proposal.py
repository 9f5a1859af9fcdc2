"""The first model: of lowest BIC among a few, the same every time, and never an accident."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmm_core import DataError, datasets
from gmm_core.selection.proposal import LEAST_ROWS, MAX_ROWS, STRUCTURES, propose
from gmm_core.selection.select import select_model
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
    X = table("iris")
    patient = select_model(X, range(1, 4), STRUCTURES, ["bic"])
    proposal = propose(X, max_components=3)
    for row in proposal.bic_table.itertuples():
        exact = patient.cells[row.n_components, row.covariance_type].criteria["bic"]
        assert row.bic == pytest.approx(exact, abs=0.5)
    best = proposal.bic_table.loc[proposal.bic_table.bic.idxmin()]
    assert (best.n_components, best.covariance_type) == (2, "full")


def test_the_sentence_says_what_was_compared() -> None:
    proposal = propose(blobs(300), max_components=4)
    assert proposal.sentence == (
        "BIC is lowest for 3 components with one covariance shared by all, among 1 to 4 "
        "components and four structures, on all 300 rows."
    )
    assert proposal.n_rows_used == 300
    assert len(proposal.bic_table) == 16


def test_one_feature_has_two_structures() -> None:
    proposal = propose(blobs(100, d=1, groups=1), max_components=3)
    assert (
        proposal.sentence
        == (
            "BIC is lowest for 1 component with full covariance, among 1 to 3 components and two "
            "structures, on all 100 rows."
        )
        or proposal.covariance_type == "tied"
    )
    assert set(proposal.bic_table.covariance_type) == {"full", "tied"}


def test_many_rows_are_sampled_and_the_sample_is_fixed() -> None:
    X = blobs(MAX_ROWS + 500)
    proposal = propose(X, max_components=4)
    assert proposal.n_rows_used == MAX_ROWS
    assert "on a sample of 2,000 of 2,500 rows." in proposal.sentence
    assert proposal.n_components == 3
    again = propose(X, max_components=4)
    pd.testing.assert_frame_equal(proposal.bic_table, again.bic_table)


def test_wide_tables_are_sampled_more() -> None:
    proposal = propose(blobs(1000, d=50), max_components=3)
    assert proposal.n_rows_used == LEAST_ROWS
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
    assert proposal.sentence.endswith(
        ", not counting fits with components that are likely accidents."
    )


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
