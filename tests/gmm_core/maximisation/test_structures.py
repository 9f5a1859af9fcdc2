from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core import COVARIANCE_STRUCTURES, DataError, covariance_structure
from gmm_core.maximisation.structures import is_nested

SCIKIT_LEARN = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}
OTHERS = ("EII", "EEI", "VEI", "EVI", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV")
STRUCTURES = tuple(COVARIANCE_STRUCTURES.values())
each_structure = pytest.mark.parametrize("structure", STRUCTURES, ids=lambda s: s.letters)

# Two components that hold 2 and 6 rows.
SCATTER = np.array([[[4.0, 2.0], [2.0, 8.0]], [[12.0, -6.0], [-6.0, 24.0]]])
HELD = np.array([2.0, 6.0])


def random_scatter(seed, k, d):
    """Scatter matrices of well-conditioned components, and the rows that they hold."""
    rng = np.random.default_rng(seed)
    held = rng.uniform(2 * d + 2, 50, size=k)
    spread = rng.uniform(0.5, 3.0, size=(k, 1, d))
    factors = np.linalg.qr(rng.normal(size=(k, d, d)))[0] * spread
    return held[:, None, None] * (factors @ factors.transpose(0, 2, 1)), held


seeds = st.integers(0, 2**32 - 1)
scatters = st.builds(random_scatter, seeds, st.integers(1, 4), st.integers(1, 5))


def expected_log_likelihood(covariances, scatter, held):
    """The part of Q that the covariances make up, without constants."""
    spread = np.trace(np.linalg.solve(covariances, scatter), axis1=1, axis2=2).sum()
    return -0.5 * float(held @ np.linalg.slogdet(covariances)[1] + spread)


def assert_no_lower(higher, lower, held):
    assert higher >= lower - 1e-11 * held.sum() * 5


@pytest.mark.parametrize(
    ("covariance_type", "by_hand"),
    [
        ("full", [[[2, 1], [1, 4]], [[2, -1], [-1, 4]]]),  # each scatter over its rows
        ("tied", [[[2, -0.5], [-0.5, 4]]] * 2),  # (16, −4, 32) over 8 rows
        ("diag", [[[2, 0], [0, 4]], [[2, 0], [0, 4]]]),  # the variances of full
        ("spherical", [[[3, 0], [0, 3]]] * 2),  # (4 + 8) / 2 / 2 and (12 + 24) / 2 / 6
        ("EII", [[[3, 0], [0, 3]]] * 2),  # (4 + 8 + 12 + 24) / 8 / 2
        ("EEI", [[[2, 0], [0, 4]]] * 2),  # (16, 32) over 8 rows
    ],
)
def test_m_step_by_hand(covariance_type, by_hand):
    found = covariance_structure(covariance_type).m_step(SCATTER, HELD)
    np.testing.assert_allclose(found, by_hand, rtol=1e-15)


def test_m_step_of_one_volume_by_hand():
    """Diagonals (1, 4) and (8, 2): roots of the determinants 2 and 4, together 6 over 6 rows."""
    scatter = np.array([np.diag([1.0, 4.0]), np.diag([8.0, 2.0])])
    expected = [np.diag([0.5, 2.0]), np.diag([2.0, 0.5])]
    for letters in ("EVI", "EVE", "EVV"):
        found = covariance_structure(letters).m_step(scatter, np.array([2.0, 4.0]))
        np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_m_step_of_one_spectrum_by_hand():
    """Eigenvalues (2, 8) along the axes and (4, 6) across them: (6, 14) over 10 rows."""
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    scatter = np.array([np.diag([2.0, 8.0]), turn @ np.diag([4.0, 6.0]) @ turn.T])
    found = covariance_structure("EEV").m_step(scatter, np.array([4.0, 6.0]))
    np.testing.assert_allclose(found, [np.diag([0.6, 1.4]), np.diag([1.4, 0.6])], rtol=1e-14)


def test_the_registry_holds_the_fourteen_models_in_the_order_they_are_offered():
    assert tuple(COVARIANCE_STRUCTURES) == (*SCIKIT_LEARN, *OTHERS)
    assert len({s.letters for s in STRUCTURES}) == 14


def test_both_names_give_the_same_structure():
    for name, structure in COVARIANCE_STRUCTURES.items():
        assert structure.letters == SCIKIT_LEARN.get(name, name)
        assert covariance_structure(name) is covariance_structure(structure.letters) is structure


def test_one_dimension_has_names_of_its_own():
    assert covariance_structure("E").name == "tied"
    assert covariance_structure("V").name == "full"


def test_the_registry_cannot_be_changed():
    with pytest.raises(TypeError):
        COVARIANCE_STRUCTURES["round"] = STRUCTURES[0]  # type: ignore[index]


@pytest.mark.parametrize("name", ["round", "vvv", "", None, ["full"]])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(DataError, match=r"full \(VVV\), tied \(EEE\), .* EII, EEI, .*, EVV\.$"):
        covariance_structure(name)


@pytest.mark.parametrize(("k", "d"), [(1, 1), (3, 4), (5, 2)])
def test_parameter_counts(k, d):
    """Celeux and Govaert (1995), table 1, without means and weights."""
    turns = d * (d - 1) // 2
    counts = {
        "EII": 1,
        "VII": k,
        "EEI": d,
        "VEI": k + d - 1,
        "EVI": 1 + k * (d - 1),
        "VVI": k * d,
        "EEE": d * (d + 1) // 2,
        "VEE": k - 1 + d * (d + 1) // 2,
        "EVE": 1 + k * (d - 1) + turns,
        "VVE": k * d + turns,
        "EEV": d + k * turns,
        "VEV": k + d - 1 + k * turns,
        "EVV": 1 + k * (d - 1) + k * turns,
        "VVV": k * d * (d + 1) // 2,
    }
    assert {s.letters: s.n_parameters(k, d) for s in STRUCTURES} == counts


@pytest.mark.parametrize("name", SCIKIT_LEARN)
def test_compact_has_scikit_learns_shape_and_kept_is_its_inverse(table, name):
    structure = COVARIANCE_STRUCTURES[name]
    theirs = Theirs(3, covariance_type=name, random_state=0).fit(table("iris"))
    dense = structure.kept(theirs.covariances_, 3, 4).dense
    assert dense.shape == (3, 4, 4)
    np.testing.assert_array_equal(structure.compact(dense), theirs.covariances_)


@pytest.mark.parametrize("name", OTHERS)
def test_what_scikit_learn_does_not_have_stays_dense(name):
    structure = COVARIANCE_STRUCTURES[name]
    dense = structure.m_step(SCATTER, HELD)
    np.testing.assert_array_equal(structure.compact(dense), dense)
    np.testing.assert_array_equal(structure.kept(dense, 2, 2).dense, dense)


@each_structure
def test_a_structure_is_said_in_one_plain_sentence_of_its_own(structure):
    assert structure.sentence.endswith(".")
    assert structure.sentence.count(".") == 1
    assert structure.sentence[0].isupper()
    assert [s.sentence for s in STRUCTURES].count(structure.sentence) == 1


@each_structure
def test_in_one_dimension_only_the_volume_matters(structure):
    scatter, held = np.array([[[6.0]], [[2.0]]]), np.array([3.0, 4.0])
    expected = [8 / 7, 8 / 7] if structure.letters[0] == "E" else [2.0, 0.5]
    np.testing.assert_allclose(structure.m_step(scatter, held).ravel(), expected)


def log_volumes(covariances):
    return np.linalg.slogdet(covariances)[1] / covariances.shape[1]


def are_equal(values, tolerance=1e-9):
    return bool(np.abs(values - values[0]).max() <= tolerance)


def commute(covariances):
    products = np.einsum("kij,ljm->klim", covariances, covariances)
    return bool(np.abs(products - products.transpose(0, 1, 3, 2)).max() <= 1e-9)


@each_structure
@given(statistics=scatters)
def test_covariances_are_equal_in_what_the_letters_say(structure, statistics):
    volume, shape, orientation = structure.letters
    covariances = structure.m_step(*statistics)
    np.testing.assert_array_equal(covariances, covariances.transpose(0, 2, 1))
    shapes = covariances / np.exp(log_volumes(covariances))[:, None, None]
    assert volume == "V" or are_equal(log_volumes(covariances))
    assert shape == "V" or are_equal(np.linalg.eigvalsh(shapes))
    assert shape != "I" or are_equal(np.linalg.eigvalsh(shapes).T)
    assert orientation != "I" or (shapes == shapes * np.eye(shapes.shape[1])).all()
    assert orientation == "V" or commute(shapes)
    assert orientation == "V" or shape == "V" or are_equal(shapes)


@each_structure
@given(statistics=scatters)
def test_covariances_of_the_structure_are_found_again(structure, statistics):
    scatter, held = statistics
    covariances = structure.m_step(scatter, held)
    again = structure.m_step(held[:, None, None] * covariances, held)
    np.testing.assert_allclose(again, covariances, atol=1e-8 * covariances.max())


@each_structure
@given(statistics=scatters, seed=seeds, size=st.sampled_from([1e-3, 0.1, 1.0]))
def test_no_other_covariances_of_the_structure_are_more_likely(structure, statistics, seed, size):
    """Beside those of nearby scatter matrices, and of far ones."""
    scatter, held = statistics
    noise = random_scatter(seed, *scatter.shape[:2])[0]
    others = structure.m_step((1 - size) * scatter + size * noise, held)
    best = expected_log_likelihood(structure.m_step(scatter, held, others), scatter, held)
    assert_no_lower(best, expected_log_likelihood(others, scatter, held), held)


@each_structure
@given(statistics=scatters, exponent=st.integers(-9, 9))
def test_a_change_of_units_changes_the_units(structure, statistics, exponent):
    scatter, held = statistics
    scale = 10.0**exponent
    expected = structure.m_step(scatter, held) * scale**2
    found = structure.m_step(scatter * scale**2, held)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-7 * expected.max())


