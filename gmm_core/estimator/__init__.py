"""scikit-learn's contract: the mixture as an estimator.

Examples
--------
>>> GaussianMixture(1).fit([[0.0], [1.0], [3.0]]).means_.round(2)
array([[1.33]])
"""

from gmm_core.estimator.gaussian_mixture import GaussianMixture

__all__ = ["GaussianMixture"]
