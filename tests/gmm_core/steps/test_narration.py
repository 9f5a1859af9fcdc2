"""The sentences bear the numbers of the run that they tell of."""

import re

import numpy as np
import pytest

from gmm_core import DegenerateComponentError, Mixture, responsibilities, run
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps.half_steps import frame, last_half_step
from gmm_core.steps.narration import idea_and_figures, moved, narrate, why_stopped
from gmm_core.written_numbers import number

X = np.array([[0.0], [1.0], [9.0], [10.0], [5.2]])
NAMES = ["a", "b", "c", "d", "e"]
START = Mixture([0.5, 0.5], [[1.0], [8.0]], [[[4.0]], [[4.0]]])


@pytest.fixture(scope="module")
def fit():
    return run(X, START, tol=1e-6)


def told(fit, half_step):
    """The sentence of one half-step, with responsibilities as the page computes them."""
    seen = frame(fit, half_step)

    def resp(iteration):
        return None if iteration is None else responsibilities(X, fit.states[iteration].mixture)

    return narrate(seen, resp(seen.responsible), resp(seen.responsible_before), NAMES)


def test_moved_counts_standard_deviations_of_the_component_before():
    """(3, 4) in the metric of variances 9 and 4: √(1 + 4); the other component stays."""
    before = Mixture([0.5, 0.5], np.zeros((2, 2)), [np.diag([9.0, 4.0]), np.eye(2)])
    after = Mixture([0.5, 0.5], [[3.0, 4.0], [0.0, 0.0]], [np.eye(2), np.eye(2)])
    np.testing.assert_allclose(moved(before, after), [np.sqrt(5.0), 0.0])


def test_moved_is_defined_for_every_component_that_has_a_density():
    """Nearly singular covariances, where rounding could make a squared distance negative."""
    rng = np.random.default_rng(0)
    n_checked = 0
    for _ in range(300):
        root = rng.normal(size=(3, 3)) * [1.0, 1.0, 1e-8]
        before = Mixture([1.0], [np.zeros(3)], [root @ root.T])
        after = Mixture([1.0], [root[:, 0] * 1e-3], before.covariances)
        try:
            _ = before.whitening
        except DegenerateComponentError:
            continue
        n_checked += 1
        assert moved(before, after)[0] >= 0.0
    assert n_checked > 50


def test_the_start_says_what_a_mixture_is_and_what_em_does(fit):
    sentence = told(fit, 0)
    assert sentence.startswith("A mixture adds up clouds of points, each a normal distribution.")
    assert "E shares the points out, M refits each cloud to its share." in sentence
    assert sentence.endswith("2 components are placed.")


def test_the_first_e_step_counts_points_and_names_the_least_certain_row(fit):
    """Row e, at 5.2, lies nearest to the middle, 4.5, between two equal components.

    Its log-odds are (4.2² − 2.8²) / 8 = 1.225, which is 0.773 against 0.227.
    """
    assert told(fit, 1) == (
        "Every point is shared out by how well each component explains it. By the largest share: "
        "2 and 3 points. Least certain: row e, 0.773 against 0.227."
    )


def test_where_no_point_is_shared_none_is_the_least_certain(fit):
    said = narrate(frame(fit, 1), np.eye(2)[[0, 0, 1, 1, 1]], None, NAMES)
    assert said.endswith("2 and 3 points. Each has a share of 1.000 in one component.")


def test_sizes_of_many_clusters_are_told_as_a_range():
    nine = Mixture(np.full(9, 1 / 9), np.linspace(0, 10, 9)[:, None], np.ones((9, 1, 1)))
    assert ": from 0 to 1 point." in told(run(X, nine, max_iter=1), 1)


def test_an_m_step_says_which_mean_moved_most_and_the_gain(fit):
    first, second = fit.states[:2]
    distances = np.abs(second.mixture.means - first.mixture.means).ravel() / 2.0
    most = int(distances.argmax())
    gain = second.log_likelihood - first.log_likelihood
    assert told(fit, 2) == (
        "Each component moves to the middle of its share of the points and takes on their spread; "
        f"dashed is before. Component {most + 1} moved most, by {distances[most]:.3f} of its "
        f"standard deviations. Log-likelihood {number(second.log_likelihood)} (+{gain:.3f})."
    )


