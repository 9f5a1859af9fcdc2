"""Whatever a name of a face is given, it answers, or refuses in a sentence, and soon."""

# pyright: reportArgumentType=false
import importlib
import inspect
import time
import traceback
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sklearn

import gmm_core
from gmm_core import GaussianMixture, GMMError, Mixture, Model, Settings, Statistics
from gmm_core.certainty import class_table
from gmm_core.clusters import profiles, row_ledger
from gmm_core.departures import fit_checks, low_density
from gmm_core.ends import tried
from gmm_core.ends.many_starts import as_tried
from gmm_core.expectation import Data
from gmm_core.exporting import Analysis, model_of, numbers_of, to_json
from gmm_core.fitting import Grid, fit_run
from gmm_core.landscape import ends_of
from gmm_core.logarithms import Logarithm
from gmm_core.maximisation import covariance_structure
from gmm_core.outside import associations, means_by_class
from gmm_core.reading import Choices
from gmm_core.resampling import resampled
from gmm_core.selection import CLARITY, CRITERIA, HeldOut, LikelihoodRatioTest, select_model
from gmm_core.starts import merge_tree
from gmm_core.steps import frame, mean_ledger, other_ends
from gmm_core.table import complete_rows
from gmm_core.target import compared

X = np.array([[0.0, 1.0], [0.4, 0.0], [1.0, 2.0], [1.3, 1.1], [8.0, 5.0], [9.1, 6.2], [9.5, 4.0]])
RESP = np.repeat(np.eye(2), [4, 3], axis=0)
ASSOCIATIONS = associations({"x": X[:, 0]}, [0, 0, 0, 0, 1, 1, 1], 2)
MIXTURE = Mixture([0.5, 0.5], [[0.7, 1.0], [9.0, 5.0]], [[[0.3, 0], [0, 0.5]], [[0.6, 0], [0, 1]]])
SETTINGS = Settings(2, init="kmeans", max_iter=3)
FRAME = pd.DataFrame(X, columns=["x", "y"])
FEATURES = ["x", "y"]
RUN = gmm_core.run(X, MIXTURE, max_iter=2)
COLLAPSED = fit_run(X[:4], Settings(2, means=((0.3, 0.5), (1.3, 1.1))), up_to_collapse=True)
TRIED = as_tried(X, RUN, Settings(2, init="random_from_data"))
CLASSES = np.array(list("aaaabbb"))
TABLE_OF_FITS = select_model(X, [1, 2], ["tied"], [*CRITERIA, *CLARITY])
RESAMPLED = resampled(X, MIXTURE, "full", n_samples=2, random_state=0, tol=0.1, max_iter=3)
RATIO_TEST = LikelihoodRatioTest(9.0, np.arange(19.0))
MADE_OF = {"features": FEATURES, "settings": SETTINGS}
ROWS = complete_rows(FRAME, FEATURES)
ANALYSIS = Analysis("file.csv", "", Choices(), ("x", "y"), None, SETTINGS)
DATA, STRUCTURE = Data(X), covariance_structure("tied")
KNOWN = DATA.with_known([0, 0, 0, -1, 1, 1, -1])
STATISTICS = Statistics.from_responsibilities(X, RESP)
SAVED = model_of(X, RUN, SETTINGS, FEATURES)
FOUND, DENSITY, LEDGER = (
    profiles(X, MIXTURE, RESP),
    low_density(X, MIXTURE),
    row_ledger(X[0], [MIXTURE]),
)
PLANE = [[0.0, 0.0], [5.0, 0.0], [5.0, 5.0]]
NUMBERS = numbers_of(ANALYSIS, FRAME, ROWS, MIXTURE, -10.0)

