"""The covariance control: scikit-learn's four, all 14 by a switch, and what each allows."""

import pytest
import uploads
from expected import assert_holds, expected
from lab import UPLOAD, Lab, array, trace
from numpy.testing import assert_allclose

from dashboard.sidebar import placed
from gmm_core import COVARIANCE_STRUCTURES, INITIALIZERS, covariance_structure
from gmm_core.fitting import Settings
from gmm_core.plots.teaching.structures import structure_description

pytestmark = pytest.mark.usefixtures("no_other_starts")

NAMES = list(COVARIANCE_STRUCTURES)
FEW = ["full", "tied", "diag", "spherical"]
GALAXIES = "Velocities of 82 galaxies (Corona Borealis)"


def assert_fits(lab: Lab, name: str) -> None:
    """The control, its sentence, its picture and the fit are all those of one structure."""
    structure = covariance_structure(name)
    assert lab.errors == []
    assert lab.value("covariance") == name
    assert lab.structure_pictures == [structure_description(name)]
    (caption,) = (text for text in lab.sentences if text.startswith(f"**{name}**"))
    assert structure.sentence in caption
    assert structure.letters in caption
    assert_holds(lab, expected(covariance_type=name))
    assert lab.film["title"].endswith(f", {name}")
    means = trace(lab.picture, "means")
    start = expected(covariance_type=name).run.states[0].mixture
    assert_allclose(array(means["x"]), start.means[:, 2])


def compared(lab: Lab) -> list[str]:
    """What can be chosen among the structures that are compared."""
    return [button.label for button in lab.app.button if button.label.startswith("**")]


def test_without_a_link_the_four_of_scikit_learn_are_offered() -> None:
    lab = Lab()
    assert lab.options("covariance") == FEW
    assert_fits(lab, "full")


def test_the_switch_brings_the_ten_others() -> None:
    lab = Lab()
    lab.choose(structures=True)
    assert lab.options("covariance") == NAMES
    assert_fits(lab, "full")


def test_each_of_the_14_can_be_chosen_and_says_and_shows_what_it_allows() -> None:
    lab = Lab(structures="true")
    for name in NAMES:
        lab.choose(covariance=name)
        assert_fits(lab, name)


@pytest.mark.parametrize("name", ["EII", "VVE"])
def test_a_link_that_names_one_of_the_ten_turns_the_switch_on(name: str) -> None:
    lab = Lab(covariance=name)
    assert lab.value("structures") is True
    assert lab.options("covariance") == NAMES
    assert_fits(lab, name)
    lab.choose(seed=1)
    assert lab.value("structures", "covariance") == [True, name]
    lab.visit("explore")
    assert lab.value("structures", "covariance") == [True, name]


def test_a_link_that_names_one_of_the_four_leaves_the_switch_off() -> None:
    lab = Lab(covariance="diag")
    assert lab.value("structures") is False
    assert_fits(lab, "diag")


@pytest.mark.parametrize("chosen", [{"covariance": "EVE"}, {"structures": "true"}])
def test_turning_the_switch_off_goes_back_to_full(chosen: dict[str, str]) -> None:
    lab = Lab(**chosen)
    lab.choose(covariance="EVV")
    lab.choose(structures=False)
    assert lab.options("covariance") == FEW
    assert_fits(lab, "full")
    assert "covariance" not in lab.link
    lab.choose(structures=True)
    assert_fits(lab, "full")


def test_turning_the_switch_off_keeps_one_of_the_four() -> None:
    lab = Lab(structures="true", covariance="tied")
    lab.choose(structures=False)
    assert_fits(lab, "tied")


def test_the_14_are_compared_by_their_pictures_and_one_is_chosen_there() -> None:
    lab = Lab(structures="true")
    lab.press_labelled("Compare")
    assert compared(lab)[:5] == [
        *("**full** (VVV)", "**tied** (EEE)", "**diag** (VVI)", "**spherical** (VII)", "**EII**")
    ]
    assert len(compared(lab)) == 14
    assert lab.structure_pictures[-14:] == [structure_description(name) for name in NAMES]
    for structure in COVARIANCE_STRUCTURES.values():
        assert any(structure.sentence in text for text in lab.sentences)
    lab.press_labelled("**EEV**")
    assert compared(lab) == []
    assert_fits(lab, "EEV")


def test_there_is_nothing_to_compare_among_four() -> None:
    assert "Compare" not in [button.label for button in Lab().app.button]


@pytest.mark.parametrize(
    ("name", "words"), [("full", "each component has its own (V)"), ("tied", "share one (E)")]
)
def test_with_one_feature_only_the_size_is_left(name: str, words: str) -> None:
    lab = Lab(data=GALAXIES, covariance=name)
    (sentence,) = (text for text in lab.sentences if text.startswith("With one feature"))
    assert words in sentence
    assert lab.structure_pictures == []


def test_a_structure_stays_when_a_table_of_one_feature_comes_between() -> None:
    lab = Lab(covariance="VEV")
    lab.choose(data="galaxies")
    assert lab.errors == []
    assert lab.picture
    lab.choose(data="iris")
    assert_fits(lab, "VEV")


def test_the_switch_stays_as_it_was_when_the_controls_were_not_drawn() -> None:
    lab = Lab(covariance="EVE")
    lab.choose(data="upload")
    lab.choose(data="iris")
    assert_fits(lab, "EVE")
    lab.choose(structures=False)
    lab.choose(data="upload")
    lab.choose(data="iris")
    assert lab.value("structures") is False
    assert_fits(lab, "full")


def test_a_link_to_an_upload_names_its_structure_before_the_file_is_there() -> None:
    lab = Lab(data=UPLOAD, covariance="EVE")
    lab.upload(uploads.good("a", "b"))
    assert lab.value("structures", "covariance") == [True, "EVE"]


# The start


def test_the_best_of_several_starts_is_offered_first_and_is_the_default() -> None:
    lab = Lab()
    titles = [each.title for each in INITIALIZERS.values()]
    others = ["means placed by hand", "as in the table of fits"]
    assert lab.options("start") == ["a start to watch", *titles, *others]
    lab.visit("explore")
    assert lab.options("fit") == [*titles, *others]
    assert lab.options("fit")[0] == "best of several"
    assert lab.value("fit") == Settings(3).init == "auto"
    told = lab.app.selectbox(key="fit").help or ""
    assert all(each.sentence in told for each in INITIALIZERS.values())
    assert f"**means placed by hand**: {placed.SENTENCE}" in told


def test_means_placed_by_hand_are_at_first_those_of_the_best_start() -> None:
    lab = Lab()
    lab.choose(start="placed")
    assert lab.errors == []
    mixture, best = lab.film.after(0), expected().run.states[0].mixture
    assert_allclose(mixture.means, best.means[:, [2, 3, 0, 1]], atol=1e-5)
    assert_allclose(mixture.weights, [1 / 3] * 3)
    lab.choose(start="auto")
    assert_fits(lab, "full")
    assert "means" not in lab.link