@each_structure
def test_the_order_of_components_is_kept(structure):
    scatter, held = random_scatter(1, 4, 3)
    order = [2, 0, 3, 1]
    found = structure.m_step(scatter[order], held[order])
    np.testing.assert_allclose(found, structure.m_step(scatter, held)[order], atol=1e-9)


@each_structure
def test_a_scalable_structure_and_no_other_commutes_with_scaling_single_features(structure):
    scatter, held = random_scatter(2, 3, 4)
    by = np.array([1.0, 3.0, 0.2, 5.0])
    expected = structure.m_step(scatter, held) * np.outer(by, by)
    found = structure.m_step(scatter * np.outer(by, by), held)
    assert np.allclose(found, expected, rtol=1e-7) is structure.scalable


def test_what_gives_way_to_a_floor():
    """Raised eigenvalues of one shape are of no common shape, those of one volume of none."""
    others = {s.letters: s.floor_raises for s in STRUCTURES if s.floor_raises != "eigenvalues"}
    volume, nothing = ("VEI", "VEE", "VEV"), ("EVI", "EVE", "EVV")
    assert others == dict.fromkeys(volume, "volume") | dict.fromkeys(nothing, "nothing")


@each_structure
def test_an_m_step_reads_the_moments_that_it_names_and_no_less(structure):
    scatter, held = random_scatter(3, 3, 4)
    diagonals = scatter * np.eye(4)
    shared = diagonals + (scatter - diagonals)[[1, 2, 0]]
    moved = scatter * np.array([1.2, 0.9, 1.0])[:, None, None]
    moved[2] += scatter.sum(axis=0) - moved.sum(axis=0)
    found = structure.m_step(scatter, held)
    reads_only_sums = np.allclose(structure.m_step(moved, held), found)
    reads_only_diagonals = np.allclose(structure.m_step(shared, held), found)
    if structure.letters == "EEE":  # the sum is the same, off the diagonals too
        reads_only_diagonals = False
    named = {
        (True, True): "total_diagonal",
        (True, False): "total",
        (False, True): "diagonal",
        (False, False): "full",
    }
    assert structure.moments == named[reads_only_sums, reads_only_diagonals]


