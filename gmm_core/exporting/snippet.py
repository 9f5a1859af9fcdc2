"""A fitted mixture as Python that rebuilds it in scikit-learn."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.exporting.saved_model import SavedModel
from gmm_core.selection import criteria, n_parameters
from gmm_core.wording import counted

_TEMPLATE = '''\
"""A Gaussian mixture fitted by GMM Lab, rebuilt in scikit-learn."""

import numpy as np
{solver}from sklearn.mixture import GaussianMixture

FEATURES = {features}
COMPONENTS = {names}
{logarithms}{criteria}
model = GaussianMixture(n_components={k}, covariance_type="{kind}")
model.weights_ = np.array({weights})
model.means_ = np.array({means})
model.covariances_ = {covariances}
{precisions}
model.lower_bound_ = {bound}  # log-likelihood in nats a row{of_logarithms}
model.converged_ = {converged}
model.n_features_in_ = {d}


{functions}'''

_FUNCTIONS = '''\
{responsibilities}


def clusters(table):
    """Return what the most probable component of each row is called."""
    return np.array(COMPONENTS)[responsibilities(table).argmax(axis=1)]
'''

_NOISE = "NOISE_SHARE = {share}  # of all rows, uniform over a box; scikit-learn knows of none\n"
_WHOLE_WITH_NOISE = '''\
LOG_VOLUME = {log_volume}  # of the box


def responsibilities(table):
    """Return the probability of each component for each row; what they leave of it is noise."""
    X = {values}
    log_components = np.log1p(-NOISE_SHARE) + model.score_samples(X)
    log_noise = np.log(NOISE_SHARE) - LOG_VOLUME
    return model.predict_proba(X) * np.exp(
        log_components - np.logaddexp(log_components, log_noise)
    )[:, None]
'''
_LOG_JOINT = """\
    X = {values}
    there, joint = ~np.isnan(X), np.tile(np.log(model.weights_), (len(X), 1))
    for pattern in np.unique(there, axis=0):
        rows = (there == pattern).all(axis=1)
        if not pattern.any():
            continue
        for j, (mean, covariance) in enumerate(zip(model.means_, {dense})):
            own = multivariate_normal(mean[pattern], covariance[np.ix_(pattern, pattern)])
            joint[rows, j] += own.logpdf(X[np.ix_(rows, pattern)])
"""
_GAPPED_WITH_NOISE = (
    '''\
SIDES = np.array({sides})  # of the box, along the features


def responsibilities(table):
    """Return the probability of each component for each row; what they leave of it is noise.

    Where values are missing it follows from those that are there.
    """
'''
    + _LOG_JOINT
    + """\
    joint += np.log1p(-NOISE_SHARE)
    log_noise = np.log(NOISE_SHARE) - there @ np.log(SIDES)
    every = np.column_stack([joint, log_noise])
    return np.exp(joint - logsumexp(every, axis=1, keepdims=True))
"""
)
_CLUSTERS_OR_NOISE = '''

def clusters(table):
    """Return what the most probable component of each row is called, or "noise"."""
    shares = responsibilities(table)
    is_noise = 1.0 - shares.sum(axis=1) > shares.max(axis=1)
    return np.where(is_noise, "noise", np.array(COMPONENTS)[shares.argmax(axis=1)])
'''


_WHOLE = """\
def responsibilities(table):
    \"\"\"Return the probability of each component for each row of a pandas table.\"\"\"
    return model.predict_proba({values})"""
_GAPPED = (
    """\
def responsibilities(table):
    \"\"\"Return the probability of each component for each row of a pandas table.

    Where values are missing it follows from those that are there.
    \"\"\"
