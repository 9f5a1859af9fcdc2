import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.pictures.scatter_matrix import matrix


def test_the_corner_names_the_components(iris, names, species_mixture):
    key = matrix(iris, species_mixture, names=names).layout.annotations[-1].text
    assert key.count("<br>") == 2
    assert all(f"color:{hue}" in key for hue in colours(3))


def test_long_names_of_nine_are_whole_in_the_corner_of_two_features():
    called = [f"{level} hours of work in a usual week" for level in "abcdefghi"]
    means = np.arange(18.0).reshape(9, 2)
    mixture = Mixture(np.full(9, 1 / 9), means, np.full((9, 2, 2), np.eye(2)))
    for k, size in ((9, 12), (2, 14)):
        some = Mixture(np.full(k, 1 / k), mixture.means[:k], mixture.covariances[:k])
        figure = matrix(means, some, names=["x", "y"], look=Look(names=called[:k]))
        key = figure.layout.annotations[-1]
        said = key.text.replace("<br>", " ")
        assert all(name in said for name in called[:k])
        assert key.font.size == size
