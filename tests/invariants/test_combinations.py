"""Gaps, noise, a prior, known classes and weights in pairs: what is taken away carries them all."""

import hashlib
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from programs import run_program

from gmm_core.exporting import model_of, read_model, to_json
from gmm_core.exporting.analysis import Analysis, numbers_of
from gmm_core.exporting.repeating_script import script
from gmm_core.fitting import Settings, data_of, fit_run
from gmm_core.gaps import shares_of
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
from gmm_core.row_weights import Weighting
from gmm_core.table.rows import complete_rows

KINDS = ("gaps", "noise", "prior", "known", "weights")
ASKED = [*combinations(KINDS, 2), KINDS]
FEATURES = ("a", "b", "c")
NAME = "rows.csv"


def frame_of():
    rng = np.random.default_rng(4)
    kinds = rng.integers(3, size=240)
    X = 6.0 * kinds[:, None] + rng.normal(size=(240, 3))
    X[:12] = rng.uniform(-10, 25, size=(12, 3))
    frame = pd.DataFrame(X, columns=list(FEATURES)).round(6)
    frame["kind"] = np.where(np.arange(240) % 4 == 0, np.array(["p", "q", "r"])[kinds], None)
    frame["n"] = 1 + np.arange(240) % 3
    return frame


@cache
def analysed(asked):
    """The table, the analysis of it, and what it comes to, for some of the kinds."""
    frame = frame_of()
    if "gaps" in asked:
        gone = np.random.default_rng(5).random((240, 3)) < 0.15
        frame[list(FEATURES)] = frame[list(FEATURES)].mask(gone)
    content = frame.to_csv(index=False).encode()
    frame = read_table(content, NAME).frame
    settings = Settings(
        3,
        "VVV",
        "kmeans",
        tol=1e-4,
        missing="ml" if "gaps" in asked else "refuse",
        prior="prior" in asked,
        noise="noise" in asked,
    )
    weighting = Weighting("n", "frequency") if "weights" in asked else None
    ask = {"missing": settings.missing, "weighting": weighting}
    rows = complete_rows(frame, FEATURES, **ask)
    is_known = "known" in asked
    rows = rows.with_known_classes(frame["kind"]) if is_known else rows
    run = fit_run(data_of(rows), settings)
    about = (NAME, hashlib.sha256(content).hexdigest(), Choices(), FEATURES, "kind", settings)
    analysis = Analysis(*about, weighting=weighting, is_known=is_known)
    return content, frame, analysis, rows, run


@pytest.mark.parametrize("asked", ASKED, ids="-".join)
def test_a_saved_model_predicts_the_same_bits(asked):
    _, _, analysis, rows, run = analysed(asked)
    ask = {"weights": rows.weights, "weighting": analysis.weighting}
    saved = to_json(model_of(rows.X, run, analysis.settings, FEATURES, **ask))
    again = read_model(saved)
    assert (shares_of(rows.X, again.mixture) == shares_of(rows.X, run.mixture)).all()
    assert again.settings == analysis.settings
    assert again.n == rows.n


@pytest.mark.parametrize("asked", ASKED, ids="-".join)
def test_a_program_names_all_that_was_asked_for_and_comes_to_it(asked, tmp_path):
    content, frame, analysis, rows, run = analysed(asked)
    numbers = numbers_of(analysis, frame, rows, run.mixture, run.log_likelihood)
    program = script(analysis, numbers)
    named = {
        "gaps": '"ml"',
        "noise": "noise=True",
        "prior": "prior=True",
        "known": "with_known_classes",
    }
    named["weights"] = "Weighting("
    for kind, word in named.items():
        assert (word in program.replace("'", '"')) == (kind in asked), kind
    (tmp_path / NAME).write_bytes(content)
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    done = run_program(tmp_path, "program.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert "differs" not in done.stdout
    assert f"{numbers.log_likelihood}  as shown" in done.stdout