"""
    + _LOG_JOINT
    + "    return np.exp(joint - logsumexp(joint, axis=1, keepdims=True))"
)
_DENSE = {
    "full": "model.covariances_",
    "tied": "[model.covariances_] * model.n_components",
    "diag": "map(np.diag, model.covariances_)",
    "spherical": "model.covariances_[:, None, None] * np.eye(model.n_features_in_)",
}
_OF_GAPS = "from scipy.special import logsumexp\nfrom scipy.stats import multivariate_normal\n"
_SOLVER = "from scipy.linalg import solve_triangular\n"
_HALF = "solve_triangular(np.linalg.cholesky({covariance}), np.eye({d}), lower=True).T"
_OF_EACH = f"""\
model.precisions_cholesky_ = np.array(
    [
        {_HALF.replace("{covariance}", "covariance")}
        for covariance in model.covariances_
    ]
)
model.precisions_ = np.array([half @ half.T for half in model.precisions_cholesky_])"""
_OF_ALL = f"""\
model.precisions_cholesky_ = (
    {_HALF.replace("{covariance}", "model.covariances_")}
)
model.precisions_ = model.precisions_cholesky_ @ model.precisions_cholesky_.T"""
_OF_VARIANCES = """\
model.precisions_cholesky_ = 1.0 / np.sqrt(model.covariances_)
model.precisions_ = model.precisions_cholesky_**2"""
_PRECISIONS = {"full": _OF_EACH, "tied": _OF_ALL, "diag": _OF_VARIANCES, "spherical": _OF_VARIANCES}
_DEPTHS = {"spherical": 1, "diag": 2, "tied": 2}  # of their numbers, where they are as they should

_LOGARITHMS = """SHIFTS = {shifts}  # of log(x + shift)
LOG_JACOBIAN = {log_jacobian}  # to add to a log-likelihood of logarithms, for that of the values


def values(table):
    \"\"\"Return the features of a pandas table, of some the logarithms; NaN of what has none.\"\"\"
    found = table[FEATURES].astype(float)
    for feature, shift in SHIFTS.items():
        moved = found[feature] + shift
        found[feature] = np.log(moved.where(moved > 0.0))
    return found.to_numpy()