def test_nested_is_no_less_free_in_each_letter():
    assert is_nested("EII", "full")
    assert is_nested("spherical", "VEV")
    assert is_nested("EVI", "EVE")
    assert not is_nested("VEI", "EVE")
    assert not is_nested("EEV", "VVE")


def test_nesting_is_an_order_with_one_least_and_one_greatest():
    names = tuple(COVARIANCE_STRUCTURES)
    for name in names:
        assert is_nested("EII", name)
        assert is_nested(name, "VVV")
    for a, b, c in product(names, repeat=3):
        assert not (is_nested(a, b) and is_nested(b, c)) or is_nested(a, c)
        assert a == b or not (is_nested(a, b) and is_nested(b, a))


PAIRS = [(a, b) for a, b in product(COVARIANCE_STRUCTURES, repeat=2) if a != b and is_nested(a, b)]


def test_a_nested_structure_has_fewer_parameters():
    for inner, outer in PAIRS:
        counts = (COVARIANCE_STRUCTURES[name].n_parameters(3, 4) for name in (inner, outer))
        assert next(counts) < next(counts)


@given(statistics=scatters)
def test_a_nested_structure_is_never_more_likely_from_the_same_statistics(statistics):
    _, held = statistics
    found = {
        name: expected_log_likelihood(structure.m_step(*statistics), *statistics)
        for name, structure in COVARIANCE_STRUCTURES.items()
    }
    for inner, outer in PAIRS:
        assert_no_lower(found[outer], found[inner], held)


