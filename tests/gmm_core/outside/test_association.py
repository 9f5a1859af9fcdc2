"""What is said of one column against clusters."""

import numpy as np

from gmm_core.outside.association import Association


def made(**changes):
    values = {
        "column": "town",
        "levels": ("a", "b"),
        "table": np.array([[1, 3], [0, 0]]),
        "sizes": np.array([4, 0]),
        "n_rows": 4,
        "test": "chi-squared",
        "statistic": 12.345,
        "degrees": (2,),
        "p_value": 0.0021,
        "effect": 0.4,
        "status": "4 rows with a value",
    }
    return Association(**(values | changes))


def test_tests_are_written_as_papers_do():
    assert made().test_in_words == "χ²(2) = 12.35, p = .002"
    f = made(levels=(), test="F", degrees=(2, 1397), p_value=1e-9)
    assert f.test_in_words == "F(2, 1,397) = 12.35, p < .001"
    assert made(levels=(), test="Kruskal-Wallis").test_in_words == "H(2) = 12.35, p = .002"
    assert made(degrees=()).test_in_words == "none"


def test_effects_have_names():
    assert made().effect_name == "V"
    assert made(levels=(), test="F").effect_name == "η"
    assert made(levels=(), test="Kruskal-Wallis").effect_name == "η of ranks"


def test_a_cluster_without_rows_has_no_shares():
    np.testing.assert_array_equal(made().shares, [[0.25, 0.75], [np.nan, np.nan]])
