import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.departures.low_density_rows import low_density
from gmm_core.errors import DataError
from gmm_core.exporting.tables import csv_bytes
from gmm_core.fitting import Settings, fit_run
from gmm_core.logarithms import Logarithm
from gmm_core.mixture.density import log_density, responsibilities
from gmm_core.mixture.mixture import Mixture
from gmm_core.mixture.noise import Noise
from gmm_core.results import new_rows
from gmm_core.results.new_rows import ignored_columns, matched_columns, predicted

NAN, INF = np.nan, np.inf
FEATURES = ["bill_length_mm", "body mass", "Tiefe"]
MIXTURE = Mixture([0.5, 0.5], [[0.0, 0.0], [5.0, 5.0]], [np.eye(2), np.eye(2)])


@pytest.fixture
def frame():
    values = np.arange(12.0).reshape(4, 3)
    return pd.DataFrame(values, columns=FEATURES)


@given(st.permutations([*FEATURES, "species", "nr"]))
def test_the_order_of_columns_is_free_and_others_are_ignored(columns):
    table = pd.DataFrame({name: [float(FEATURES.index(name))] for name in FEATURES})
    table = table.assign(species="a", nr=1)[columns]
    matched = matched_columns(table, FEATURES)
    assert list(matched) == FEATURES
    assert matched.to_numpy().tolist() == [[0.0, 1.0, 2.0]]
    assert ignored_columns(table, FEATURES) == tuple(
        name for name in columns if name in ("species", "nr")
    )


@pytest.mark.parametrize(
    ("feature", "spelt"),
    [
        ("bill_length_mm", "Bill Length (mm)"),
        ("bill_length_mm", "bill length mm"),
        ("bill_length_mm", "bill_lenght_mm"),
        ("body mass", "BODY_MASS"),
        ("Tiefe", " tiefe "),
    ],
)
def test_a_missing_column_is_named_with_its_near_match(frame, feature, spelt):
    other = frame.rename(columns={feature: spelt})
    with pytest.raises(DataError) as found:
        matched_columns(other, FEATURES)
    assert str(found.value) == (
        f'The table lacks 1 column of the model: "{feature}" (is it "{spelt}"?). '
        "Name the columns as in the table that was fitted."
    )


def test_all_missing_columns_are_named_at_once(frame):
    other = frame.rename(columns={"Tiefe": "year"}).drop(columns="body mass")
    with pytest.raises(DataError, match=r'lacks 2 columns .*: "body mass" and "Tiefe"[.]'):
        matched_columns(other, FEATURES)


def test_a_column_that_is_there_is_no_near_match():
    with pytest.raises(DataError, match=r'lacks 1 column of the model: "x_2"[.]'):
        matched_columns(pd.DataFrame({"x_1": [1.0]}), ["x_1", "x_2"])


def test_of_many_missing_columns_the_first_are_named():
    with pytest.raises(DataError, match=r'lacks 30 columns .*"f4" and 25 more[.]'):
        matched_columns(pd.DataFrame({"y": [1.0]}), [f"f{i}" for i in range(30)])


def test_a_name_of_any_length_gives_a_readable_sentence():
    with pytest.raises(DataError) as found:
        matched_columns(pd.DataFrame({"a" * 10_000: [1.0]}), ["a" * 9_999])
    assert len(str(found.value)) < 300


def test_columns_that_are_not_numeric_are_named(frame):
    other = frame.assign(**{"body mass": list("abcd"), "Tiefe": [True, False, True, False]})
    with pytest.raises(DataError) as found:
        matched_columns(other, FEATURES)
    assert str(found.value) == (
        "The columns do not hold numbers only, which the model was fitted to: "
        '"body mass" and "Tiefe". Correct the values.'
    )


def test_a_name_that_stands_twice_is_refused(frame):
    other = pd.concat([frame, frame[["Tiefe"]]], axis=1)
    with pytest.raises(DataError, match='more than one column named "Tiefe"'):
        matched_columns(other, FEATURES)


@pytest.mark.parametrize("empty", [[None] * 4, [pd.NA] * 4, [NAN] * 4])
def test_a_column_without_any_value_is_one_of_missing_numbers(frame, empty):
    matched = matched_columns(frame.assign(Tiefe=empty), FEATURES)
    assert matched["Tiefe"].dtype == np.float64
    assert matched["Tiefe"].isna().all()


def test_the_rows_of_the_fit_get_what_the_fit_said(table):
    X = table("iris")
    names = ["a", "b", "c", "d"]
    mixture = fit_run(X, Settings(3)).mixture
    found = predicted(pd.DataFrame(X, columns=names)[[*"dcba"]], names, mixture)
    resp = responsibilities(X, mixture)
    np.testing.assert_array_equal(found.responsibilities, resp)
    np.testing.assert_array_equal(found.clusters, resp.argmax(axis=1))
    np.testing.assert_array_equal(found.uncertainty, 1 - resp.max(axis=1))
    np.testing.assert_allclose(found.density.log_density, log_density(X, mixture), rtol=1e-12)
    assert found.summary == ""


