"""Cut the full reference results down to what the tests read: `python extract.py FOLDER`."""

import json
import sys
from pathlib import Path

SETS = ("iris", "faithful", "diabetes_rm", "galaxies")
MODELS = {"VVV": "full", "EEE": "tied", "VVI": "diag", "VII": "spherical", "V": "full"}
M_STEP = ("loglik", "pro", "mean", "sigma", "sigmasq")
FIT = ("weights", "means", "covariances", "total_loglik", "bic", "aic", "n_parameters")
FIT += ("n_iter", "lower_bounds", "labels", "crosstab")


def kept(entry, names):
    return {name: entry[name] for name in names if name in entry}


def mclust_case(case):
    return kept(case, ("model", "G", "df", "loglik_after", "loglik_after_soft")) | {
        "mstep_onehot": kept(case["mstep_onehot"], M_STEP),
        "mstep_soft": kept(case["mstep_soft"], M_STEP),
        "em": kept(case["em"], ("loglik", "bic")),
        "em_tight": kept(case["em_tight"], ("loglik",)),
    }


def mclust(full):
    cases = [mclust_case(case) for case in full["cases"] if case["model"] in MODELS]
    return kept(full, ("engine", "start_partitions", "soft_start")) | {"cases": cases}


def is_kept_fit(params):
    """Three components by default settings, and the exact iterations from a given start."""
    plain = set(params) == {"n_components", "covariance_type", "random_state"}
    return params.get("tol") == 0.0 or (plain and params["n_components"] == 3)


def scikit_learn(full):
    fits = [fit for fit in full["fits"] if is_kept_fit(fit["params"])]
    return kept(full, ("engine",)) | {
        "fits": [{"params": fit["params"]} | kept(fit, FIT) for fit in fits]
    }


def main(folder):
    here = Path(__file__).parent
    for name in SETS:
        for source, cut, target in (
            ("parity", mclust, "mclust"),
            ("sklearn", scikit_learn, "sklearn"),
        ):
            full = json.loads((folder / f"{name}_{source}.json").read_text())
            text = json.dumps(cut(full), separators=(",", ":"))
            (here / f"{name}_{target}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
