"""A model and a stop rule are checked once, and are values."""

import pickle
import sys
from collections import Counter

import numpy as np
import pytest

from gmm_core import (
    COVARIANCE_STRUCTURES,
    Data,
    DataError,
    Model,
    Statistics,
    checked,
    m_step,
    maximisation,
)
from gmm_core.em import Stop
from gmm_core.em import model as model_module
from gmm_core.selection import propose


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"covariance_type": "round"}, "There is no covariance structure named 'round'"),
        ({"covariance_type": None}, "There is no covariance structure named None"),
        ({"reg_covar": -0.1}, "The covariance floor is -0.1. Give a number from 0 to 1e150."),
        ({"reg_covar": np.nan}, "The covariance floor is nan. Give a number from 0 to 1e150."),
        ({"floor": 1.0}, "The relative covariance floor is 1.0, a share of the variance"),
        ({"covariance_type": "EVV", "floor": 0.1}, "could not keep equal volumes above it"),
    ],
)
def test_a_model_that_is_none_is_refused(bad, sentence):
    with pytest.raises(DataError) as refused:
        Model(**bad)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"tol": -1e-9}, "tol is -1e-09. Give a number of nats a row, not below 0."),
        ({"tol": np.inf}, "tol is inf. Give a number of nats a row, not below 0."),
        ({"max_iter": 0}, "max_iter is 0. Give a whole number of at least 1."),
        ({"max_iter": 2.0}, "max_iter is 2.0. Give a whole number of at least 1."),
    ],
)
def test_a_stop_that_is_none_is_refused(bad, sentence):
    with pytest.raises(DataError) as refused:
        Stop(**bad)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("name", COVARIANCE_STRUCTURES)
def test_letters_and_names_are_the_same_model(name):
    by_name, by_letters = Model(name, 0.5), Model(COVARIANCE_STRUCTURES[name].letters, 0.5)
    assert by_name == by_letters
    assert hash(by_name) == hash(by_letters)
    assert by_letters.covariance_type == name
    assert by_letters.structure is COVARIANCE_STRUCTURES[name]


def test_models_and_stops_are_values():
    for one, same, other in (
        (Model("diag", floor=0.1), Model("VVI", 0.0, 0.1), Model("diag")),
        (Stop(1e-3, 7), Stop(tol=1e-3, max_iter=7), Stop()),
    ):
        assert one == same != other
        assert len({one, same, other}) == 2
        assert pickle.loads(pickle.dumps(one)) == one
        with pytest.raises(AttributeError):
            one.tol = 1.0


def test_the_m_step_of_a_model_looks_nothing_up(monkeypatch):
    statistics, model = Statistics.from_responsibilities([[0.0], [2.0]], np.ones((2, 1))), Model()
    monkeypatch.setattr(model_module, "covariance_structure", None)
    monkeypatch.setattr(model_module, "check_floor", None)
    assert model.m_step(statistics).covariances == 1.0


def test_a_proposal_looks_structures_up_and_reads_rows_once(table, monkeypatch):
    """The structures and rows of 36 fits: those asked for, and their sample."""
    looked_up, read = Counter(), []
    structure, as_table = maximisation.covariance_structure, checked.as_table

    def counted_structure(name):
        looked_up[name] += 1
        return structure(name)

    def counted_table(X, *names):
        read.append(X)
        return as_table(X, *names)

    for module in modules_that_hold("covariance_structure", structure):
        monkeypatch.setattr(module, "covariance_structure", counted_structure)
    for module in modules_that_hold("as_table", as_table):
        monkeypatch.setattr(module, "as_table", counted_table)
    propose(table("iris"))
    assert set(looked_up) == {"full", "tied", "diag", "spherical"}
    assert max(looked_up.values()) <= 3
    assert len(read) == len({id(X) for X in read}) == 2


def modules_that_hold(name, value):
    modules = [module for key, module in sys.modules.items() if key.startswith("gmm_core")]
    return [module for module in modules if getattr(module, name, None) is value]


def test_data_know_their_names_in_messages():
    with pytest.raises(DataError, match='1 in column "height"'):
        Data([[np.nan, 1.0]], names=["height", "weight"])


def test_its_m_step_is_that_of_the_fit():
    X = np.random.default_rng(0).normal(size=(20, 2))
    statistics = Statistics.from_responsibilities(X, np.full((20, 2), 0.5))
    found = Model("tied", reg_covar=0.1, floor=0.2).m_step(statistics)
    expected = m_step(statistics, "tied", reg_covar=0.1, floor=0.2)
    np.testing.assert_array_equal(found.covariances, expected.covariances)
    assert not np.allclose(found.covariances, Model("tied").m_step(statistics).covariances)


def test_the_box_of_noise_is_about_the_rows_that_count():
    rows = np.random.default_rng(0).normal(size=(20, 2))
    more = Data(np.vstack([rows, [[1e6, 1e6]]]), [*np.ones(20), 0.0])
    found, expected = Model().with_noise(more).noise, Model().with_noise(Data(rows)).noise
    assert found is not None
    assert expected is not None
    assert found.log_volume == expected.log_volume
