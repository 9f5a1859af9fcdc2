"""The two functions joined: `e_step`, `m_step`, `iterate` and `run`.

A `Model` says what is fitted, a `Stop` when that ends, and a `Run` is the tuple of states that EM
went through. Where only the end matters, an `Ascent` gets there sooner.

Examples
--------
>>> from gmm_core.mixture import Mixture
>>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
>>> run([[0.0], [0.5], [4.0], [5.0]], start).stop_reason
'converged'
"""

from gmm_core.em.acceleration import Ascent
from gmm_core.em.algorithm import e_step, iterate, m_step, run, run_until
from gmm_core.em.feasible import check_fit
from gmm_core.em.history import History
from gmm_core.em.model import Model
from gmm_core.em.states import Run, State
from gmm_core.em.stopping import Stop

__all__ = [
    "Ascent",
    "History",
    "Model",
    "Run",
    "State",
    "Stop",
    "check_fit",
    "e_step",
    "iterate",
    "m_step",
    "run",
    "run_until",
]
