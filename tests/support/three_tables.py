"""Three tables as people bring them: a survey, customers and cells.

`python tests/support/three_tables.py FOLDER` writes them as CSV files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

SCALES = ("engagement", "wellbeing", "autonomy", "support", "clarity", "workload")
PROFILES = {  # rows, and the mean of each scale
    "thriving": (200, (4.1, 4.0, 3.9, 4.0, 4.1, 2.4)),
    "coping": (120, (3.1, 2.9, 3.2, 2.8, 3.3, 3.4)),
    "strained": (80, (2.1, 1.9, 2.3, 2.0, 2.6, 4.2)),
}
DEPARTMENTS = ("Sales", "Research", "Operations", "Human resources")
OF_DEPARTMENT = {
    "thriving": (0.30, 0.40, 0.15, 0.15),
    "coping": (0.30, 0.15, 0.35, 0.20),
    "strained": (0.15, 0.10, 0.60, 0.15),
}
GAPS = 0.04  # of the answers of a scale

SPENDS = ("groceries", "clothing", "electronics", "travel")
SEGMENTS = {  # rows, the logarithm of each median, and the share that spends nothing on it
    "families": (800, (6.2, 4.6, 3.9, 4.4), (0.00, 0.04, 0.10, 0.15)),
    "young urban": (600, (4.7, 5.4, 5.2, 3.8), (0.02, 0.01, 0.04, 0.25)),
    "travellers": (350, (5.2, 4.9, 4.2, 7.1), (0.01, 0.05, 0.10, 0.00)),
    "occasional": (250, (3.2, 2.9, 2.4, 2.6), (0.10, 0.30, 0.45, 0.60)),
}

MARKERS = (
    *("CD3", "CD4", "CD8", "CD19", "CD56", "CD14"),
    *("CD16", "CD45RA", "CCR7", "CD25", "CD127", "HLADR"),
)
GATES = {  # share, and where a marker is high; elsewhere it is low
    "CD4 T": (0.34, ("CD3", "CD4", "CD127", "CCR7")),
    "CD8 T": (0.22, ("CD3", "CD8", "CD45RA", "CD127")),
    "Treg": (0.06, ("CD3", "CD4", "CD25", "CCR7")),
    "B": (0.13, ("CD19", "HLADR", "CD45RA", "CCR7")),
    "NK": (0.10, ("CD56", "CD16", "CD45RA")),
    "Monocytes": (0.15, ("CD14", "HLADR", "CD4")),
}
LOW, HIGH = 0.6, 3.6


def survey(seed: int = 15) -> pd.DataFrame:
    """400 people: six scales of 1 to 5 from three profiles, each with gaps; their department."""
    rng = np.random.default_rng(seed)
    drawn = []
    for profile, (n, means) in PROFILES.items():
        common = rng.normal(scale=0.25, size=(n, 1))  # people answer alike throughout
        part = pd.DataFrame(
            np.clip(rng.normal(means, 0.45, size=(n, 6)) + common, 1.0, 5.0).round(1),
            columns=SCALES,
        )
        part["department"] = rng.choice(DEPARTMENTS, n, p=OF_DEPARTMENT[profile])
        part["tenure"] = rng.gamma(3.0, 2.0 + 0.5 * (profile == "thriving"), n).round(1)
        drawn.append(part)
    table = pd.concat(drawn).sample(frac=1.0, random_state=seed).reset_index(drop=True)
    for scale in SCALES:
        table.loc[rng.choice(len(table), round(GAPS * len(table)), replace=False), scale] = np.nan
    table.insert(0, "person", [f"P{number:03d}" for number in range(1, len(table) + 1)])
    return table


def customers(seed: int = 15) -> pd.DataFrame:
    """2,000 customers: yearly spends, log-normal with zeros, of four segments; region and age."""
    rng = np.random.default_rng(seed)
    drawn = []
    for segment, (n, medians, nothing) in SEGMENTS.items():
        spends = np.exp(rng.normal(medians, 0.45, size=(n, 4))).round(2)
        part = pd.DataFrame(np.where(rng.random((n, 4)) < nothing, 0.0, spends), columns=SPENDS)
        part["age"] = np.clip(rng.normal(31 if segment == "young urban" else 46, 11, n), 18, 90)
        part["region"] = rng.choice(["north", "south", "east", "west"], n)
        part["channel"] = rng.choice(
            ["shop", "web", "app"], n, p=(0.2, 0.3, 0.5) if segment == "young urban" else None
        )
        drawn.append(part.round({"age": 0}))
    table = pd.concat(drawn).sample(frac=1.0, random_state=seed).reset_index(drop=True)
    table.insert(0, "customer_id", np.arange(100_001, 100_001 + len(table)))
    return table


def cells(seed: int = 15, n_rows: int = 5000) -> pd.DataFrame:
    """5,000 cells: twelve markers on a logarithmic scale, of six gates."""
    rng = np.random.default_rng(seed)
    shares = np.array([share for share, _ in GATES.values()])
    gate = rng.choice(len(GATES), n_rows, p=shares / shares.sum())
    centres = np.array(
        [[HIGH if marker in high else LOW for marker in MARKERS] for _, high in GATES.values()]
    )
    spread = rng.uniform(0.3, 0.6, size=centres.shape)
    table = pd.DataFrame(rng.normal(centres[gate], spread[gate]).round(3), columns=MARKERS)
    table["gate"] = np.array(list(GATES))[gate]
    return table


TABLES = {"survey": survey, "customers": customers, "cells": cells}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        table().to_csv(folder / f"{name}.csv", index=False)
