from dataclasses import replace

import numpy as np
import pytest

from gmm_core.choosing import (
    MIXTURE,
    PROFILES,
    best_in_words,
    classes_unseen,
    disagreement,
    failures,
    ranked,
)
from gmm_core.selection import CRITERIA, Selection, select_model


@pytest.fixture(scope="module")
def iris(table):
    return select_model(table("iris"), range(1, 4), ["full", "tied"], list(CRITERIA))


def test_the_best_come_first_and_their_distance_is_said(iris):
    first, second, *others = best_in_words(iris, most=3)
    assert first == "2 components, VVV: BIC is 574.02, the lowest of 6 fits."
    assert second == "3 components, VVV: higher by 6.821, strong evidence against it."
    assert len(others) == 1


def test_differences_of_aic_are_not_read_as_evidence(iris):
    sentences = best_in_words(iris, "aic")
    assert not any("evidence" in sentence for sentence in sentences)
    assert sentences[0].startswith("3 components, VVV: AIC is ")


def test_ranks_are_those_of_the_values(iris):
    for name in CRITERIA:
        cells = ranked(iris, name)
        values = [cell.criteria[name] for cell in cells]
        assert values == sorted(values)
        assert cells[0] is iris.best(name)


def test_a_fit_with_two_equal_components_comes_last_and_says_so(iris):
    kept = dict(iris.cells)
    best = iris.best("bic")
    key = best.n_components, best.covariance_type
    kept[key] = replace(best, status="no optimum: components 1 and 2 are equal")
    with_equals = Selection(kept)
    assert ranked(with_equals, "bic")[-1] is kept[key]
    assert with_equals.best("bic") is ranked(with_equals, "bic")[0] is ranked(iris, "bic")[1]
    first, *others = best_in_words(with_equals, most=6)
    assert first.endswith("the lowest of those whose components all differ.")
    assert others[-1] == "2 components, VVV: lower by 6.821, but two of its components are equal."


def test_where_criteria_part_it_is_said_which_and_why(iris):
    which, why = disagreement(iris, 150)
    assert "BIC" in which.partition("prefer")[0]
    assert which.endswith("AIC, SABIC and CLC prefer 3 components, VVV.")
    assert "BIC log n = 5.01" in why


def test_it_is_said_in_the_words_of_latent_profile_analysis(iris):
    sentences = [*best_in_words(iris, words=PROFILES), *disagreement(iris, 150, words=PROFILES)]
    assert sentences[0].startswith("2 profiles, model 6 (VVV): BIC")
    assert not any("component" in sentence for sentence in sentences)
    assert "component" in " ".join(disagreement(iris, 150, words=MIXTURE))


def test_cells_that_failed_or_stand_in_are_named_with_the_reason():
    X = np.r_[np.zeros(4), 1.0, 2.0, 7.0][:, None]
    selection = select_model(X, range(1, 4), ["full", "tied"], ["bic"])
    said = " ".join(failures(selection))
    for cell in selection.cells.values():
        named = MIXTURE.cell(cell) in said
        assert named == (cell.status != "converged" or bool(cell.suspicions))


def test_a_selection_of_sound_fits_has_none_to_name(iris):
    assert failures(select_model([[0.0], [1.0], [3.0]], [1], ["full"])) == []


def test_criteria_of_nothing_have_no_preference():
    X = np.array([[0.0], [0.0], [1.0]])
    selection = select_model(X, [2], ["full"], list(CRITERIA))
    assert all(cell.ascent is None for cell in selection.cells.values())
    assert best_in_words(selection) == disagreement(selection, 3) == []


def test_that_no_criterion_saw_the_classes_is_explained(iris):
    said = classes_unseen("species", 3, iris.best("bic"))
    assert said.startswith("species has 3 classes, and BIC prefers 2 components. It has not seen")
    assert "cost less as one component" in said
    more = classes_unseen("sex", 1, iris.best("bic"), words=PROFILES)
    assert more.startswith("sex has 1 class, and BIC prefers 2 profiles.")
    assert "takes more than one profile" in more


def test_scores_stand_beside_their_cells(iris):
    scores = {(2, "full"): 0.5681, (3, "full"): 0.9039}
    first, second, third = best_in_words(iris, most=3, scores=scores)
    assert first.endswith(" Adjusted Rand index 0.568.")
    assert second.endswith(" Adjusted Rand index 0.904.")
    assert "Rand" not in third