CALLS = {
    "": {
        "bootstrap_lrt": {
            "X": X,
            "n_components": 1,
            "covariance_type": "spherical",
            "missing": "refuse",
            "prior": False,
            "noise": False,
            "n_boot": 1,
            "random_state": 0,
            "tol": 0.1,
            "max_iter": 5,
        },
        "Choices": {
            "encoding": None,
            "separator": None,
            "decimal": None,
            "header": None,
            "sheet": None,
            "kinds": (),
        },
        "compare": {
            "target": CLASSES,
            "clusters": [0, 0, 0, 0, 1, 1, 1],
            "n_clusters": 2,
            "resp": RESP,
        },
        "compared": {"target": CLASSES, "resp": RESP, "name": "class", "unit": "cm"},
        "complete_rows": {"frame": FRAME, "features": FEATURES},
        "covariance_structure": {"covariance_type": "full"},
        "cross_validated": {
            "X": X,
            "n_components": 1,
            "covariance_type": "spherical",
            "missing": "refuse",
            "prior": False,
            "noise": False,
            "folds": 2,
            "random_state": 0,
            "tol": 0.1,
            "max_iter": 9,
            "on_progress": None,
        },
        "Data": {"X": X, "sample_weight": np.ones(7), "names": FEATURES},
        "e_step": {
            "X": X,
            "mixture": MIXTURE,
            "sample_weight": np.ones(7),
            "covariance_type": "full",
        },
        "data_of": {"rows": ROWS},
        "fit_run": {"X": X, "settings": SETTINGS, "names": FEATURES, "on_state": None},
        "source_of": {
            "X": FRAME,
            "sample_weight": np.ones(7),
            "features": FEATURES,
            "complete": False,
            "names": FEATURES,
            "missing": "refuse",
        },
        "initialize": {
            "X": X,
            "n_components": 2,
            "init": "random",
            "random_state": 0,
            "sample_weight": np.ones(7),
            "model": None,
        },
        "is_nested": {"inner": "tied", "outer": "full"},
        "iterate": {
            "X": X,
            "start": MIXTURE,
            "covariance_type": "tied",
            "reg_covar": 0.1,
            "floor": 0.0,
            "sample_weight": np.ones(7),
            "first_iteration": 0,
        },
        "labelled": {
            "frame": FRAME,
            "kept": np.ones(7, dtype=bool),
            "responsibilities": RESP,
            "labels": [0, 0, 0, 0, 1, 1, 1],
            "measures": {"m": np.ones(7)},
            "components": ["a", "b"],
        },
        "log_density": {"X": X, "mixture": MIXTURE},
        "low_density": {"X": X, "mixture": MIXTURE, "alpha": 0.01},
        "m_step": {
            "statistics": STATISTICS,
            "covariance_type": "full",
            "reg_covar": 0.1,
            "floor": 0.0,
            "previous": MIXTURE,
        },
        "merge_tree": {"X": X, "max_rows": 100, "random_state": 0, "on_progress": None},
        "Mixture": {
            "weights": [0.5, 0.5],
            "means": MIXTURE.means,
            "covariances": MIXTURE.covariances,
        },
        "Model": {"covariance_type": "full", "reg_covar": 0.0, "floor": 0.0},
        "predicted": {"frame": FRAME, "features": FEATURES, "mixture": MIXTURE, "alpha": 0.01},
        "read_table": {
            "content": b"x,y\n1,2\n",
            "name": "file",
            "choices": Choices(),
            "on_progress": None,
        },
        "responsibilities": {"X": X, "mixture": MIXTURE},
        "row_measures": {"resp": RESP, "density": DENSITY},
        "run": {
            "X": X,
            "start": MIXTURE,
            "covariance_type": "full",
            "tol": 0.1,
            "max_iter": 3,
            "reg_covar": 0.1,
            "floor": 0.0,
            "sample_weight": np.ones(7),
            "on_state": None,
            "keep": "all",
        },
        "sample": {"mixture": MIXTURE, "n_samples": 3, "random_state": 0},
        "select_model": {
            "X": X,
            "n_components": [1, 2],
            "covariance_types": ["EII"],
            "criteria": ["bic"],
            "tol": 0.1,
            "max_iter": 9,
            "thorough": False,
            "random_state": 0,
            "on_cell": None,
            "names": FEATURES,
        },
        "Settings": {
            "n_components": 2,
            "covariance_type": "full",
            "init": "auto",
            "seed": 0,
            "floor": 0.0,
            "standardise": False,
            "tol": 0.1,
            "max_iter": 9,
            "means": None,
        },
        "spurious": {
            "mixture": MIXTURE,
            "weight": 7.0,
            "reg_covar": 0.0,
            "floored": (),
            "floor_helps": True,
        },
        "Statistics": {
            "weight": 7.0,
            "resp_sum": [4.0, 3.0],
            "resp_means": MIXTURE.means,
            "scatter": MIXTURE.covariances,
            "log_likelihood": -10.0,
            "moments": "full",
        },
    },
    "em": {
        "Stop": {"tol": 0.1, "max_iter": 3},
        "check_fit": {"X": X, "n_components": 2, "model": Model(), "names": FEATURES},
    },
    "logarithms": {
        "check_of_features": {"logarithms": [Logarithm("x")], "features": FEATURES},
        "each_of": {"features": FEATURES, "logarithms": [Logarithm("x")]},
        "is_positive": {"values": X[:, 0]},
        "Logarithm": {"feature": "x", "shift": 1.0},
        "logarithm_of": {"feature": "x", "values": X[:, 0]},
        "log_jacobians": {"Y": X, "features": FEATURES, "logarithms": [Logarithm("x")]},
        "named_so": {"labels": ["X", "Y"], "features": FEATURES, "logarithms": [Logarithm("x")]},
        "needs_logarithm": {"values": X[:, 0]},
        "said": {"logarithms": [Logarithm("x")]},
        "skewness": {"values": X[:, 0]},
        "taken": {"X": X, "features": FEATURES, "logarithms": [Logarithm("x", 1.0)], "back": True},
    },
    "maximisation": {"check_floor": {"floor": 0.1, "structure": STRUCTURE}},
    "mixture": {
        "Scaling": {"shift": np.zeros(2), "scale": np.ones(2)},
        "as_rows": {"X": X, "n_features": 2},
        "log_joint": {"X": X, "mixture": MIXTURE},
        "squared_distances": {"X": X, "mixture": MIXTURE},
        "standardising": {"X": X},
    },
    "starts": {
        "QuantileBins": {"x": X[:, 0]},
        "best_start": {
            "data": DATA,
            "starts": [STATISTICS],
            "model": Model(),
            "most_moves": 1,
        },
        "from_labels": {
            "X": X,
            "labels": np.array([0, 0, 0, 0, 1, 1, 1]),
            "n_components": 2,
            "sample_weight": np.ones(7),
            "moments": "full",
        },
        "from_means": {
            "X": X,
            "means": MIXTURE.means,
            "sample_weight": np.ones(7),
            "moments": "full",
        },
        "given_parameters": {
            "shape": (2, 2),
            "structure": STRUCTURE,
            "weights": [0.5, 0.5],
            "means": MIXTURE.means,
            "precisions": np.eye(2),
        },
        "trial_starts": {
            "data": DATA,
            "n_components": 2,
            "random_state": 0,
            "tree": merge_tree(X),
            "model": Model(),
        },
    },
    "fitting": {
        "ends_together": {"data": DATA, "asked": [SETTINGS, Settings(2, init="kmeans", seed=1)]},
        "fitted_grid": {
            "X": X,
            "settings": Settings(1, max_iter=3, grid=Grid(2, ("tied",))),
            "log_jacobian": 0.0,
        },
        "taken_from": {
            "selection": TABLE_OF_FITS,
            "data": DATA,
            "settings": Settings(2, "tied"),
        },
    },
    "selection": {
        "n_parameters": {"n_components": 2, "n_features": 2, "covariance_type": "full"},
        "propose": {"X": X, "names": FEATURES, "max_components": 2},
    },
    "selection.criteria": {
        "aic": {"log_likelihood": -10.0, "parameters": 3},
        "bic": {"log_likelihood": -10.0, "parameters": 3, "n_samples": 7},
    },
    "choosing": {
        "with_and_without": {
            **{"what": "noise", "log_likelihoods": (-18.0, -19.0), "parameters": (4, 2)},
            **{"n": 7.0, "n_apart": 1, "judged": True},
        },
        "agreements": {"selection": TABLE_OF_FITS, "X": X, "known": CLASSES},
        "best_in_words": {"selection": TABLE_OF_FITS, "criterion": "bic", "most": 2},
        "classes_unseen": {
            **{"target": "kind", "n_classes": 2, "best": TABLE_OF_FITS.best("bic")},
            "criterion": "bic",
        },
        "disagreement": {"selection": TABLE_OF_FITS, "n_samples": 7},
        "failures": {"selection": TABLE_OF_FITS, "most": 2},
        "held_out_in_words": {
            "selection": TABLE_OF_FITS,
            "held_out": {(1, "tied"): HeldOut(np.zeros(7))},
        },
        "ranked": {"selection": TABLE_OF_FITS, "criterion": "bic"},
        "said_of_test": {"test": RATIO_TEST, "n_components": 1},
    },
    "ends": {
        "apart": {"end": -9.0, "best": -5.0, "n_rows": 7, "than": "the best"},
        "are_one_end": {"first": -9.0, "second": -5.0, "n_rows": 7},
        "best_end": {"starts": [TRIED]},
        "placed_differently": {
            "clusters": np.repeat([0, 1], [4, 3]),
            "others": np.repeat([1, 0], [4, 3]),
            "n_clusters": 2,
            "n_others": 2,
        },
        "reach": {"end": -9.0, "starts": [TRIED], "n_rows": 7},
        "rows_apart": {"names": ["a", "b"]},
        "start_to_watch": {"starts": [TRIED], "known": TRIED, "n_rows": 7},
        "tried": {"X": X, "settings": SETTINGS, "most": 2, "work": 1e7, "first": [TRIED]},
    },
    "landscape": {
        "ends_of": {"X": X, "settings": SETTINGS, "n_seeds": 1},
        "best_k_means": {"X": X, "n_clusters": 2, "n_starts": 1},
        "k_means_steps": {"X": X, "means": X[:2], "max_iter": 3},
        "likelihood_surface": {"x": X[:, 0], "spread": 1.0, "places": 3},
        "nearest_means": {"X": X, "means": X[:2]},
        "optima": {"starts": [TRIED], "n_rows": 7},
        "steps_of_spread": {"X": X, "means": X[:2], "spread": 1.0, "max_iter": 3},
        "order_beside": {
            "clusters": np.repeat([0, 1], [4, 3]),
            "others": np.repeat([1, 0], [4, 3]),
            "n_clusters": 2,
        },
        "reached": {"starts": [TRIED], "known": -9.0, "n_rows": 7},
    },
    "steps": {
        "film": {"X": X, "run": RUN, "row_names": list("abcdefg"), "target": FRAME["x"]},
        "frame": {"run": RUN, "half_step": 1},
        "from_here": {"run": RUN},
        "last_half_step": {"run": RUN},
        "mean_ledger": {"X": X, "run": RUN, "component": 0, "n_contributors": 2, "rows": [0, 1]},
        "narrate": {
            "seen": frame(RUN, 1),
            "resp": RESP,
            "resp_before": RESP,
            "row_names": list("abcdefg"),
            "points": "point",
        },
        "narrate_mean": {
            "ledger": mean_ledger(X, RUN, 0),
            "m_step": 1,
            "component": 0,
            "names": list("abcdefg"),
        },
        "other_ends": {"X": X, "settings": SETTINGS},
        "why_collapsed": {"X": X[:4], "run": COLLAPSED, "row_names": list("abcd")},
        "why_stopped": {"run": RUN, "tol": 0.1},
    },
    "target": {
        "agreement": {
            "comparison": compared(CLASSES, RESP),
            "row_names": list("abcdefg"),
            "most": 3,
        },
        "binned": {"target": X[:, 0], "name": "x", "unit": "cm", "n_intervals": 2},
        "class_codes": {"target": CLASSES},
        "cross_count": {
            "codes": np.repeat([0, 1], [4, 3]),
            "clusters": np.repeat([0, 1], [4, 3]),
            "n_classes": 2,
            "n_clusters": 2,
        },
        "is_measurement": {"target": FRAME["x"]},
        "matched_classes": {"counts": np.array([[4, 0], [0, 3]]), "clusters": np.array([0, 1])},
        "reading_of": {"score": "adjusted_rand_index", "value": 0.5},
        "rows_of": {"comparison": compared(CLASSES, RESP), "class_code": 0, "cluster": 1},
    },
    "clusters": {
        "correlation_table": {"mixture": MIXTURE, "names": FEATURES, "components": ["a", "b"]},
        "describe": {"found": FOUND, "names": FEATURES, "components": ["a", "b"]},
        "ledger_table": {"x": X[0], "mixture": MIXTURE, "components": ["a", "b"]},
        "names_in_words": {"found": FOUND, "names": FEATURES},
        "marked_profile": {"X": X, "resp": RESP, "rows": [0, 1]},
        "parameter_table": {
            "mixture": MIXTURE,
            "found": FOUND,
            "names": FEATURES,
            "components": ["a", "b"],
        },
        "profiles": {"X": X, "mixture": MIXTURE, "resp": RESP},
        "row_ledger": {"x": X[0], "mixtures": [MIXTURE]},
        "size_table": {"mixture": MIXTURE, "found": FOUND, "components": ["a", "b"]},
        "verdicts": {"x": X[0], "mixtures": [MIXTURE], "ledger": LEDGER},
    },
    "table": {
        "describe": {"frame": FRAME},
        "findings": {"frame": FRAME, "features": FEATURES, "described": None, "decimal": "."},
        "finite_rows": {"frame": FRAME, "features": FEATURES},
        "from_fitted": {"rows": [0, 1], "kept": np.arange(7), "origin": "x"},
        "is_numeric": {"column": FRAME["x"]},
        "within_polygon": {"points": X, "polygon": PLANE},
    },
    "results": {
        "filled": {
            **{"frame": FRAME, "rows": ROWS, "features": FEATURES, "mixture": MIXTURE},
            **{"drawn": True, "random_state": 0},
        },
        "matched_columns": {"frame": FRAME, "features": FEATURES},
        "piece_rows": {"n_features": 2},
        "synthetic_rows": {
            "mixture": MIXTURE,
            "names": FEATURES,
            "count": 3,
            "seed": 0,
            "components": ["a", "b"],
        },
    },
    "reading": {
        "number_pattern": {"decimal": "."},
        "read_csv": {
            "content": b"x,y\n1,2\n",
            "name": "file",
            "choices": Choices(),
            "on_progress": None,
        },
    },
    "exporting": {
        "csv_bytes": {"table": FRAME},
        "defused": {"table": FRAME},
        "model_of": {
            "X": X,
            "run": RUN,
            "settings": SETTINGS,
            "features": FEATURES,
            "units": {"x": "cm"},
            "component_names": ["a", "b"],
            "sha256": "",
            "choices": Choices(),
        },
        "numbers_of": {
            "analysis": ANALYSIS,
            "frame": FRAME,
            "rows": ROWS,
            "mixture": MIXTURE,
            "log_likelihood": -10.0,
        },
        "parquet_bytes": {"table": FRAME},
        "read_model": {"content": to_json(SAVED)},
        "scikit_learn_snippet": {"model": SAVED},
        "script": {"analysis": ANALYSIS, "expected": NUMBERS},
        "to_json": {"model": SAVED},
    },
    "outside": {
        "association_rows": {"found": ASSOCIATIONS[0]},
        "association_table": {"found": ASSOCIATIONS},
        "associations": {
            "columns": {"x": X[:, 0]},
            "clusters": [0, 0, 0, 0, 1, 1, 1],
            "n_clusters": 2,
            "adjustment": "Holm",
        },
        "compared_table": {"found": {"x": means_by_class(X[:, 0], RESP)}, "level": 0.9},
        "means_by_class": {
            "values": X[:, 0],
            "resp": RESP,
            "correction": "BCH",
            "sample_weight": np.ones(7),
            "kind": "frequency",
        },
        "shares_by_class": {"values": CLASSES, "resp": RESP, "correction": "ML"},
    },
    "gaps": {
        "allows_gaps": {"missing": "ml"},
        "density_of": {"X": X, "mixture": MIXTURE},
        "distances_of": {"X": X, "mixture": MIXTURE},
        "expected_of": {"X": X, "mixture": MIXTURE, "component": 0, "pairs": [(0, 1)]},
        "imputed": {"X": X, "mixture": MIXTURE, "drawn": True, "random_state": 0},
        "shares_of": {"X": X, "mixture": MIXTURE},
    },
    "assigned": {
        "assigned": {"resp": RESP},
        "noise_shares": {"resp": RESP},
        "with_noise": {"resp": RESP},
    },
    "certainty": {
        "class_table": {"resp": RESP},
        "classification_table": {"resp": RESP},
        "combined": {"resp": RESP},
        "entropy": {"resp": RESP},
        "most_uncertain": {"resp": RESP, "count": 2},
        "noise_line": {"resp": RESP, "weights": np.ones(7)},
        "relative_entropy": {"resp": RESP},
        "say_classes": {"resp": RESP, "noun": "cluster"},
        "say_smallest": {"table": class_table(RESP), "noun": "cluster"},
        "uncertainty": {"resp": RESP},
        "written_class_table": {"table": class_table(RESP), "noun": "cluster"},
    },
    "resampling": {
        "held_out_classes": {
            **{"data": KNOWN, "n_components": 2, "model": "spherical", "folds": 2},
            **{"random_state": 0, "tol": 0.1, "max_iter": 5, "on_fold": None},
        },
        "compared_anew": {
            "X": X,
            "mixture": MIXTURE,
            "model": "full",
            "columns": {"x": X[:, 0]},
            "found": {"x": means_by_class(X[:, 0], RESP)},
            "n_samples": 2,
            "random_state": 0,
            "tol": 0.1,
            "max_iter": 3,
            "on_sample": None,
        },
        "resampled": {
            "X": X,
            "mixture": MIXTURE,
            "model": "full",
            "method": "weighted",
            "n_samples": 2,
            "random_state": 0,
            "tol": 0.1,
            "max_iter": 3,
            "on_sample": None,
        },
        "error_table": {
            "found": RESAMPLED,
            "features": FEATURES,
            "components": ["a", "b"],
            "level": 0.9,
        },
        "stability": {
            "X": X,
            "mixture": MIXTURE,
            "model": "full",
            "n_samples": 2,
            "random_state": 0,
            "tol": 0.1,
            "max_iter": 3,
            "on_sample": None,
        },
    },
    "projection": {
        "check_plane": {"mixture": MIXTURE},
        "leading_features": {"X": X, "count": 1},
        "levels": {"mixture": MIXTURE, "shares": [0.5], "draws": 100},
        "draws": {"n_rows": 3, "n_axes": 2},
        "onto_features": {"features": [0, 1], "names": FEATURES},
        "onto_principal_components": {"X": X, "names": FEATURES},
        "regions": {
            "mixture": MIXTURE,
            "x_range": (0.0, 1.0),
            "y_range": (0.0, 1.0),
            "shape": (3, 3),
            "logarithms": (None, None),
        },
    },
    "departures": {
        "fit_checks": {"X": X, "mixture": MIXTURE, "resp": RESP},
        "fit_verdicts": {
            "checks": fit_checks(X, MIXTURE, RESP),
            "n_features": 2,
            "components": ["a", "b"],
        },
        "held_by_few": {"mixture": MIXTURE, "weight": 4.0, "but": [0]},
        "say_low_density": {"found": DENSITY},
    },
    "names": {
        "beside": {"names": ["a"], "taken": ["a"], "ending": " x"},
        "check_one_each": {"names": ["a"], "n": 1, "noun": "feature"},
        "component_titles": {"n_components": 2, "components": ["a", "b"]},
        "component_names": {"names": ["a", "b"], "n_components": 2},
        "free_names": {"wanted": ["a"], "taken": ["a"], "ending": "_"},
        "unique_names": {"names": ["a", "a"]},
    },
    "datasets": {
        "drawing": {"points": X},
        "drawn_points": {"report": [[1.0, 2.0]]},
        "load": {"name": "iris"},
        "n_places": {"points": X},
        "with_unit": {"column": "x", "unit": "cm"},
    },
    "plots": {
        "appearance": {"n_components": 2, "theme": "light"},
        "component_labels": {"n_components": 2, "names": ["a", "b"]},
        "coloured": {"name": "kind", "column": FRAME["x"], "is_number": True},
        "glyphs": {"n_components": 2},
    },
}
# Handed from room to room within every step, or a figure, which plotly makes.
WITHIN = (
    "balls",
    "compacted",
    "of_traces",
    "kept_as",
    "ones",
    "inverse_roots",
    "joint_along_axes",
    "noise_around",
    "normalized_of",
    "main",  # a program: what it is given is text
    "scale_hues",
    "without_noise",
    "passes_abreast",
    "passes_over",
    "form_of",
    "normalize",
    "raised_to_floor",
    "stacked_m_steps",
    "run_until",
    "statistics_of",
    "parts",
    "names",
    "has_names",
    "in_pieces",
    "pieces_of",
)
PLACES = [
    pytest.param(room, name, argument, id=".".join(filter(None, (room, name, argument))))
    for room, calls in CALLS.items()
    for name, given in calls.items()
    for argument in given
]
WRONG = [
    *(None, "x", b"x", True, -1, 0, 5, 2.5, 10**400, float("nan"), float("inf"), 1j),
    *([], {}, {1, 2}, object(), [[]], [None], ["a"], [5], [[1.0], [1.0, 2.0]]),
    *(
        np.empty((0, 2)),
        np.ones((3, 5)),
        np.full((7, 2), np.nan),
        np.array("x"),
        np.ones((2, 2, 2)),
    ),
    *(np.ones((7, 2)) * 1j, np.array(["2020-01-01"] * 7, dtype="M8[D]"), FRAME.iloc[:0]),
    *(np.ma.masked_greater(X, 5), pd.DataFrame({"x": ["a", "b"], "y": ["c", "d"]})),
    *(FRAME["x"], {"x": [1.0, 2.0]}, np.rec.fromarrays(X.T), FRAME.set_axis(["x", "x"], axis=1)),
]


