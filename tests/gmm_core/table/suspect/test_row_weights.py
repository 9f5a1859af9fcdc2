"""Columns of weights are known by their names, and by values that weights can have."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table import findings
from gmm_core.table.suspect.row_weights import may_be_weights


@pytest.mark.parametrize(
    ("name", "values", "may_be"),
    [
        ("Freq", [3, 1, 12], True),
        ("n", [3, 1, 12], True),
        ("count", [3.5, 1.0, 12.0], False),
        ("freq", [2, 2, 2], False),
        ("freq", [-1, 2, 2], False),
        ("pweight", [0.3, 2.5, 8.1], True),
        ("survey_wt", [0.3, 2.5, 8.1], True),
        ("weight", [61.5, 72.0, 80.2], False),
        ("weight", [0.5, 1.0, 1.5], True),
        ("Weight", [1, 2, 3, 1], True),
        ("PERWT", [52, 390, 71], True),
        ("WGT_FINAL", [0.3, 2.5, 8.1], True),
        ("sample_weight", [0.3, 2.5, 8.1], True),
        ("birth_weight", [2.9, 3.5, 4.1], False),
        ("Gewicht", [0.6, 1.0, 1.4], True),
        ("Weight", [1.5, 2.0, 3.5], False),
        ("Weight", [2, 3, 4], False),
        ("Weight", [1, 60, 72], False),
        ("length", [1, 2, 3], False),
        ("pondération", [0.3, 2.5, 8.1], True),
        ("factor de expansión", [120, 250, 81], True),
        ("thermal expansion", [1.2, 2.5, 8.1], False),
        ("wt", [np.nan, np.nan], False),
        ("WTMEC2YR", [5120.5, 80311.2], True),
        ("WTSSALL", [0.5, 2.1], True),
        ("_LLCPWT", [52.5, 900.1], True),
        ("anweight", [0.5, 2.1], True),
        ("factor_exp", [120, 250], True),
        ("n_obs", [3, 1, 12], True),
        ("n_obs", [3.5, 1.0], False),
        ("Häufigkeiten", [3, 1, 12], True),
        ("bwt", [2.9, 3.5], False),
    ],
)
def test_names_and_values_tell(name, values, may_be) -> None:
    assert may_be_weights(name, np.array(values, dtype=float)) is may_be


def test_it_is_asked_which_of_two_things_they_say() -> None:
    frame = pd.DataFrame({"x": np.arange(20) % 7 + 0.5, "freq": np.arange(20) % 4 + 1})
    (found,) = (each for each in findings(frame, ["x", "freq"]) if each.kind == "weights")
    assert (found.columns, found.offer) == (("freq",), "weights")
    assert "Frequencies" in found.sentence
    assert "Sampling weights" in found.sentence


def test_what_may_be_weights_is_offered_as_no_target() -> None:
    frame = pd.DataFrame({"x": np.arange(60) % 7 + 0.5, "Weight": np.arange(60) % 3 + 1})
    kinds = {each.kind: each.columns for each in findings(frame, ["x"])}
    assert kinds["weights"] == ("Weight",)
    assert "Weight" not in kinds.get("category", ())