def smallest_eigenvalues(covariances):
    return np.linalg.eigvalsh(covariances)[:, 0]


@each_structure
def test_a_component_of_one_point_is_singular_unless_all_is_shared(structure):
    scatter, held = random_scatter(4, 3, 3)
    scatter[1] = 0.0
    found = smallest_eigenvalues(structure.m_step(scatter, held))
    shares_all = structure.letters in ("EII", "EEI", "EEE", "EEV")
    assert (found[1] > 0.1) == shares_all
    assert (found[[0, 2]] > 0.1).all()


@each_structure
@pytest.mark.parametrize("scatter", [np.zeros((2, 3, 3)), np.ones((2, 3, 3))])
def test_rows_without_volume_give_finite_covariances(structure, scatter):
    """All rows at one point, or all on one line."""
    for previous in (None, np.array([np.eye(3)] * 2)):
        found = structure.m_step(scatter, np.array([4.0, 5.0]), previous)
        assert np.isfinite(found).all()
        spreads_along_features = structure.letters.endswith("I") and scatter.any()
        assert (smallest_eigenvalues(found) < 1e-12).all() != spreads_along_features


@each_structure
@given(seed=seeds, rank=st.integers(1, 3))
def test_a_component_with_fewer_rows_than_features_gives_finite_covariances(structure, seed, rank):
    scatter, held = random_scatter(seed, 3, 4)
    axes = np.linalg.qr(np.random.default_rng(seed).normal(size=(4, 4)))[0][:, :rank]
    scatter[0], held[0] = axes @ axes.T, rank + 1
    found = structure.m_step(scatter, held)
    assert np.isfinite(found).all()
    if structure.letters in ("VVV", "EVV"):
        assert smallest_eigenvalues(found)[0] < 1e-13
    if structure.letters in ("EII", "EEI", "EEE", "EEV"):
        assert (smallest_eigenvalues(found) > 1e-3).all()


@each_structure
@given(seed=seeds, k=st.integers(1, 4), d=st.integers(1, 5))
def test_m_steps_of_many_mixtures_are_those_of_each(structure, seed, k, d):
    """Also beside one of which a component has no spread, and one that was far off before."""
    each = [random_scatter(seed + i, k, d) for i in range(4)]
    scatter, held = np.array([one for one, _ in each]), np.array([rows for _, rows in each])
    scatter[2, 0] = 0.0
    before = np.array([structure.m_step(*one) for one in zip(scatter, held, strict=True)])
    previous = before[[1, 0, 2, 3]]
    previous[2] = np.eye(d)
    with np.errstate(all="ignore"):
        found = structure.m_steps(scatter, held, previous)
        for one, *ask in zip(found, scatter, held, previous, strict=True):
            expected = structure.m_step(*ask)
            np.testing.assert_allclose(one, expected, rtol=1e-6, atol=1e-8 * expected.max())