def said_by_scikit_learn(error):
    """Whether it checked the rows: it speaks first, in its words, as in its own classes."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    said_there = Path(sklearn.__file__).parent in Path(frame.f_code.co_filename).parents
    return said_there and isinstance(error, ValueError | TypeError)


def bare_errors(call, given, argument, *, may_say=lambda error: False):
    """What comes out of a call beside answers and sentences, for each wrong value."""
    found = []
    for value in [*WRONG, (row for row in X)]:
        began = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                call(**given | {argument: value})
            except Exception as error:
                what = f"{type(value).__name__} {str(value)[:30]!r}"
                if not isinstance(error, GMMError) and not may_say(error):
                    found.append(f"{what}: {type(error).__name__}: {error}"[:200])
                elif len(str(error)) > 600:
                    found.append(f"{what}: a long message")
        if time.process_time() - began > 3:
            found.append(f"{str(value)[:30]!r} took {time.process_time() - began:.1f} s")
    return found


def found_at(room, name):
    return getattr(importlib.import_module(f"gmm_core.{room}".rstrip(".")), name)


@cache
def answer(room, name):
    """What a function says to what is right, which is asked once."""
    return found_at(room, name)(**CALLS[room][name])


def rooms():
    """Names of the rooms that need nothing beside the package; "" is the package itself."""
    folder = Path(gmm_core.__file__).parent
    return ["", *sorted(path.parent.name for path in folder.glob("*/__init__.py"))]


def walked():
    return {id(found_at(room, name)) for room, calls in CALLS.items() for name in calls}


def test_every_function_of_a_face_is_walked():
    left = [
        f"{room}.{name}"
        for room in rooms()
        if room != "checked"
        for name in importlib.import_module(f"gmm_core.{room}".rstrip(".")).__all__
        if inspect.isfunction(found := found_at(room, name))
        and id(found) not in walked()
        and name not in WITHIN
    ]
    assert left == []


@pytest.mark.parametrize(("room", "name", "argument"), PLACES)
def test_no_wrong_argument_ends_in_a_bare_error(room, name, argument):
    answer(room, name)
    bare = bare_errors(found_at(room, name), CALLS[room][name], argument)
    assert not bare, "\n".join(bare)


USERS_OF_SETTINGS = {
    "fit_run": lambda settings: fit_run(X, settings),
    "tried": lambda settings: tried(X, settings, most=2),
    "ends_of": lambda settings: ends_of(X, settings, n_seeds=1),
    "other_ends": lambda settings: other_ends(X, settings),
}
FIELDS = CALLS[""]["Settings"] | {"grid": Grid(2, ("full",))}


@pytest.mark.parametrize("name", USERS_OF_SETTINGS)
def test_no_wrong_setting_ends_in_a_bare_error(name):
    def used(**fields):
        return USERS_OF_SETTINGS[name](Settings(**fields))

    bare = {field: bare_errors(used, FIELDS, field) for field in FIELDS}
    assert {field: found for field, found in bare.items() if found} == {}


def test_no_wrong_part_of_a_table_of_fits_ends_in_a_bare_error():
    def used(**fields):
        return fit_run(X, Settings(2, max_iter=2, grid=Grid(**fields)))

    fields = {"most": 2, "structures": ("full",), "thorough": False}
    bare = {field: bare_errors(used, fields, field) for field in fields}
    assert {field: found for field, found in bare.items() if found} == {}


METHODS = {
    "affine": {"scale": 2.0, "shift": 1.0},
    "conditional": {"given": {0: 1.0}},
    "marginal": {"features": [0]},
    "permuted": {"order": [1, 0]},
    "cdf": {"x": 0.5},
    "quantiles": {"q": 0.5},
    "ordering": {"by": "mean"},
}


def test_no_wrong_argument_of_a_method_of_a_mixture_ends_in_a_bare_error():
    line = MIXTURE.marginal([0])
    bare = {
        name: bare_errors(
            getattr(line if name in ("cdf", "quantiles") else MIXTURE, name), given, argument
        )
        for name, given in METHODS.items()
        for argument in given
    }
    assert {name: found for name, found in bare.items() if found} == {}


def fitted_with(**parameters):
    return GaussianMixture(**parameters).fit(X)


@pytest.mark.parametrize("name", sorted(GaussianMixture().get_params()))
def test_no_wrong_parameter_ends_a_fit_in_a_bare_error(name):
    given = {"n_components": 2, "max_iter": 2, "init_params": "random"}
    bare = bare_errors(fitted_with, given, name)
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    "name",
    ["fit", "fit_predict", "predict", "predict_proba", "score", "score_samples", "aic", "bic"],
)
def test_no_wrong_rows_end_in_a_bare_error(name):
    fitted = fitted_with(n_components=2, max_iter=2)
    bare = bare_errors(getattr(fitted, name), {"X": X}, "X", may_say=said_by_scikit_learn)
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("name", ["fit", "score", "aic", "bic"])
def test_no_wrong_weights_end_in_a_bare_error(name):
    fitted = fitted_with(n_components=2, max_iter=2)
    bare = bare_errors(
        getattr(fitted, name),
        {"X": X, "sample_weight": np.ones(7)},
        "sample_weight",
        may_say=said_by_scikit_learn,
    )
    assert not bare, "\n".join(bare)
