import numpy as np
import pytest

from gmm_core import DataError, Mixture
from gmm_core.mixture.scaling import standardising
from gmm_core.plots.look import Look
from gmm_core.plots.pictures.parallel_lines import MOST_LINES, parallel


def lines(figure):
    return [trace for trace in figure.data if trace.name == "rows"]


def means(figure):
    return [trace for trace in figure.data if trace.name not in ("rows", "halo")]


@pytest.fixture
def many():
    """Three groups of very different size, of ten features."""
    rng = np.random.default_rng(0)
    clusters = np.repeat([0, 1, 2], [30_000, 900, 20])
    mixture = Mixture(np.full(3, 1 / 3), np.eye(3, 10) * 5, [np.eye(10)] * 3)
    return mixture.means[clusters] + rng.normal(size=(len(clusters), 10)), mixture, clusters


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(iris, species_mixture, resp, names, theme, valid):
    valid(parallel(iris, species_mixture, resp, names=names, look=Look(theme)))


def test_plotly_knows_every_property_of_many_rows(many, valid):
    X, mixture, clusters = many
    valid(parallel(X, mixture, np.eye(3)[clusters], names=list("abcdefghij")))


def test_every_vertex_is_its_row_standardised(iris, species_mixture, resp, names):
    figure = parallel(iris, species_mixture, resp, names=names)
    scaled = (iris - iris.mean(axis=0)) / iris.std(axis=0)
    seen = []
    for j, trace in enumerate(lines(figure)):
        rows = trace.customdata.reshape(-1, 5)
        assert (rows == rows[:, :1]).all()
        assert (resp[rows[:, 0]].argmax(axis=1) == j).all()
        y, x = trace.y.reshape(-1, 5), trace.x.reshape(-1, 5)
        np.testing.assert_allclose(y[:, :4], scaled[rows[:, 0]])
        np.testing.assert_array_equal(x[:, :4], np.tile(np.arange(4), (len(x), 1)))
        assert np.isnan(y[:, 4]).all()
        seen += rows[:, 0].tolist()
    assert sorted(seen) == list(range(150))


def test_heavy_lines_are_the_means(iris, species_mixture, resp, names):
    figure = parallel(iris, species_mixture, resp, names=names, look=Look(names=["x", "<b>", "z"]))
    scaled = standardising(iris).apply(species_mixture.means)
    assert [trace.name for trace in means(figure)] == ["x", "&lt;b&gt;", "z"]
    for trace, mean in zip(means(figure), scaled, strict=True):
        np.testing.assert_array_equal(trace.y, mean)


def test_hovering_tells_the_value_in_its_unit_and_names_are_text(iris, species_mixture, resp):
    hover = [f"<i>{row}" for row in range(150)]
    figure = parallel(
        iris, species_mixture, resp, names=["<b>"] * 4, rows=[7, 120], look=Look(hover=hover)
    )
    first = lines(figure)[0]
    assert first.hovertext[0] == "&lt;b&gt;: 5.000"
    assert first.text[0] == "&lt;i&gt;7"
    assert figure.layout.xaxis.ticktext[0] == "&lt;b&gt;"


def test_of_many_rows_a_light_sample_leaves_out_no_component(many):
    X, mixture, clusters = many
    figure = parallel(X, mixture, np.eye(3)[clusters], names=list("abcdefghij"))
    drawn = [len(trace.customdata) // 11 for trace in lines(figure)]
    assert sum(drawn) == MOST_LINES
    assert drawn[2] == 20
    assert {trace.type for trace in figure.data} == {"scattergl"}


def test_a_component_without_rows_and_a_feature_without_spread_can_be_drawn(valid):
    X = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])
    mixture = Mixture([0.5, 0.5], [[2.0, 5.0], [9.0, 5.0]], [np.eye(2)] * 2)
    figure = parallel(X, mixture, [[1.0, 0.0]] * 3, names=["a", "b"])
    assert len(lines(figure)[1].x) == 0
    valid(figure)


def test_names_that_stand_upright_are_whole():
    d = 13
    names = [
        f"Satisfaction with the support of the supervisor ({j} of {d})" for j in range(1, d + 1)
    ]
    X = np.random.default_rng(0).normal(size=(20, d))
    mixture = Mixture([1.0], np.zeros((1, d)), [np.eye(d)])
    figure = parallel(X, mixture, np.ones((20, 1)), names=names)
    assert list(figure.layout.xaxis.ticktext) == names
    short = parallel(X, mixture, np.ones((20, 1)), names=[str(j) for j in range(d)])
    assert figure.layout.height - short.layout.height > 6 * (len(names[0]) - 14)


def test_what_is_refused(iris, species_mixture, resp, names):
    with pytest.raises(DataError, match="one for each row"):
        parallel(iris, species_mixture, resp[:3], names=names)


def test_the_strip_of_missing_values_is_named_beside_the_lines(iris, species_mixture, names):
    rows, resp = iris.copy(), np.repeat(np.eye(3), 50, axis=0)
    rows[3, 1] = np.nan
    figure = parallel(rows, species_mixture, resp, names=names)
    (strip,) = (shape for shape in figure.layout.shapes if shape.type == "rect")
    ticks = dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=True))
    assert (
        strip.y0
        < ticks["missing"]
        < strip.y1
        < min(ticks[each] for each in ticks if each != "missing")
    )
    assert strip.label.text is None
    assert parallel(iris, species_mixture, resp, names=names).layout.yaxis.ticktext is None


def test_noise_comes_last_in_the_legend(iris, species_mixture, names):
    resp = np.repeat(np.eye(3), 50, axis=0)
    resp[:4] = 0.0
    figure = parallel(iris, species_mixture, resp, names=names)
    ranks = {trace.name: trace.legendrank or 1000 for trace in figure.data if trace.name != "rows"}
    assert max(ranks, key=ranks.__getitem__) == "noise"
