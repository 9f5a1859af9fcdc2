import numpy as np
import plotly.graph_objects as go
import pytest
from sklearn.datasets import load_iris

from gmm_core.mixture.density import responsibilities
from gmm_core.mixture.mixture import Mixture


def check_valid(figure):
    """Raise where plotly does not know a property: the figures are built unvalidated."""
    traces = [trace.to_plotly_json() for trace in figure.data]
    go.Figure(data=traces, layout=figure.layout.to_plotly_json())


@pytest.fixture(scope="session")
def iris():
    rows = load_iris().data
    rows.setflags(write=False)
    return rows


@pytest.fixture(scope="session")
def names():
    return ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"]


@pytest.fixture
def species_mixture(iris):
    groups = np.split(iris, 3)
    covariances = [np.cov(group.T) for group in groups]
    return Mixture(np.full(3, 1 / 3), [group.mean(axis=0) for group in groups], covariances)


@pytest.fixture
def resp(iris, species_mixture):
    return responsibilities(iris, species_mixture)


@pytest.fixture
def valid():
    return check_valid
