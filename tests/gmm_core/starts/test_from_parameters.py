"""Parameters that a caller gives: taken as they are, or refused by name."""

import numpy as np
import pytest

from gmm_core import DataError, covariance_structure
from gmm_core.starts.from_parameters import given_parameters

FULL = covariance_structure("full")


def test_precisions_become_covariances_of_every_structure():
    for kind, precisions in {
        "spherical": [4.0, 0.5],
        "diag": [[4.0, 4.0], [0.5, 0.5]],
        "full": [np.eye(2) * 4, np.eye(2) / 2],
    }.items():
        found = given_parameters((2, 2), covariance_structure(kind), precisions=precisions)[
            "covariances"
        ]
        np.testing.assert_allclose(found.dense, [np.eye(2) / 4, np.eye(2) * 2])
    tied = given_parameters((2, 2), covariance_structure("tied"), precisions=np.eye(2) * 4)[
        "covariances"
    ]
    np.testing.assert_allclose(tied.dense, [np.eye(2) / 4] * 2)


def test_only_what_is_given_comes_back():
    assert given_parameters((2, 1), FULL) == {}
    assert list(given_parameters((2, 1), FULL, weights=[0.25, 0.75])) == ["weights"]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"weights": [0.5, 0.6]}, "weights_init must be at least 0 and sum to 1"),
        ({"weights": [1.5, -0.5]}, "weights_init must be at least 0 and sum to 1"),
        ({"means": [[0.0], [1.0], [2.0]]}, r"means_init has shape \(3, 1\). Give shape \(2, 1\)"),
        ({"means": [["a"], ["b"]]}, "means_init is not of numbers throughout"),
        ({"means": [[np.nan], [0.0]]}, "means_init holds values that are not finite"),
        ({"precisions": [[[1.0]], [[-1.0]]]}, "precisions_init must be symmetric, positive"),
    ],
)
def test_what_is_wrong_is_named(parameters, sentence):
    with pytest.raises(DataError, match=sentence):
        given_parameters((2, 1), FULL, **parameters)


def test_a_precision_is_symmetric():
    with pytest.raises(DataError, match="symmetric"):
        given_parameters((1, 2), FULL, precisions=[[[2.0, 1.0], [0.0, 2.0]]])
