import json
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from gmm_core import datasets
from gmm_core.errors import DataError

TABLES = Path(datasets.__file__).parent / "tables"
ABOUT = json.loads((TABLES / "datasets.json").read_text(encoding="utf-8"))
GENERATED = tuple(name for name in datasets.names() if datasets.load(name).truth is not None)
LABELLED = tuple(name for name in datasets.names() if datasets.load(name).target is not None)


@pytest.fixture(params=datasets.names())
def dataset(request):
    return datasets.load(request.param)


def test_iris_is_first_and_the_generated_are_last():
    names = datasets.names()
    assert names[0] == "iris"
    assert names[-len(GENERATED) :] == GENERATED
    assert set(GENERATED) >= {"two_bumps", "three_bumps", "three_blobs", "cigars", "nested"}


def test_every_entry_is_complete(dataset):
    assert dataset.name in datasets.names()
    assert len(dataset.frame) > 0
    for text in ("title", "source", "citation", "licence", "note"):
        assert getattr(dataset, text).strip()
    assert dataset.frame.columns.is_unique
    assert dataset.frame.index.equals(pd.RangeIndex(len(dataset.frame)))


def test_titles_tell_the_entries_apart():
    titles = [datasets.load(name).title for name in datasets.names()]
    assert len(set(titles)) == len(titles)


def test_features_are_numeric_columns(dataset):
    assert dataset.features
    X = dataset.frame[list(dataset.features)].to_numpy(dtype=float)
    assert X.shape == (len(dataset.frame), len(dataset.features))
    assert all(pd.api.types.is_numeric_dtype(dataset.frame[f]) for f in dataset.features)
    assert (np.nanstd(X, axis=0) > 0).all()


@pytest.mark.parametrize("name", LABELLED)
def test_target_is_a_column_of_text_and_no_feature(name):
    dataset = datasets.load(name)
    assert dataset.target not in dataset.features
    labels = dataset.frame[dataset.target]
    assert all(isinstance(label, str) for label in labels)
    assert labels.nunique() == dataset.suggested_k


def test_units_belong_to_columns(dataset):
    assert set(dataset.units) <= set(dataset.frame.columns)


@pytest.mark.parametrize("name", ["iris", *ABOUT])
def test_units_are_known_for_measured_features(name):
    dataset = datasets.load(name)
    assert set(dataset.features) <= set(dataset.units)


@pytest.mark.parametrize("name", ABOUT)
def test_shipped_table_is_as_described(name):
    about, dataset = ABOUT[name], datasets.load(name)
    assert len(dataset.frame) == about["rows"]
    assert dataset.frame.columns.tolist() == about["columns"]
    assert dataset.frame.isna().to_numpy().sum() == about["missing"]
    assert dataset.features == tuple(about["features"])
    assert (TABLES / about["file"]).stat().st_size == about["bytes"]
    if dataset.target:
        counts = dataset.frame[dataset.target].value_counts().to_dict()
        assert counts == about["target_counts"]


def test_every_shipped_file_is_described():
    assert {path.name for path in TABLES.glob("*.csv")} == {a["file"] for a in ABOUT.values()}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("iris", {"setosa": 50, "versicolor": 50, "virginica": 50}),
        ("wine", {"Barolo": 59, "Grignolino": 71, "Barbera": 48}),
        ("breast_cancer", {"malignant": 212, "benign": 357}),
    ],
)
def test_bundled_classes_bear_their_names(name, counts):
    dataset = datasets.load(name)
    assert dataset.frame[dataset.target].value_counts().to_dict() == counts


def test_iris_agrees_with_the_published_means():
    # Fisher (1936), table of means by species, in cm.
    means = datasets.load("iris").frame.groupby("species").mean()
    assert means.loc["setosa"].round(3).tolist() == [5.006, 3.428, 1.462, 0.246]
    assert means.loc["versicolor"].round(3).tolist() == [5.936, 2.770, 4.260, 1.326]
    assert means.loc["virginica"].round(3).tolist() == [6.588, 2.974, 5.552, 2.026]


def test_malignant_nuclei_are_the_larger():
    radius = datasets.load("breast_cancer").frame.groupby("diagnosis")["mean radius"].mean()
    assert radius["malignant"] > radius["benign"]