def test_a_later_e_step_counts_the_points_that_changed():
    seen = frame(run(X, START, max_iter=2), 3)
    before = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.4, 0.6]])
    one, two = before.copy(), before.copy()
    one[4] = [0.7, 0.3]
    two[3:] = [[0.7, 0.3], [0.55, 0.45]]
    idea, figures = idea_and_figures(seen, one, before, NAMES)
    assert idea == "Every point is shared out anew by how well each component explains it."
    assert figures.startswith("1 point changed sides.")
    assert idea_and_figures(seen, two, before, NAMES)[1].startswith("2 points changed sides.")
    assert idea_and_figures(seen, before, before, NAMES)[1].startswith("No points changed sides.")
    assert "row e, 0.550 against 0.450" in idea_and_figures(seen, two, before, NAMES)[1]


def test_ideas_bear_no_numbers(fit):
    """They are what is told while the answers are hidden."""
    for half_step in range(1, last_half_step(fit) + 1):
        seen = frame(fit, half_step)
        resp = responsibilities(X, fit.states[seen.responsible or 0].mixture)
        assert not re.search(r"\d", idea_and_figures(seen, resp, None, NAMES)[0])


def test_one_component_is_told_without_a_second():
    alone = run(X, Mixture([1.0], [[0.0]], [[[1.0]]]))
    sentences = [told(alone, half_step) for half_step in range(last_half_step(alone) + 1)]
    assert sentences[0].startswith("A mixture of one component is a single cloud")
    assert (
        sentences[1] == "There is one component, and every point belongs to it with probability 1."
    )
    assert sentences[2].startswith("The component moves to the middle")
    assert " It moved by " in sentences[2]
    still = told(alone, last_half_step(alone) - 1)
    assert "none" not in still
    assert still.startswith("The component lies where its share of the points puts it: it has not")
    assert still.endswith(", as before.")


def test_every_half_step_is_told_in_finished_sentences(fit):
    for half_step in range(last_half_step(fit) + 1):
        sentence = told(fit, half_step)
        assert sentence.endswith(".")
        assert not re.search(r"-\d", sentence)
        assert "nan" not in sentence


def test_with_a_prior_it_is_the_log_posterior_that_had_to_rise():
    settings = Settings(2, "tied", prior=True, tol=1e-3)
    assert "to raise the log-posterior by less" in why_stopped(fit_run(X, settings), 1e-3)


def test_the_end_is_explained():
    done = run(X, START, tol=1e-3)
    sentence = why_stopped(done, 1e-3)
    assert sentence.startswith(f"Converged after {done.n_iter} iterations")
    assert "by less than 0.005." in sentence
    assert sentence.endswith("This is an optimum near the start, usually a local one.")
    told = why_stopped(done, 1e-3, "2 of 4 reach that.")
    assert told == sentence.replace(
        "This is an optimum near the start, usually a local one.", "2 of 4 reach that."
    )
    cut = run(X, START, tol=0.0, max_iter=1)
    assert why_stopped(cut, 0.0).startswith("Stopped after 1 iteration, the most allowed")


def test_a_start_that_led_nowhere_is_said(table):
    """Components that are alike stay alike: EM cannot tell them apart."""
    X = table("iris")
    covariance = np.cov(X.T, ddof=0)
    alike = Mixture(np.full(3, 1 / 3), [X.mean(axis=0)] * 3, [covariance] * 3)
    assert "All components lie on one another" in why_stopped(run(X, alike), 1e-6)
    good = fit_run(X, Settings(3, "tied", "kmeans"))
    assert "usually a local one" in why_stopped(good, 1e-6)


def test_one_component_has_no_better_fit(table):
    alone = fit_run(table("iris"), Settings(1))
    assert "With one component this is the best fit" in why_stopped(alone, 1e-6)


def test_components_that_the_floor_holds_are_named(table):
    floored = fit_run(table("iris"), Settings(3, init="kmeans", floor=0.05))
    held = [str(component + 1) for component in floored.states[-1].floored]
    assert held
    assert f"The covariance floor holds component{'s' * (len(held) > 1)} {', '.join(held)}, " in (
        why_stopped(floored, 1e-6)
    )
