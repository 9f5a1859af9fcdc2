"""One feature is a histogram, two are a scatter, whatever else the mixture has."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture
from gmm_core.plots.pictures.first_picture import mixture_figure

X = np.random.default_rng(0).normal(size=(20, 3))
MIXTURE = Mixture([1.0], [[0.0, 1.0, 2.0]], [np.eye(3)])
NAMES = ["a", "b", "c"]


def test_one_feature_is_a_histogram_of_it(valid):
    figure = mixture_figure(X, MIXTURE, names=NAMES, features=[2])
    valid(figure)
    assert figure.data[0].name == "histogram"
    assert figure.layout.xaxis.title.text == "c"


def test_two_features_are_a_scatter_and_the_first_two_by_themselves(valid):
    figure = mixture_figure(X, MIXTURE, names=NAMES)
    valid(figure)
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("a", "b")


def test_a_name_for_each_column():
    with pytest.raises(DataError):
        mixture_figure(X, MIXTURE, names=["a"])