def test_labels_bear_units():
    assert datasets.load("iris").label("petal length") == "petal length (cm)"
    assert datasets.load("penguins").label("bill_length_mm") == "bill_length (mm)"
    assert datasets.load("penguins").label("species") == "species"
    assert datasets.load("cigars").label("x1") == "x1"


def test_vowels_keep_their_phonetic_letters():
    assert "ɝ" in set(datasets.load("vowels_pb52").frame["ipa"])


def test_a_caller_cannot_damage_a_dataset(dataset):
    expected = dataset.frame.copy()
    dataset.frame.iloc[:, 0] = dataset.frame.iloc[::-1, 0].to_numpy()
    dataset.frame["more"] = 1
    dataset.units.clear()
    again = datasets.load(dataset.name)
    pd.testing.assert_frame_equal(again.frame, expected)
    assert dict(again.units) == dict(datasets.load(dataset.name).units)
    assert "more" not in again.frame


def test_a_dataset_can_be_cached_by_pickle(dataset):
    copy = pickle.loads(pickle.dumps(dataset))
    pd.testing.assert_frame_equal(copy.frame, dataset.frame)
    assert copy.features == dataset.features


def test_an_unknown_name_is_told_the_names():
    with pytest.raises(DataError, match="no dataset named 'tulips'; choose one of iris, "):
        datasets.load("tulips")


@pytest.mark.parametrize("name", GENERATED)
def test_generated_is_reproducible(name):
    first = datasets.load(name)
    datasets._load.cache_clear()
    pd.testing.assert_frame_equal(first.frame, datasets.load(name).frame)


@pytest.mark.parametrize("name", GENERATED)
def test_truth_describes_the_features(name):
    dataset = datasets.load(name)
    d, k = len(dataset.features), dataset.suggested_k
    assert dataset.truth.means.shape == (k, d)
    assert dataset.truth.covariances.shape == (k, d, d)
    assert dataset.truth.weights.sum() == pytest.approx(1)
    assert sorted(dataset.frame["origin"].unique()) == list("ABC"[:k])


@pytest.mark.parametrize("name", GENERATED)
def test_sample_moments_agree_with_truth(name):
    dataset = datasets.load(name)
    truth, n = dataset.truth, len(dataset.frame)
    for j, label in enumerate("ABC"[: truth.n_components]):
        rows = dataset.frame.loc[dataset.frame["origin"] == label, list(dataset.features)]
        m, weight, S = len(rows), truth.weights[j], truth.covariances[j]
        variances = np.diag(S)
        # Four standard errors; that of a covariance is Isserlis' (1918) for normal data.
        assert abs(m / n - weight) < 4 * np.sqrt(weight * (1 - weight) / n)
        assert (abs(rows.mean() - truth.means[j]) < 4 * np.sqrt(variances / m)).all()
        error = np.sqrt((np.outer(variances, variances) + S**2) / m)
        assert (abs(np.atleast_2d(np.cov(rows.T)) - S) < 4 * error).all()


def test_cigars_are_parallel_long_thin_and_cut_across_by_k_means():
    dataset = datasets.load("cigars")
    assert len(dataset.frame) == 300
    np.testing.assert_allclose(dataset.truth.standard_deviations, [[3, 0.15], [3, 0.15]])
    np.testing.assert_allclose(np.diff(dataset.truth.means, axis=0), [[0, 1]])
    above = np.where(dataset.frame["x2"] > 0, "B", "A")
    assert (above == dataset.frame["origin"]).mean() > 0.99
    X = dataset.frame[["x1", "x2"]]
    halves = KMeans(2, n_init=3, random_state=0).fit_predict(X)
    assert abs(adjusted_rand_score(dataset.frame["origin"], halves)) < 0.1


def test_nested_differs_in_width_alone():
    truth = datasets.load("nested").truth
    np.testing.assert_array_equal(truth.means[0], truth.means[1])
    assert (truth.standard_deviations[1] > 3 * truth.standard_deviations[0]).all()


def test_unequal_sizes_are_unequal():
    counts = datasets.load("unequal_sizes").frame["origin"].value_counts()
    assert counts.max() > 10 * counts.min()
