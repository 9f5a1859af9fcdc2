"""What is drawn reads in the light and in the dark: words 4.5 : 1, symbols and lines 3 : 1."""

import numpy as np
import pytest
from contrasts import MARKS, WORDS, blended, faint_marks

from gmm_core.mixture.density import responsibilities
from gmm_core.mixture.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import OKABE_ITO, colours, contrast, mix
from gmm_core.plots.marks.style import INKS
from gmm_core.plots.pictures import mixture_figure
from gmm_core.plots.teaching import ascent, stage

K = 9
THEMES = ["light", "dark"]


def mixture(d):
    means = 9.0 * np.stack([np.arange(K) % 3, np.arange(K) // 3], axis=1)[:, :d]
    return Mixture(np.full(K, 1 / K), means + np.arange(K)[:, None], np.tile(np.eye(d), (K, 1, 1)))


def figures(theme):
    """The figures of the player, of one axis and of two, of few rows and of many."""
    for d, n in ((1, 90), (2, 90), (2, 2000)):
        now = mixture(d)
        X = np.random.default_rng(0).normal(size=(n, d)) + now.means[np.arange(n) % K]
        labels = ["a", "b"][:d]
        names = [f"Row {row}" for row in range(n)]
        every = {"labels": labels, "rows": np.arange(n), "hover": names, "theme": theme}
        yield stage(X, now, truth=now, **every)
        resp = responsibilities(X, now)
        yield mixture_figure(X, now, names=labels, responsibilities=resp, look=Look(theme=theme))
    yield ascent([-9.0, -5.0, -4.5, -4.4], [np.nan, -6.0, -4.7, -4.4], theme=theme)


@pytest.mark.parametrize("theme", THEMES)
def test_all_that_the_player_draws_reads(theme):
    faint = [faint_marks(figure, theme) for figure in figures(theme)]
    assert faint == [{}] * len(faint)


@pytest.mark.parametrize("theme", THEMES)
def test_palettes_and_inks_read_on_their_ground(theme):
    ink = INKS[theme]
    assert min(contrast(hue, ink.ground) for hue in OKABE_ITO[theme]) >= MARKS
    assert contrast(ink.neutral, ink.ground) >= MARKS
    for word in (ink.text, ink.muted, ink.e_step, ink.m_step):
        assert contrast(word, ink.ground) >= WORDS


@pytest.mark.parametrize("theme", THEMES)
def test_colours_that_are_mixed_read(theme):
    shares = np.random.default_rng(1).dirichlet(np.full(8, 0.3), size=300)
    assert min(contrast(each, INKS[theme].ground) for each in mix(shares, theme)) >= MARKS


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_read_on_the_bar_of_a_share(theme):
    """A ledger has a bar of 35 % of a component's colour behind its shares."""
    ink = INKS[theme]
    bars = [blended(hue, ink.ground, 0.35) for hue in colours(8, theme)]
    assert min(contrast(ink.text, bar) for bar in bars) >= WORDS