"""


def array_literal(array: np.ndarray) -> str:
    """Return the source of a nested list with the numbers of an array, all digits kept.

    Returns
    -------
    str
        The innermost lists each on a line of its own.

    Examples
    --------
    >>> print(array_literal(np.array([[0.1, 2.0], [3.0, 4.0]])))
    [
        [0.1, 2.0],
        [3.0, 4.0],
    ]
    """
    return _nested(array.tolist(), 0)


def _nested(values: list, depth: int) -> str:
    if not values or not isinstance(values[0], list):
        return repr(values)
    margin = "    " * depth
    lines = "".join(f"{margin}    {_nested(value, depth + 1)},\n" for value in values)
    return f"[\n{lines}{margin}]"


@as_annotated
def scikit_learn_snippet(model: SavedModel) -> str:
    """Return Python that rebuilds a mixture as ``sklearn.mixture.GaussianMixture`` and predicts.

    Parameters
    ----------
    model : SavedModel
        Of any covariance structure. Those that scikit-learn has are called by its names, so that
        its ``bic(X)`` is that of the fit; of the others it gets the covariances in full, and a
        comment has the right criteria.

    Returns
    -------
    str
        A module that needs numpy, scipy and scikit-learn, and no file. It defines ``model``,
        ``responsibilities(table)`` and ``clusters(table)``. These take rows with gaps where the fit
        did.

    Examples
    --------
    >>> from gmm_core import Mixture
    >>> from gmm_core.fitting import Settings
    >>> mixture = Mixture([1.0], [[0.1]], [[[4.0]]])
    >>> source = scikit_learn_snippet(
    ...     SavedModel(mixture, ("x",), {}, Settings(1), None, None, "", 9, -12.5, {})
    ... )
    >>> exec(source, names := {})
    >>> names["model"].predict([[0.5]])
    array([0])
    """
    mixture = model.mixture
    numbers = [str(j + 1) for j in range(mixture.n_components)]
    kind, gaps = _kind(model), _takes_gaps(model)
    return _TEMPLATE.format(
        kind=kind,
        solver=_SOLVER * (kind in ("full", "tied")) + _OF_GAPS * gaps,
        criteria=_criteria(model, kind),
        precisions=_PRECISIONS[kind].format(d=mixture.n_features),
        features=list(model.features),
        names=list(model.component_names or numbers),
        k=mixture.n_components,
        d=mixture.n_features,
        weights=array_literal(mixture.weights),
        means=array_literal(mixture.means),
        covariances=_covariances(model, kind),
        bound=(model.log_likelihood - model.log_jacobian) / model.n,
        of_logarithms=", of the logarithms" * bool(model.logarithms),
        logarithms=_logarithms(model),
        converged=model.converged,
        functions=_functions(model),
    )


def _functions(model: SavedModel) -> str:
    """The source of what tells responsibilities and clusters of a table."""
    values = "values(table)" if model.logarithms else "table[FEATURES].to_numpy(dtype=float)"
    noise = model.mixture.noise
    gaps, dense = _takes_gaps(model), _DENSE[_kind(model)]
    if noise is None or noise.share == 0:
        shares = (_GAPPED if gaps else _WHOLE).format(values=values, dense=dense)
        return _FUNCTIONS.format(responsibilities=shares)
    sides = np.diagonal(noise.edges).tolist()
    box = {"log_volume": noise.log_volume, "sides": sides, "dense": dense, "values": values}
    shares = (_GAPPED_WITH_NOISE if gaps else _WHOLE_WITH_NOISE).format(**box)
    return _NOISE.format(share=noise.share) + shares + _CLUSTERS_OR_NOISE


def _takes_gaps(model: SavedModel) -> bool:
    """Whether rows with gaps took part; noise of such rows has a box along the features."""
    noise = model.mixture.noise
    return model.settings.missing == "ml" and (noise is None or noise.is_along_features)


def _logarithms(model: SavedModel) -> str:
    """The source of what takes logarithms of the features that they are fitted of."""
    shifts = {each.feature: each.shift for each in model.logarithms}
    return _LOGARITHMS.format(shifts=shifts, log_jacobian=model.log_jacobian) if shifts else "\n"


def _kind(model: SavedModel) -> str:
    """What scikit-learn calls the structure; "full" where it has none of the kind."""
    name = model.settings.covariance_type
    return name if model.covariances.ndim == _DEPTHS.get(name) else "full"


def _criteria(model: SavedModel, kind: str) -> str:
    """The criteria of the fit as comments, and whether scikit-learn comes to the same."""
    name, (k, d) = model.settings.covariance_type, model.mixture.means.shape
    noise = model.mixture.noise is not None
    parameters, log_likelihood = n_parameters(k, d, name, noise), model.log_likelihood
    bic = criteria.bic(log_likelihood, parameters, model.n)
    aic = criteria.aic(log_likelihood, parameters)
    units = ", in the units before the logarithms" * bool(model.logarithms)
    lines = [
        f"The fit: {parameters} free parameters, log-likelihood {log_likelihood:.4f} nats{units};",
        f"BIC {bic:.4f}, AIC {aic:.4f}, of which lower is better.",
    ]
    if kind != name:
        lines += [
            f"scikit-learn has no structure {name}, and takes the covariances in full: its bic(X)",
            f"and aic(X) count {n_parameters(k, d, kind)} parameters, and are not those above.",
        ]
    if noise:
        lines += ["scikit-learn has no noise, so its bic(X) and aic(X) are not those above."]
    if model.logarithms:
        lines += ["Its bic(X) and aic(X) are of the logarithms: subtract 2 * LOG_JACOBIAN."]
    if model.settings.missing == "ml":
        lines += ["Rows with gaps took part; bic(X), aic(X) and score(X) take whole rows alone."]
    if model.known_column is not None:
        lines += [
            f"The class of {counted(model.known_rows, 'row')} was known: the log-likelihood above",
            "is that of rows and classes together, and score(X), bic(X), aic(X) are without them.",
        ]
    if model.weighting is not None:
        lines += ["The rows had weights, which bic(X) and aic(X) do not take."]
    return "\n".join(f"# {line}" for line in lines)


def _covariances(model: SavedModel, kind: str) -> str:
    """The source of all covariances, from the numbers that they are kept in."""
    values, d = model.covariances, model.mixture.n_features
    numbers = array_literal(values)
    if kind != "full" or values.ndim == 3:
        return f"np.array({numbers})"
    if values.ndim == 1:
        return f"np.array({numbers})[:, None, None] * np.eye({d})"
    return f"np.array({numbers})[:, :, None] * np.eye({d})"
