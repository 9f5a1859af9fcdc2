import numpy as np
import pytest
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core import COVARIANCE_STRUCTURES, DataError, covariance_structure

LETTERS = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}
STRUCTURES = tuple(COVARIANCE_STRUCTURES.values())

# Two components that hold 2 and 6 rows.
SCATTER = np.array([[[4.0, 2.0], [2.0, 8.0]], [[12.0, -6.0], [-6.0, 24.0]]])
HELD = np.array([2.0, 6.0])


@pytest.mark.parametrize(
    ("covariance_type", "by_hand"),
    [
        ("full", [[[2, 1], [1, 4]], [[2, -1], [-1, 4]]]),  # each scatter over its rows
        ("tied", [[[2, -0.5], [-0.5, 4]]] * 2),  # (16, −4, 32) over 8 rows
        ("diag", [[[2, 0], [0, 4]], [[2, 0], [0, 4]]]),  # the variances of full
        (
            "spherical",
            [[[3, 0], [0, 3]], [[3, 0], [0, 3]]],
        ),  # (4 + 8) / 2 / 2 and (12 + 24) / 2 / 6
    ],
)
def test_m_step_by_hand(covariance_type, by_hand):
    found = covariance_structure(covariance_type).m_step(SCATTER, HELD)
    np.testing.assert_allclose(found, by_hand, rtol=1e-15)


def test_both_names_give_the_same_structure():
    assert {s.name: s.letters for s in STRUCTURES} == LETTERS
    for name, letters in LETTERS.items():
        assert covariance_structure(name) is covariance_structure(letters)


def test_the_registry_cannot_be_changed():
    with pytest.raises(TypeError):
        COVARIANCE_STRUCTURES["round"] = STRUCTURES[0]  # type: ignore[index]


@pytest.mark.parametrize("name", ["round", "vvv", "", None])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(DataError, match=r"full \(VVV\), tied \(EEE\), diag \(VVI\), spherical"):
        covariance_structure(name)


@pytest.mark.parametrize(("k", "d"), [(1, 1), (3, 4), (5, 2)])
def test_parameter_counts(k, d):
    """Celeux and Govaert (1995), table 1, without means and weights."""
    counts = {
        "full": k * d * (d + 1) // 2,
        "tied": d * (d + 1) // 2,
        "diag": k * d,
        "spherical": k,
    }
    assert {s.name: s.n_parameters(k, d) for s in STRUCTURES} == counts


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_compact_has_scikit_learns_shape_and_expand_is_its_inverse(table, structure):
    theirs = Theirs(3, covariance_type=structure.name, random_state=0).fit(table("iris"))
    dense = structure.expand(theirs.covariances_, 3, 4)
    assert dense.shape == (3, 4, 4)
    np.testing.assert_array_equal(structure.compact(dense), theirs.covariances_)


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_a_structure_is_said_in_one_plain_sentence(structure):
    assert structure.sentence.endswith(".")
    assert structure.sentence.count(".") == 1
    assert structure.sentence[0].isupper()


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_in_one_dimension_all_but_tied_are_the_same(structure):
    scatter, held = np.array([[[6.0]], [[2.0]]]), np.array([3.0, 4.0])
    expected = [8 / 7, 8 / 7] if structure.name == "tied" else [2.0, 0.5]
    np.testing.assert_allclose(structure.m_step(scatter, held).ravel(), expected)
