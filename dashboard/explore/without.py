"""What noise, a prior, known classes or gaps change of the fit: the same fit without them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.fit import cached, ends
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from dashboard.state import watching
from dashboard.state.jobs import Tell, job
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.assigned import assigned
from gmm_core.choosing import with_and_without
from gmm_core.em import Run
from gmm_core.ends import placed_differently
from gmm_core.expectation import PartlyKnown
from gmm_core.fitting import data_of
from gmm_core.mixture import standardising
from gmm_core.resampling import HeldOutClasses, held_out_classes
from gmm_core.selection import n_parameters
from gmm_core.wording import counted, plural
from gmm_core.written_numbers import number

SMALL = 200_000  # shares of rows in components, of which a fit more takes no time
ASKED = "without_asked"
KNOWN, PRIOR, GAPS = "the known classes", "the prior", "the rows with gaps"


def say(fit: Fitted) -> None:
    """Say it, at once of a small table and else when asked for."""
    others = [*_others(fit)]
    if not others:
        return
    if isinstance(data := data_of(fit.rows), PartlyKnown):
        _say_known(fit, data)
    identity = (fit.study.identity, ASKED)
    if fit.resp.size > SMALL and st.session_state.get(ASKED) != identity:
        what = " or ".join(each for each, _ in others)
        ask = {"on_click": _ask, "args": (identity,), "icon": ":material/compare:"}
        st.button(f"Fit without {what}, to compare", key="fit_without", **ask)
        return
    for what, study in others:
        said = once("without", (fit.study.identity, what), partial(_said, fit, what, study), most=8)
        st.markdown(plain(said))


def _ask(identity: tuple) -> None:
    st.session_state[ASKED] = identity


def _others(fit: Fitted) -> Iterator[tuple[str, Study]]:
    """The same without one thing each, and what that is."""
    study, settings = fit.study, fit.study.settings
    bare = replace(study, order=None, names=None)
    if settings.noise:
        yield "noise", replace(bare, settings=replace(settings, noise=False))
    if settings.prior:
        yield PRIOR, replace(bare, settings=replace(settings, prior=False))
    if study.is_known:
        yield KNOWN, replace(bare, is_known=False)
    if fit.rows.gaps:
        yield GAPS, replace(bare, settings=replace(settings, missing="refuse"))


def _say_known(fit: Fitted, data: PartlyKnown) -> None:
    """Say how many rows are known, both log-likelihoods, and how often a class is foretold."""
    n, rows = fit.rows.n_known, counted(len(fit.rows.X), "row")
    together, alone = number(fit.run.log_likelihood, 6), number(fit.of_rows_alone(fit.run), 6)
    st.markdown(
        f"{n:,} of {rows} {plural(n, 'is', 'are')} of a known class, and fixed to its component. "
        f"The log-likelihood of rows and known classes together is {together}; that of the rows "
        f"alone is {alone}."
    )
    made = job("known classes", fit.study.fit, partial(_foretold, fit, data))
    small = fit.resp.size <= SMALL // 10
    watching.watch(made, "Cross-validate the known classes", "known_classes", begin=small)
    if made.is_done:
        st.markdown(plain(made.made.sentence))


def _foretold(fit: Fitted, data: PartlyKnown, tell: Tell) -> HeldOutClasses:
    settings = fit.study.settings

    def done(fold: int, folds: int) -> None:
        tell(fold / folds, f"{fold} of {folds} folds")

    tell(0.0, "Fits without some of the known rows")
    if settings.standardise:
        scaling = standardising(data.X, data.weights)
        scaled = data.rows.with_rows(scaling.apply(data.X), data.weights)
        data = PartlyKnown(scaled, data.components)
    stop = {"tol": settings.tol, "max_iter": settings.max_iter, "random_state": settings.seed}
    model = settings.model_of(data)
    return held_out_classes(data, settings.n_components, model, on_fold=done, **stop)


def _said(fit: Fitted, what: str, without: Study) -> str:
    run = ends.known_run(without)
    if run is None:
        few = "too few rows are left, or " * (what == GAPS)
        return f"Without {what} {few}a component collapses, so that there is no fit to compare."
    k, rows = run.mixture.n_components, cached.complete(without)
    there = assigned(cached.shares(without, run, len(run.states) - 1))
    here = fit.clusters[rows.kept[fit.rows.kept]]  # of the rows that both have
    apart = placed_differently(here, there, k, k)
    ask = {
        "judged": what not in (KNOWN, PRIOR),
        "mixtures": (fit.mixture, run.mixture),
        "features": fit.study.labels,
        "components": fit.study.names,
    }
    parameters = _parameters(fit, fit.run), _parameters(fit, run)
    if what == GAPS:
        return with_and_without(what, None, parameters, rows.n, len(apart), **ask)
    reached = fit.run.log_likelihood, run.log_likelihood  # with the known classes of both
    if what == KNOWN:
        reached = fit.of_rows_alone(fit.run), fit.of_rows_alone(run)
    return with_and_without(what, reached, parameters, fit.rows.n, len(apart), **ask)


def _parameters(fit: Fitted, run: Run) -> int:
    mixture, kind = run.mixture, fit.study.settings.covariance_type
    has_noise = mixture.noise is not None
    return n_parameters(mixture.n_components, mixture.n_features, kind, has_noise)
