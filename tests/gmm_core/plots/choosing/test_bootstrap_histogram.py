import numpy as np
import pytest

from gmm_core.plots.choosing import bootstrap_histogram
from gmm_core.selection import LikelihoodRatioTest

TEST = LikelihoodRatioTest(9.25, np.random.default_rng(0).chisquare(3, 99))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(bootstrap_histogram(TEST, theme=theme))


def test_bars_count_all_samples_and_the_line_is_at_the_statistic():
    bars, line = bootstrap_histogram(TEST).data
    assert sum(bars.y) == 99
    assert list(line.x) == [9.25, 9.25]
    assert bootstrap_histogram(TEST).layout.annotations[0].text == "rows: 9.250"


def test_nothing_meets_the_edge_and_few_samples_are_drawn_too(valid):
    figure = bootstrap_histogram(LikelihoodRatioTest(370.0, np.array([0.0])))
    valid(figure)
    assert figure.layout.xaxis.range[1] > 370.0
