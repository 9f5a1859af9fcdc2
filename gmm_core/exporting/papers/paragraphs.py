"""The paragraph on the method: what was fitted, how it was chosen, and whom to cite."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gmm_core.checked import as_annotated
from gmm_core.choosing import MIXTURE, Vocabulary, ranked
from gmm_core.errors import DataError
from gmm_core.exporting.papers.apa import share, within
from gmm_core.selection import CRITERIA, Cell, LikelihoodRatioTest, Selection
from gmm_core.version import VERSION
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import fixed, in_full, p_value, tally

REFERENCES = {
    "em": "Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from "
    "incomplete data via the EM algorithm. Journal of the Royal Statistical Society B, 39, 1–38.",
    "structures": "Celeux, G., & Govaert, G. (1995). Gaussian parsimonious clustering models. "
    "Pattern Recognition, 28, 781–793.",
    "start": "Fraley, C., & Raftery, A. E. (2002). Model-based clustering, discriminant analysis, "
    "and density estimation. Journal of the American Statistical Association, 97, 611–631.",
    "lpa": "Oberski, D. (2016). Mixture models: Latent profile and latent class analysis. In J. "
    "Robertson & M. Kaptein (Eds.), Modern statistical methods for HCI (pp. 275–287). Springer.",
    "bic": "Schwarz, G. (1978). Estimating the dimension of a model. Annals of Statistics, 6, "
    "461–464.",
    "aic": "Akaike, H. (1974). A new look at the statistical model identification. IEEE "
    "Transactions on Automatic Control, 19, 716–723.",
    "icl": "Biernacki, C., Celeux, G., & Govaert, G. (2000). Assessing a mixture model for "
    "clustering with the integrated completed likelihood. IEEE Transactions on Pattern Analysis "
    "and Machine Intelligence, 22, 719–725.",
    "sabic": "Sclove, S. L. (1987). Application of model-selection criteria to some problems in "
    "multivariate analysis. Psychometrika, 52, 333–343.",
    "caic": "Bozdogan, H. (1987). Model selection and Akaike's information criterion (AIC). "
    "Psychometrika, 52, 345–370.",
    "awe": "Banfield, J. D., & Raftery, A. E. (1993). Model-based Gaussian and non-Gaussian "
    "clustering. Biometrics, 49, 803–821.",
    "clc": "Biernacki, C., & Govaert, G. (1997). Using the classification likelihood to choose "
    "the number of clusters. Computing Science and Statistics, 29, 451–457.",
    "prior": "Fraley, C., & Raftery, A. E. (2007). Bayesian regularization for normal mixture "
    "estimation and model-based clustering. Journal of Classification, 24, 155–181.",
    "lrt": "McLachlan, G. J. (1987). On bootstrapping the likelihood ratio test statistic for the "
    "number of components in a normal mixture. Applied Statistics, 36, 318–324.",
    "cv": "Smyth, P. (2000). Model selection for probabilistic clustering using cross-validated "
    "likelihood. Statistics and Computing, 10, 63–72.",
    "gaps": "Ghahramani, Z., & Jordan, M. I. (1994). Supervised learning from incomplete data via "
    "an EM approach. Advances in Neural Information Processing Systems, 6, 120–127.",
    "mar": "Little, R. J. A., & Rubin, D. B. (2002). Statistical analysis with missing data (2nd "
    "ed.). Wiley.",
    "entropy": "Ramaswamy, V., DeSarbo, W. S., Reibstein, D. J., & Robinson, W. T. (1993). An "
    "empirical pooling approach for estimating marketing mix elasticities with PIMS data. "
    "Marketing Science, 12, 103–124.",
}
REFERENCES["soft_icl"] = REFERENCES["icl"]


UNITS = "Log-likelihoods and criteria are in the units before the natural logarithm."


@dataclass(frozen=True)
class Fitting:
    """What was fitted, and to what.

    Parameters
    ----------
    features : tuple of str
    n_samples : int
        Rows that were fitted.
    n_left_out : int
        Rows that were not.
    left_out : str
        Which these are, as `Rows.causes` has it; by default all with missing values.
    n_gaps, n_missing : int
        Rows of those fitted that took part with what is there of them, and how many values they
        miss.
    prior, noise : bool
        Whether fits have a conjugate prior, or noise.
    n_known : int
        Rows of a class that was known.
    alone : float, optional
        The log-likelihood of the rows alone, in nats, where the class of some was known.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    thorough : bool
        Whether each fit was begun from several starts as well.
    of_logarithms : bool
        Whether logarithms are among the features; they are called so.
    weighed : str
        How rows count, in a sentence; "" where each counts once.
    """

    features: tuple[str, ...]
    n_samples: int
    n_left_out: int = 0
    tol: float = 1e-6
    max_iter: int = 1000
    thorough: bool = False
    of_logarithms: bool = False
    weighed: str = ""
    n_gaps: int = 0
    n_missing: int = 0
    prior: bool = False
    noise: bool = False
    n_known: int = 0
    left_out: str = ""
    alone: float | None = None


@as_annotated
def method_paragraph(
    selection: Selection,
    cell: Cell,
    fitting: Fitting,
    *,
    criterion: str = "bic",
    words: Vocabulary = MIXTURE,
    tests: Sequence[tuple[int, LikelihoodRatioTest]] = (),
) -> tuple[str, list[str]]:
    """Return the paragraph on the method and its result, and the references that it names.

    Parameters
    ----------
    selection : Selection
        With all `CRITERIA` and `CLARITY`.
    cell : Cell
        The one that is reported; it has a fit.
    fitting : Fitting
    criterion : str
        One of `CRITERIA`, by which was chosen.
    words : Vocabulary
    tests : sequence of (int, LikelihoodRatioTest)
        Of so many components against one more.

    Returns
    -------
    paragraph : str
        Numbers as the American Psychological Association sets them.
    references : list of str

    Raises
    ------
    DataError
        When the cell has no fit.

    Examples
    --------
    >>> from gmm_core.selection import CLARITY, CRITERIA, select_model
    >>> X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
    >>> selection = select_model(X, [1, 2], ["tied"], [*CRITERIA, *CLARITY])
    >>> said, cited = method_paragraph(selection, selection.best("bic"), Fitting(("x",), 6))
    >>> said.partition(". ")[0]
    'Gaussian mixture models of 1 to 2 components with 1 covariance structure (E; Celeux & Govaert,
    1995) were fitted to 6 rows of 1 variable (x)'
    """
    if cell.ascent is None:
        raise DataError("The cell has no fit to report. Choose one that has.")
    cited = ["em", "structures", criterion, "entropy"]
    cited += [] if _alone(fitting) else ["start"]
    cited += ["prior"] * fitting.prior + ["awe"] * fitting.noise
    cited += (["lpa"] if words is not MIXTURE else []) + (["lrt"] if tests else [])
    cited += ["cv"] * bool(_foretold(cell)) + of_gaps(fitting)
    said = [
        *_fitted(selection, fitting, words),
        *_chosen(selection, cell, criterion, words),
        *(_tested(k, test, words) for k, test in tests),
        *_foretold(cell),
        *clear(cell.n_components, cell.criteria, words, by_weights=bool(fitting.weighed)),
    ]
    return " ".join(said), sorted({REFERENCES[name] for name in cited})


def _fitted(selection: Selection, fitting: Fitting, words: Vocabulary) -> list[str]:
    cells = selection.cells.values()
    sizes = sorted({cell.n_components for cell in cells})
    letters = list(dict.fromkeys(words.structure(cell.letters) for cell in cells))
    model = "Gaussian mixture models" if words is MIXTURE else "Latent profile models"
    d, n = len(fitting.features), fitting.n_samples
    lpa = " (mixtures of normal distributions; Oberski, 2016)" * (words is not MIXTURE)
    several = ", and from the best of several further starts" * fitting.thorough
    nested = "hierarchical clusters (Fraley & Raftery, 2002) and from the best fit nested in each"
    begun = "the best of several starts each" if _alone(fitting) else f"{nested}{several}"
    begun = FROM_KNOWN if fitting.n_known else begun
    return [
        f"{model}{lpa} of {sizes[0]} to {sizes[-1]} {words.component}s with "
        f"{counted(len(letters), 'covariance structure')} ({listed(letters, 14)}; Celeux & "
        f"Govaert, 1995) were fitted to {counted(n, 'row')} of {counted(d, 'variable')} "
        f"({listed(fitting.features, 12)}).",
        *of_rows(fitting),
        f"{estimated(prior=fitting.prior)} in GMM Lab {VERSION}, begun from {begun}; a run ended "
        "when all iterations to come "
        f"were estimated to gain less than {in_full(fitting.tol)} nats a row, or after "
        f"{counted(fitting.max_iter, 'iteration')}.",
        *[PRIOR] * fitting.prior,
        *[f"{of_noise(fitting)}."] * fitting.noise,
        *of_known(fitting),
    ]


def _alone(fitting: Fitting) -> bool:
    """Whether each fit of the table was made by itself."""
    return fitting.prior or fitting.noise or bool(fitting.n_known)


PRIOR = (
    "The conjugate prior of Fraley and Raftery (2007) for means and covariances kept components "
    "from collapsing; the log-likelihood is given without the prior."
)


# Where EM begins if the class of some rows is known.
FROM_KNOWN = "the rows of known class, by k-means in which these stay where they are"


def estimated(*, prior: bool) -> str:
    """Return the beginning of the sentence that says how parameters were estimated."""
    how = "the highest posterior" if prior else "maximum likelihood"
    return f"Parameters were estimated by {how} with the EM algorithm (Dempster et al., 1977)"


def of_noise(fitting: Fitting) -> str:
    """Return that some rows were allowed to be noise, and over which box."""
    boxes = "smaller of two boxes about all rows, along the variables or their principal axes"
    box = "box about all rows along the variables" if fitting.n_gaps else boxes
    return f"Some rows were allowed to be noise, uniform over the {box} (Banfield & Raftery, 1993)"


def of_known(fitting: Fitting) -> list[str]:
    """Return what is said of rows of known class, where there are any."""
    n = fitting.n_known
    if not n:
        return []
    joint = "The log-likelihood is that of the rows together with their known classes"
    alone = (
        "" if fitting.alone is None else f"; that of the rows alone was {fixed(fitting.alone, 2)}"
    )
    sure = "such rows count as certain"
    return [f"Of {counted(n, 'row')} the class was known, and fixed: {sure}. {joint}{alone}."]


def of_rows(fitting: Fitting) -> list[str]:
    """Which rows were left out, how the others count, and in which units criteria are."""
    left_out = fitting.n_left_out
    were = plural(left_out, "was", "were")
    what = "without any value" if fitting.n_gaps else "with missing values"
    which = fitting.left_out or f"{counted(left_out, 'row')} {what}"
    return [
        *([f"{which} {were} left out."] if left_out else []),
        *([_taken_part(fitting)] if fitting.n_gaps else []),
        *([fitting.weighed] if fitting.weighed else []),
        *([UNITS] if fitting.of_logarithms else []),
    ]


def _taken_part(fitting: Fitting) -> str:
    values = fitting.n_samples * len(fitting.features)
    part = fixed(100.0 * fitting.n_missing / values, 1)
    return (
        f"Of the rows that were fitted, {fitting.n_gaps:,} had missing values, "
        f"{fitting.n_missing:,} of "
        f"{values:,} in all ({part}%), and took part by maximum likelihood of what was observed "
        "(full-information maximum likelihood; Ghahramani & Jordan, 1994), which takes values to "
        "be missing at random (Little & Rubin, 2002)."
    )


def of_gaps(fitting: Fitting) -> list[str]:
    """Return the names of the references that rows with gaps call for."""
    return ["gaps", "mar"] if fitting.n_gaps else []


def _chosen(selection: Selection, cell: Cell, criterion: str, words: Vocabulary) -> list[str]:
    title, source = words.title(criterion), CRITERIA[criterion].source
    best, *others = ranked(selection, criterion)
    others = [each for each in others if not each.has_equals]
    numbers = (
        f"({title} = {fixed(cell.criteria[criterion], 2)}, log L = "
        f"{fixed(cell.log_likelihood, 2)}, {counted(cell.parameters, 'parameter')})"
    )
    first = f"Models were compared by {title} ({within(source)}), of which lower is better."
    if cell is not best:
        gap = fixed(cell.criteria[criterion] - best.criteria[criterion], 2)
        return [
            first,
            f"The model of {words.cell(cell)} {numbers} is reported; {title} was lowest for "
            f"{words.cell(best)}, by {gap}.",
        ]
    behind = ""
    if others:
        gap = fixed(others[0].criteria[criterion] - best.criteria[criterion], 2)
        behind = f", {gap} below the next ({words.cell(others[0])})"
    return [first, f"It was lowest for {words.cell(cell)} {numbers}{behind}."]


def _tested(k: int, test: LikelihoodRatioTest, words: Vocabulary) -> str:
    n_boot = len(test.bootstrap_statistics)
    p = p_value(test.p_value)
    relation = p if p.startswith("<") else f"= {p}"
    return (
        f"A bootstrap likelihood-ratio test (McLachlan, 1987; {counted(n_boot, 'sample')}) of "
        f"{words.counted(k)} against {k + 1} gave 2 Δ log L = {fixed(test.statistic, 2)}, "
        f"p {relation}."
    )


def _foretold(cell: Cell) -> list[str]:
    value = cell.criteria.get("cv", float("nan"))
    if value != value:
        return []
    error = fixed(cell.criteria["cv_se"], 3)
    return [
        f"In cross-validation the log-likelihood of rows held out was {fixed(value, 3)} a row "
        f"(SE = {error}; Smyth, 2000)."
    ]


def of_size(rows: float, *, by_weights: bool) -> str:
    """Return so many rows, and that they are counted by their weights."""
    return f"{tally(rows)} {plural(rows, 'row')}{' by weights' * by_weights}"


def clear(
    n_components: int,
    values: Mapping[str, float],
    words: Vocabulary,
    *,
    by_weights: bool = False,
) -> list[str]:
    """How clear the classes are, and how large the smallest is, by the measures of clarity."""
    if n_components == 1:
        return []
    least = values["smallest_posterior"]
    if not math.isnan(least):  # of "at least" no rounding may make more
        least = math.floor(100.0 * least + 1e-9) / 100.0
    percent = fixed(100.0 * values["smallest_share"], 1)
    return [
        f"Relative entropy was {share(values['relative_entropy'])} (Ramaswamy et al., 1993), the "
        f"average {words.responsibilities} of assigned rows were at least "
        f"{share(least)}, and the smallest {words.cluster} held "
        f"{of_size(values['smallest_class'], by_weights=by_weights)} ({percent}%)."
    ]
