"""A model goes to JSON and back to the same predictions, and hostile files end in a sentence."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Logarithm,
    Mixture,
    complete_rows,
    log_density,
    predicted,
    responsibilities,
    run,
)
from gmm_core.errors import DataError
from gmm_core.exporting.model_file import read_model, to_json
from gmm_core.exporting.saved_model import MAX_BYTES, model_of
from gmm_core.exporting.snippet import scikit_learn_snippet
from gmm_core.fitting import Settings, fit_run
from gmm_core.matrices import Diagonal
from gmm_core.version import VERSION


def fitted(X, settings, **more):
    names = [f"x{j}" for j in range(X.shape[1])]
    return model_of(X, fit_run(X, settings), settings, names, **more)


@pytest.fixture(scope="module")
def iris(table):
    return table("iris")


@pytest.fixture(scope="module")
def model(iris):
    return fitted(iris, Settings(3, standardise=True), sha256="a1" * 32, units={"x0": "cm"})


@pytest.fixture(scope="module")
def entries(model):
    return json.loads(to_json(model))


def with_changes(entries, **changes):
    return json.dumps(entries | changes).encode()


@pytest.mark.parametrize("structure", ["full", "tied", "diag", "spherical", "VEV", "EEV"])
def test_predictions_come_back_to_the_last_bit(iris, structure):
    before = fitted(iris, Settings(3, structure, init="kmeans"))
    after = read_model(to_json(before))
    assert_array_equal(
        responsibilities(iris, after.mixture), responsibilities(iris, before.mixture)
    )
    assert_array_equal(log_density(iris, after.mixture), log_density(iris, before.mixture))


def test_a_model_says_of_how_many_rows_the_class_was_known(model):
    known = replace(model, known_column="kind <b>", known_rows=30)
    back = read_model(to_json(known))
    assert (back.known_column, back.known_rows) == ("kind <b>", 30)
    snippet = scikit_learn_snippet(back)
    assert "# The class of 30 rows was known: the log-likelihood above" in snippet
    assert b"known_classes" not in to_json(model)
    for wrong in ({"column": "a", "rows": 0}, {"column": "a", "rows": 151}, {"rows": 3}, "a"):
        with pytest.raises(DataError):
            read_model(with_changes(json.loads(to_json(model)), known_classes=wrong))


@given(st.data())
def test_any_numbers_come_back_to_the_last_bit(data):
    number = st.floats(-1e150, 1e150)
    means = data.draw(st.lists(number, min_size=2, max_size=2))
    spread = data.draw(st.lists(st.floats(1e-140, 1e140), min_size=2, max_size=2))
    X = np.array([[0.0], [1.0], [10.0], [11.0]])
    mixture = Mixture([0.25, 0.75], np.reshape(means, (2, 1)), np.reshape(spread, (2, 1, 1)))
    model = replace(
        fitted(X, Settings(2, init="kmeans")),
        mixture=mixture,
        log_likelihood=4 * mixture.log_scales.max(),
    )
    back = read_model(to_json(model)).mixture
    for name in ("weights", "means", "covariances"):
        assert_array_equal(getattr(back, name), getattr(mixture, name))


def test_everything_else_comes_back(iris):
    placed = tuple(map(tuple, iris[[0, 60, 120]].tolist()))
    for settings in (
        Settings(3, "tied", "kmeans", 7, 1e-6, True, 1e-7, 500),
        Settings(3, means=placed),
    ):
        before = fitted(
            iris,
            settings,
            units={"x1": "cm", "elsewhere": "kg"},
            component_names=["작은", "b <i>", "c"],
            sha256="0f" * 32,
        )
        after = read_model(to_json(before))
        assert after.settings == settings
        assert after.features == before.features
        assert after.units == {"x1": "cm"}
        assert after.component_names == ("작은", "b <i>", "c")
        assert (after.sha256, after.rows) == ("0f" * 32, 150)
        assert after.log_likelihood == before.log_likelihood
        assert after.versions == before.versions
        if settings.standardise:
            assert_array_equal(after.scaling.shift, before.scaling.shift)
            assert_array_equal(after.scaling.scale, before.scaling.scale)
        else:
            assert after.scaling is None


def test_the_same_model_is_the_same_file(model):
    assert to_json(model) == to_json(model)
    assert to_json(read_model(to_json(model))) == to_json(model)
    assert read_model(b"\xef\xbb\xbf" + to_json(model)).rows == 150


def test_a_model_says_the_version_that_made_it(model):
    assert model.versions["gmm_core"] == VERSION


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no JSON"),
        (b"\x80\x04\x95pickle", "is not text in UTF-8"),
        (b"{" * 10, "is no JSON"),
        (b"[" * 200_000, "is nested too deeply"),
        (b"[" + b"[]," * 10_600_000 + b"[]]", "more than 500,000 lists, names and texts"),
        (b"[" + b'"",' * 250_001 + b'""]', "more than 500,000 lists"),
        (b"[" + b"{}," * 500_000 + b"{}]", "more than 500,000 lists"),
        (b'{"a": 1, "a": 2}', 'names "a" twice'),
        (b'{"a": {"b": 1, "b": 1}}', 'names "b" twice'),
        (b'{"a": NaN}', "holds NaN"),
        (b'{"a": -Infinity}', "holds -Infinity"),
        (b"1" * 5000, "a number that is too long"),
        (b"[1, 2]", "no object with named fields"),
        (b"null", "no object with named fields"),
        (b"{}", "no model of GMM Lab"),
        (b'{"format": ["GMM Lab model"]}', "no model of GMM Lab"),
        (b'{"format": "GMM Lab model", "format_version": true}', "format version True"),
        (b'{"format": "GMM Lab model", "format_version": 6}', "Use a newer GMM Lab"),
        (b'{"format": "GMM Lab model", "format_version": 1}', 'has no field "versions"'),
        (b" " * (MAX_BYTES + 1), "at most 32,000,000 are read"),
    ],
    ids=range(20),
)
def test_what_is_no_model_is_refused(content, sentence):
    with pytest.raises(DataError, match=sentence):
        read_model(content)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("weights", [0.5, 0.5], '3 numbers from −1e150 to 1e150 as "weights"'),
        ("weights", [0.5, 0.25, True], "3 numbers"),
        ("weights", [0.5, 0.25, "0.25"], "3 numbers"),
        ("weights", [0.5, 0.25, None], "3 numbers"),
        ("weights", [1.5, -0.25, -0.25], "at least 0 and sum to 1"),
        ("weights", [1.0, 1.0, 1.0], "at least 0 and sum to 1"),
        ("means", [[0.0] * 4, [0.0] * 4, [0.0] * 3], "3 × 4 numbers"),
        ("means", [[0.0] * 4, [0.0] * 4, [0.0, 0.0, 0.0, 1e200]], "3 × 4 numbers"),
        ("means", [[0.0] * 4, [0.0] * 4, [0.0, 0.0, 0.0, 10**400]], "3 × 4 numbers"),
        ("means", {"0": 1}, "3 × 4 numbers"),
        ("covariances", [[[1.0]]] * 3, "3 × 4 × 4 numbers"),
        ("covariances", np.zeros((3, 4, 4)).tolist(), "a variance that is not above 0"),
        ("covariances", (-np.eye(4) + np.zeros((3, 4, 4))).tolist(), "not above 0"),
        ("covariances", (np.ones((3, 4, 4))).tolist(), "not positive definite, that of comp"),
        ("covariances", (np.full((3, 4, 4), 2.0) - np.eye(4)).tolist(), "not positive definite"),
        ("covariances", (np.triu(np.ones((3, 4, 4)), 1) + np.eye(4)).tolist(), "not symmetric"),
        ("features", ["a", "b", "c", "c"], "different names"),
        ("features", [], "different names"),
        ("features", ["a", "b", "c", " "], "an empty name"),
        ("features", ["a", "b", "c", "\ufeff"], "an empty name"),
        ("features", "abcd", "no list of texts"),
        ("features", ["a", "b", "c", 1], "no list of texts"),
        ("features", ["a", "b", "c", "x" * 10_001], "no list of texts"),
        ("features", ["a", "b", "c", "\ud800"], "no list of texts"),
        ("units", {"elsewhere": "cm"}, "no features"),
        ("units", {"x0": 1}, "no object of texts"),
        ("sha256", "xyz", "no SHA-256"),
        ("sha256", "A1" * 32, "no SHA-256"),
        ("rows", 0, 'has 0 as "rows"'),
        ("rows", 1.5, "no whole number"),
        ("rows", 10**30, "no whole number"),
        ("log_likelihood", "−180", "no finite number"),
        ("log_likelihood", 1e6, r"1e\+06 as .*, which 150 rows cannot have"),
        ("log_likelihood", -1e6, "which 150 rows cannot have"),
        ("component_names", ["a"], '1 "component_names" for 3 components'),
        ("component_names", ["a", "b", " a"], 'Components 1 and 3 are both called "a"'),
        ("component_names", ["a", "b", "x" * 73], "component 3 has 73 characters"),
        ("component_names", ["a", "", "2"], 'both called "2"'),
        ("component_names", 3, "no list of texts"),
        ("versions", ["1"], "no object of texts"),
        ("scaling", None, 'does not fit its setting "standardise"'),
        ("scaling", {"shift": [0.0] * 4}, 'has no field "scale"'),
        ("scaling", {"shift": [0.0] * 4, "scale": [1.0, 1.0, 1.0, 0.0]}, "not above 0"),
        ("settings", {}, 'has no field "n_components"'),
        ("settings", [], "no object with named fields"),
        ("extra", 1, 'has a field "extra", which is not known'),
    ],
)
def test_a_field_that_is_wrong_is_named(entries, name, value, sentence):
    with pytest.raises(DataError, match=sentence) as caught:
        read_model(with_changes(entries, **{name: value}))
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("n_components", 0, "whole number from 1 to 1,000"),
        ("n_components", 10**6, "whole number from 1 to 1,000"),
        ("n_components", 2, "2 numbers"),
        ("covariance_type", "XYZ", "no covariance structure named 'XYZ'"),
        ("covariance_type", ["full"], "no text"),
        ("init", "__import__", "no start that is known"),
        ("seed", -1, "whole number from 0"),
        ("seed", True, "whole number from 0"),
        ("floor", 1.0, "covariance floor is 1.0"),
        ("standardise", 1, "neither true nor false"),
        ("tol", -1.0, "tol is -1.0"),
        ("max_iter", 0, "whole number from 1"),
        ("means", [[0.0]], "3 × 4 numbers"),
    ],
)
def test_a_setting_that_is_wrong_is_named(entries, name, value, sentence):
    with pytest.raises(DataError, match=sentence):
        read_model(with_changes(entries, settings=entries["settings"] | {name: value}))


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("structure", list(COVARIANCE_STRUCTURES))
@pytest.mark.parametrize("name", ["iris", "faithful"])
def test_every_fit_is_one_that_can_be_read(table, name, structure, standardise):
    before = fitted(table(name), Settings(3, structure, "kmeans", standardise=standardise))
    assert read_model(to_json(before)).log_likelihood == before.log_likelihood


@pytest.mark.parametrize("settings", [Settings(2, max_iter=1), Settings(2, floor=0.5)])
def test_a_fit_that_is_cut_short_or_floored_can_be_read(iris, settings):
    assert read_model(to_json(fitted(iris, settings))).settings == settings


@pytest.mark.parametrize(
    ("structure", "changed"),
    [
        ("tied", (0, 0, 0)),
        ("EEI", (2, 3, 3)),
        ("diag", (0, 1, 2)),
        ("VEI", (1, 0, 3)),
        ("spherical", (1, 2, 2)),
        ("EII", (1, 2, 2)),
    ],
)
@pytest.mark.parametrize("standardise", [False, True])
def test_covariances_that_contradict_their_structure_are_refused(
    iris, structure, changed, standardise
):
    model = fitted(iris, Settings(3, structure, "kmeans", standardise=standardise))
    entries = json.loads(to_json(model)) | {"format_version": 1}
    covariances = model.mixture.covariances.copy()
    component, row, column = changed
    size = 1e-7 * covariances[component, row, row]
    covariances[component, row, column] += size
    if row != column:
        covariances[component, column, row] += size
    with pytest.raises(DataError, match='covariances" that are not of its structure'):
        read_model(with_changes(entries, covariances=covariances.tolist()))


def test_a_covariance_whose_inverse_is_beyond_floats_is_refused(entries):
    d = 60
    factor = np.eye(d) + 1e6 * np.eye(d, k=-1)
    changes = {
        "features": [f"x{j}" for j in range(d)],
        "units": {},
        "scaling": None,
        "weights": [1.0],
        "means": np.zeros((1, d)).tolist(),
        "covariances": [(factor @ factor.T).tolist()],
        "settings": entries["settings"] | {"n_components": 1, "standardise": False},
    }
    with pytest.raises(DataError, match="not positive definite, that of component 1"):
        read_model(with_changes(entries, **changes))


def test_names_that_are_the_numbers_are_none(entries):
    assert read_model(with_changes(entries, component_names=["1", " ", ""])).component_names is None
    names = read_model(with_changes(entries, component_names=[" a  b", "", "c"])).component_names
    assert names == ("a b", "2", "c")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.data())
def test_any_value_in_any_field_is_taken_or_refused(entries, data):
    changed = json.loads(json.dumps(entries))
    place = changed["settings"] if data.draw(st.booleans()) else changed
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(JSON)
    try:
        read_model(json.dumps(changed).encode())
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content):
    with pytest.raises(DataError):
        read_model(content)


# What is written is read


def wide(k, d):
    settings = Settings(k)
    mixture = Mixture(np.full(k, 1 / k), np.zeros((k, d)), [np.eye(d) + 1 / 3000] * k)
    model = fitted(np.array([[0.0], [1.0], [10.0], [11.0]]), Settings(1))
    names = tuple(f"x{j}" for j in range(d))
    log_likelihood = 4 * float(np.logaddexp.reduce(mixture.log_scales) - d / 2)
    changes = {"mixture": mixture, "features": names, "settings": settings}
    return replace(model, **changes, log_likelihood=log_likelihood)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"features": (1, 2, 3, 4)}, 'cannot be saved.* "features", which is no list of texts'),
        ({"features": ("a", "a", "b", "c")}, "different names"),
        ({"features": ("a", " ", "b", "c")}, "empty name"),
        ({"features": ("a", "\ud800", "b", "c")}, "JSON cannot hold"),
        ({"features": ("a", "b" * 20_000, "c", "d")}, "no list of texts"),
        ({"log_likelihood": np.nan}, '"log_likelihood" is nan, which JSON cannot hold'),
        ({"log_likelihood": 1e9}, "rows cannot have"),
        ({"rows": 0}, "no whole number from 1"),
        ({"sha256": "abc"}, "no SHA-256"),
        ({"component_names": ("one",)}, '1 "component_names" for 3 components'),
        ({"units": {"height": "cm"}}, "columns that are no features"),
        ({"units": {"x0": 5}}, "no object of texts"),
        ({"settings": Settings(3, init="best")}, "no start that is known"),
        ({"settings": Settings(3, seed=-1)}, "seed"),
        ({"settings": Settings(3, seed=np.int64(1))}, "JSON cannot hold"),
        ({"settings": Settings(2)}, "numbers from"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(model, changes, sentence):
    plain = replace(model, scaling=None, settings=replace(model.settings, standardise=False))
    with pytest.raises(DataError, match=sentence) as refused:
        to_json(replace(plain, **changes))
    assert "downloaded" not in str(refused.value)


def test_a_model_that_is_too_wide_for_a_file_is_refused_when_it_is_written():
    with pytest.raises(DataError, match=r"cannot be saved: its 1,604,010 numbers .* 32,000,000"):
        to_json(wide(10, 400))
    assert read_model(to_json(wide(2, 50))).mixture.n_features == 50


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize(
    ("structure", "shape", "scaled"),
    [
        ("EII", (3,), (3, 4)),
        ("spherical", (3,), (3, 4)),
        ("EEI", (3, 4), (3, 4)),
        ("diag", (3, 4), (3, 4)),
        ("tied", (4, 4), (4, 4)),
        ("VEE", (3, 4, 4), (3, 4, 4)),
    ],
)
def test_covariances_take_as_few_numbers_as_they_have(iris, structure, shape, scaled, standardise):
    model = fitted(iris, Settings(3, structure, "kmeans", standardise=standardise))
    entries = json.loads(to_json(model))
    assert np.shape(entries["covariances"]) == (scaled if standardise else shape)
    assert entries["format_version"] == (1 if structure == "VEE" else 2)
    back = read_model(to_json(model))
    assert_array_equal(back.mixture.covariances, model.mixture.covariances)
    dense = entries | {"format_version": 1, "covariances": model.mixture.covariances.tolist()}
    old = read_model(json.dumps(dense).encode())
    assert_array_equal(old.mixture.covariances, model.mixture.covariances)


def test_a_file_without_tilt_is_not_larger_for_pairs_of_features():
    mixture = Mixture([0.5, 0.5], np.zeros((2, 300)), Diagonal(np.full((2, 300), 1 / 3)))
    model = replace(wide(2, 300), mixture=mixture, settings=Settings(2, "diag"))
    model = replace(model, log_likelihood=4 * float(mixture.log_scales.max() - 150))
    assert len(to_json(model)) < 20_000  # with all pairs of features more than 3,000,000
    assert read_model(to_json(model)).mixture.matrices.values.nbytes == 4800


@pytest.mark.parametrize(
    ("structure", "covariances", "sentence"),
    [
        ("tied", [[1.0, 0.5], [0.0, 1.0]], "not symmetric"),
        ("tied", [[1.0, 2.0], [2.0, 1.0]], "not positive definite, that of component 1"),
        ("diag", [[1.0, 1.0], [1.0, 0.0]], "a variance that is not above 0"),
        ("spherical", [1.0, -1.0], "a variance that is not above 0"),
        ("spherical", [[1.0, 1.0], [1.0, 2.0]], "not of its structure"),
        ("EII", [1.0, 2.0], "not of its structure"),
        ("EEI", [[1.0, 2.0], [1.0, 3.0]], "not of its structure"),
        ("diag", [1.0, 2.0], "2 × 2 × 2 numbers"),
        ("full", [[1.0, 2.0], [2.0, 1.0]], "2 × 2 × 2 numbers"),
    ],
)
def test_few_numbers_that_are_no_covariances_are_refused(structure, covariances, sentence):
    X = np.array([[0.0, 0.0], [1.0, 2.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0], [8.0, 9.0]])
    entries = json.loads(to_json(fitted(X, Settings(2, "EII", "kmeans"))))
    entries["settings"]["covariance_type"] = structure
    with pytest.raises(DataError, match=sentence):
        read_model(with_changes(entries, covariances=covariances))


def test_a_run_with_weights_is_no_model_of_its_rows(iris):
    weights = np.full(len(iris), 3.0)
    start = fit_run(iris, Settings(2)).mixture
    weighted = run(iris, start, sample_weight=weights)
    with pytest.raises(
        DataError, match=r"total weight of 450.*150 rows of weight 150.*with their weights"
    ):
        model_of(iris, weighted, Settings(2), list("abcd"))


@pytest.fixture
def of_logarithms(iris):
    """A model of the logarithms of the first two features, and the rows that it was fitted to."""
    features, logarithms = tuple("abcd"), (Logarithm("a"), Logarithm("b", 0.5))
    frame = pd.DataFrame(iris, columns=list(features))
    rows = complete_rows(frame, features, logarithms)
    settings = Settings(2, "diag", "kmeans", standardise=True)
    run = fit_run(rows.X, settings, log_jacobian=rows.log_jacobian)
    return frame, rows, model_of(rows.X, run, settings, features, logarithms=logarithms)


def test_a_model_of_logarithms_comes_back_with_them(of_logarithms):
    frame, rows, model = of_logarithms
    entries = json.loads(to_json(model))
    assert entries["format_version"] == 3
    assert entries["logarithms"] == {"a": 0.0, "b": 0.5}
    assert entries["log_likelihood"] - entries["log_jacobian"] == pytest.approx(
        log_density(rows.X, model.mixture).sum()
    )
    again = read_model(to_json(model))
    assert again.logarithms == model.logarithms
    assert again.log_jacobian == model.log_jacobian == rows.log_jacobian
    found = predicted(frame, again.features, again.mixture, logarithms=again.logarithms)
    assert (found.responsibilities == responsibilities(rows.X, model.mixture)).all()
    assert found.density.log_density.sum() == pytest.approx(model.log_likelihood)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"logarithms": {"a": -1.0}}, "no numbers from 0"),
        ({"logarithms": {}}, "no numbers from 0"),
        ({"logarithms": {"z": 0.0}}, '"z"'),
        ({"logarithms": {"a": "0"}}, "no finite number"),
        ({"logarithms": None}, 'only one of "logarithms"'),
        ({"log_jacobian": 1e9}, "cannot have"),
    ],
)
def test_logarithms_that_are_wrong_are_refused(of_logarithms, changes, sentence):
    entries = json.loads(to_json(of_logarithms[2])) | changes
    with pytest.raises(DataError, match=sentence):
        read_model(json.dumps(entries).encode())


def test_rows_with_gaps_and_a_prior_are_in_the_file():
    X = np.array([[0.0, 1.0], [1.0, np.nan], [2.0, 2.0], [4.0, 1.5], [np.nan, 3.0], [5.0, 6.0]])
    settings = Settings(1, missing="ml", prior=True)
    model = model_of(X, fit_run(X, settings), settings, ["x", "y"])
    again = read_model(to_json(model))
    assert again.settings == settings
    assert again.rows == 6
    with pytest.raises(DataError, match='"missing", which is neither'):
        read_model(to_json(model).replace(b'"missing": "ml"', b'"missing": "drop"'))


@pytest.mark.parametrize("unit", [1e-4, 1e5])
@pytest.mark.parametrize("structure", ["full", "tied", "diag"])
def test_rows_with_gaps_are_saved_in_every_unit(unit, structure):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3)) * unit
    X[rng.random(X.shape) < 0.4] = np.nan
    X = X[~np.isnan(X).all(axis=1)]
    before = fitted(X, Settings(1, structure, missing="ml"))
    assert read_model(to_json(before)).log_likelihood == before.log_likelihood
    with pytest.raises(DataError, match="rows cannot have"):
        read_model(with_changes(json.loads(to_json(before)), log_likelihood=-9e9))
