"""Cut the full reference results down to what the tests read: `python extract.py FOLDER`."""

import json
import sys
from pathlib import Path

SETS = ("iris", "faithful", "diabetes_rm", "galaxies")
STARTS = ("onehot", "soft")
INEXACT = ("VEE", "EVE", "VVE")
FIT = ("weights", "means", "covariances", "total_loglik", "bic", "aic", "n_parameters")
FIT += ("n_iter", "lower_bounds", "labels", "crosstab")


def kept(entry, names):
    return {name: entry[name] for name in names if name in entry}


def covariances(m_step):
    return m_step["sigma"] if "sigma" in m_step else m_step["sigmasq"]


def mclust_case(case):
    return kept(case, ("model", "G", "df", "loglik_after", "loglik_after_soft")) | {
        "sigma": {start: covariances(case[f"mstep_{start}"]) for start in STARTS},
        "em": kept(case["em"], ("loglik", "bic")),
        "em_tight": kept(case["em_tight"], ("loglik",)),
    }


def weights_and_means(cases):
    """Those of the first M-step, the same for all models."""
    first = {str(case["G"]): case for case in cases}
    return {
        k: {start: kept(case[f"mstep_{start}"], ("pro", "mean")) for start in STARTS}
        for k, case in first.items()
    }


def mclust(full):
    return kept(full, ("engine", "start_partitions", "soft_start")) | {
        "weights_and_means": weights_and_means(full["cases"]),
        "cases": [mclust_case(case) for case in full["cases"]],
    }


def exact(full):
    """The models whose M-step mclust does not solve to the last digit."""
    cases = [case for case in full["cases"] if case["model"] in INEXACT]
    em = [kept(fit, ("G", "loglik_after_exact", "loglik_exact")) for fit in full["vve_exact_em"]]
    return {
        "cases": [kept(case, ("model", "G", "start", "sigma_exact")) for case in cases],
        "vve_em": em,
    }


def is_kept_fit(params):
    """Three components by default settings, and the exact iterations from a given start."""
    plain = set(params) == {"n_components", "covariance_type", "random_state"}
    return params.get("tol") == 0.0 or (plain and params["n_components"] == 3)


def scikit_learn(full):
    fits = [fit for fit in full["fits"] if is_kept_fit(fit["params"])]
    return kept(full, ("engine",)) | {
        "fits": [{"params": fit["params"]} | kept(fit, FIT) for fit in fits]
    }


CUTS = {
    "parity": (mclust, "mclust"),
    "exact": (exact, "exact"),
    "sklearn": (scikit_learn, "sklearn"),
}


def main(folder):
    here = Path(__file__).parent
    for name in SETS:
        for source, (cut, target) in CUTS.items():
            path = folder / f"{name}_{source}.json"
            if path.exists():  # one dimension has no model with inner iterations
                text = json.dumps(cut(json.loads(path.read_text())), separators=(",", ":"))
                (here / f"{name}_{target}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
