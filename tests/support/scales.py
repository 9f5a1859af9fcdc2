"""A questionnaire as social scientists have it: means of six scales of 400 people, with gaps."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

SCALES = ("workload", "autonomy", "support", "engagement", "exhaustion", "intention to leave")
SHARES = (0.5, 0.3, 0.2)
MEANS = (
    (3.0, 3.4, 3.5, 3.6, 2.4, 2.0),
    (4.2, 2.4, 2.3, 2.2, 3.9, 3.6),
    (2.0, 4.3, 4.3, 4.5, 1.5, 1.3),
)
DEVIATIONS = (0.45, 0.5, 0.5, 0.45, 0.5, 0.55)
GAPS = 0.02  # of the answers


def survey(n_rows: int = 400, seed: int = 14) -> pd.DataFrame:
    """Means from 1 to 5 with two decimals, in three profiles, some of them missing."""
    rng = np.random.default_rng(seed)
    profile = rng.choice(len(SHARES), size=n_rows, p=SHARES)
    values = rng.normal(np.array(MEANS)[profile], DEVIATIONS)
    values[rng.uniform(size=values.shape) < GAPS] = np.nan
    return pd.DataFrame(values, columns=list(SCALES)).clip(1.0, 5.0).round(2)


def survey_file() -> bytes:
    """The same as a file."""
    text = io.StringIO()
    survey().to_csv(text, index=False)
    return text.getvalue().encode()
