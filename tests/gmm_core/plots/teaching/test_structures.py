import re
from itertools import product
from xml.etree import ElementTree

import numpy as np
import pytest

from gmm_core import COVARIANCE_STRUCTURES, DataError, covariance_structure
from gmm_core.maximisation.structures import is_nested
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.teaching.structures import (
    example_covariances,
    structure_description,
    structure_picture,
)

NAMES = tuple(COVARIANCE_STRUCTURES)
HELD = np.array([30.0, 50.0, 20.0])
POLYGON = "{http://www.w3.org/2000/svg}polygon"
each_name = pytest.mark.parametrize("name", NAMES)


def drawn(name, theme="light"):
    """The outlines of a picture: points of each, x to the right and y upwards."""
    return [
        np.array([pair.split(",") for pair in polygon.get("points", "").split()], dtype=float)
        * [1.0, -1.0]
        for polygon in ElementTree.fromstring(structure_picture(name, theme)).iter(POLYGON)
    ]


@pytest.mark.parametrize(("shown", "fitted"), list(product(NAMES, NAMES)))
def test_a_structure_can_fit_what_is_shown_of_another_only_if_it_contains_it(shown, fitted):
    covariances = example_covariances(shown)
    scatter = HELD[:, None, None] * covariances
    found = covariance_structure(fitted).m_step(scatter, HELD)
    contains = is_nested(shown, fitted)
    assert np.allclose(found, covariances, rtol=1e-6, atol=1e-9) == contains


@each_name
def test_either_name_gives_the_same_picture(name):
    letters = covariance_structure(name).letters
    assert structure_picture(name) == structure_picture(letters)
    assert structure_description(name) == structure_description(letters)


@each_name
def test_the_outlines_are_those_of_the_covariances(name):
    """Points at one standard deviation all round have half the covariance, at some scale."""
    second_moments = np.array([np.cov(outline.T, bias=True) for outline in drawn(name)])
    covariances = example_covariances(name)
    scale = second_moments.sum() / covariances.sum()
    np.testing.assert_allclose(second_moments, scale * covariances, atol=0.01 * scale)


@each_name
def test_outlines_lie_inside_the_picture_and_do_not_touch(name):
    curves = drawn(name)
    low, high = (np.array([f(curve, axis=0) for curve in curves]) for f in (np.min, np.max))
    assert (np.r_[low[:, 0], -high[:, 1]] >= 1).all()
    assert (high[:, 0] <= 149).all()
    assert (low[:, 1] >= -49).all()
    assert (high[:-1, 0] + 2 <= low[1:, 0]).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_components_have_the_colours_that_they_have_in_every_figure(theme):
    picture = structure_picture("EVE", theme)
    assert re.findall('stroke="(#......)"', picture) == colours(3, theme)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("EII", "Three circles of one size"),
        ("VII", "Three circles of different sizes"),
        ("EEE", "Three ellipses of one size, one shape and one direction"),
        ("EVI", "Three ellipses of one size, different shapes and no tilt"),
        ("VEV", "Three ellipses of different sizes, one shape and different directions"),
    ],
)
def test_a_picture_is_described_by_what_it_shows(letters, words):
    assert structure_description(letters) == words


def test_no_two_structures_look_or_sound_alike():
    assert len({structure_picture(name) for name in NAMES}) == 14
    assert len({structure_description(name) for name in NAMES}) == 14


@pytest.mark.parametrize("draw", [example_covariances, structure_description, structure_picture])
def test_an_unknown_structure_is_refused(draw):
    with pytest.raises(DataError, match="no covariance structure named 'round'"):
        draw("round")
