import numpy as np
import pytest

from gmm_core import Data, DataError
from gmm_core.fitting import Settings


def test_what_depends_on_the_rows_is_part_of_their_model_alone(table):
    settings, data = Settings(2, floor=0.01, prior=True, noise=True), Data(table("faithful"))
    plain, model = settings.model, settings.model_of(data)
    assert (plain.prior, plain.noise, plain.floor) == (None, None, 0.01)
    assert (model.prior is not None, model.noise is not None, model.floor) == (True, True, 0.01)
    np.testing.assert_array_equal(model.prior.scale, plain.with_prior(data, 2).prior.scale)
    np.testing.assert_array_equal(model.noise.edges, plain.with_noise(data).noise.edges)


def test_of_rows_that_do_not_spread_there_is_no_noise():
    data = Data([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
    with pytest.raises(DataError):
        Settings(1, noise=True).model_of(data)


def test_a_run_ends_as_it_was_asked():
    stop = Settings(2, tol=0.5, max_iter=7).stop
    assert (stop.tol, stop.max_iter) == (0.5, 7)