def test_rows_with_missing_values_come_back_marked():
    frame = pd.DataFrame(
        {"note": list("abcd"), "y": [0.0, 1.0, NAN, 90.0], "x": [0.0, INF, 1.0, 5.0]},
        index=[3, 3, 1, 0],
    )
    found = predicted(frame, ["x", "y"], MIXTURE)
    assert found.summary == (
        "2 of 4 rows are given a cluster; 1 row with missing values and 1 row with infinite values "
        'are left out. 1 column that the model does not know is not used: "note".'
    )
    table = found.table(frame, components=["near", "far"])
    pd.testing.assert_frame_equal(table.iloc[:, :3], frame)
    assert list(table)[3:] == [
        *("cluster", "cluster_name", "responsibility_1", "responsibility_2"),
        *("uncertainty", "log_density", "p_value", "outlier", "left_out"),
    ]
    assert table["cluster"].tolist() == [1, pd.NA, pd.NA, 2]
    assert table["cluster_name"].tolist() == ["near", pd.NA, pd.NA, "far"]
    assert table["outlier"].tolist() == [False, pd.NA, pd.NA, True]
    assert table["left_out"].tolist() == [False, True, True, False]
    np.testing.assert_array_equal(np.isnan(table["p_value"]), table["left_out"])


def test_the_level_of_the_flags_is_a_choice():
    frame = pd.DataFrame({"x": [0.0, 2.5], "y": [0.0, 0.0]})
    rows = frame.to_numpy()
    for alpha in (0.001, 0.5):
        found = predicted(frame, ["x", "y"], MIXTURE, alpha=alpha)
        expected = low_density(rows, MIXTURE, alpha)
        np.testing.assert_array_equal(found.density.flagged, expected.flagged)


def test_nullable_columns_are_numbers():
    frame = pd.DataFrame({"x": pd.array([0, None], "Int64"), "y": pd.array([1.0, 2.0], "Float64")})
    assert predicted(frame, ["x", "y"], MIXTURE).rows.kept.tolist() == [True, False]


@pytest.mark.parametrize("values", [[], [NAN], [INF, NAN]])
def test_a_table_without_a_complete_row_is_refused(values):
    frame = pd.DataFrame({"x": np.array(values, dtype=float), "y": 1.0})
    with pytest.raises(DataError, match="Give a table with at least one complete row"):
        predicted(frame, ["x", "y"], MIXTURE)


def test_the_features_belong_to_the_mixture():
    with pytest.raises(DataError, match="the mixture has 2 features"):
        predicted(pd.DataFrame({"x": [1.0]}), ["x"], MIXTURE)


def test_rows_without_names_of_columns_are_one_sentence():
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(DataError, match="Give a DataFrame of pandas"):
        predicted(np.zeros((2, 1)), ["x"], mixture)


def test_a_table_in_pieces_is_the_whole(monkeypatch):
    monkeypatch.setattr(new_rows, "PIECE_CELLS", 12)  # three rows of four columns each
    frame = pd.DataFrame({"x": [0.0, NAN, 5.0, NAN, 1.0, 4.0, NAN], "y": 1.0}, index=[*"abcdefg"])
    found = predicted(frame, ["x", "y"], MIXTURE)
    pieces = [*found.pieces(frame, ["near", "far"])]
    assert [len(piece) for piece in pieces] == [3, 3, 1]
    pd.testing.assert_frame_equal(pd.concat(pieces), found.table(frame, ["near", "far"]))
    assert csv_bytes(iter(pieces)) == csv_bytes(found.table(frame, ["near", "far"]))


def test_more_responsibilities_than_can_be_held_are_refused(monkeypatch):
    monkeypatch.setattr(new_rows, "MOST_SHARES", 7)
    with pytest.raises(DataError) as found:
        predicted(pd.DataFrame({"x": np.zeros(4), "y": 0.0}), ["x", "y"], MIXTURE)
    assert str(found.value) == (
        "4 rows would have responsibilities of 2 components each, and at most 7 are computed. "
        "Give at most 3 rows at a time."
    )


def test_logarithms_are_taken_of_new_rows_too():
    frame = pd.DataFrame({"x": [1.0, -1.0, np.exp(5.0)], "y": [0.0, 0.0, 5.0]})
    found = predicted(frame, ["x", "y"], MIXTURE, logarithms=[Logarithm("x")])
    assert found.clusters.tolist() == [0, 1]
    assert "1 row with values that have no logarithm is left out" in found.summary
    table = found.table(frame)
    assert table["x"].tolist() == frame["x"].tolist()
    of_logs = log_density([[0.0, 0.0], [5.0, 5.0]], MIXTURE)
    np.testing.assert_allclose(found.density.log_density, of_logs - [0.0, 5.0])


def test_rows_with_gaps_are_given_a_cluster_where_that_is_asked_for():
    two = Mixture([0.5, 0.5], [[0.0, 0.0], [9.0, 9.0]], [np.eye(2)] * 2)
    frame = pd.DataFrame({"x": [0.0, np.nan, np.nan], "y": [np.nan, 9.0, np.nan]})
    found = predicted(frame, ["x", "y"], two, missing="ml")
    assert found.table(frame)["cluster"].tolist()[:2] == [1, 2]
    assert found.table(frame)["left_out"].tolist() == [False, False, True]
    assert "2 rows have gaps and get their cluster by what is there." in found.summary


def test_rows_outside_the_box_of_noise_are_counted():
    """Its density goes on there, so that they are of noise and not of the nearest component."""
    box = Noise(0.1, np.array([-1.0, -1.0]), np.diag([7.0, 7.0]))
    new = pd.DataFrame({"x": [0.0, 60.0, 6.0, NAN], "y": [0.0, 0.0, 6.0, 70.0]})
    found = predicted(new, ["x", "y"], MIXTURE.with_noise(box), missing="ml")
    assert found.n_beyond == 2
    assert "2 rows lie outside the box of noise" in found.summary
    assert found.clusters.tolist() == [0, -1, 1, -1]
    turned = Noise(0.1, np.array([2.5, -2.5]), np.array([[5.0, 5.0], [-5.0, 5.0]]))
    found = predicted(new[:3], ["x", "y"], MIXTURE.with_noise(turned))
    assert found.n_beyond == 2
