"""Sentences on screen: an error is shown as it is, and text from a file stays text."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from gmm_core.departures import held_by_few, spurious
from gmm_core.em import Model, Run
from gmm_core.errors import GMMError
from gmm_core.table import Rows
from gmm_core.wording import listed

_MARKUP = re.compile(r"([\\`*\[\]<>$:~#|!&@]|(?<![^\W_])_|_(?![^\W_])|(?<=www)\.)")
_JOINER = "\u2060"  # no width, no meaning: keeps apart what would be read together
_REPLACED_LATER = re.compile(r":(?=\S)|(?<=www)\.|@|(?<!\S)[-<>~](?=[-=>])|(?<=<)-(?=>)")
_LIST_MARK = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def plain(text: object) -> str:
    """Escape all that Markdown would take for markup, so that `text` shows as it is.

    Icons, links and arrows are replaced after the escapes are read; a joiner within prevents it.
    """
    joined = _REPLACED_LATER.sub(rf"\g<0>{_JOINER}", " ".join(str(text).splitlines()))
    escaped = _MARKUP.sub(r"\\\1", joined)
    return _LIST_MARK.sub(lambda mark: f"{mark[1]}{mark[2][:-1]}\\{mark[2][-1]}", escaped)


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list of Markdown, each as plain text."""
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)


class WaitingError(Exception):
    """The page cannot go on before the person has done what the message says."""

    icon = ":material/upload_file:"


class AskedError(WaitingError):
    """The page cannot go on before the person has answered a question."""

    icon = ":material/help:"


class SaidError(Exception):
    """The page ends here, since all is said; `st.stop` would end what follows the page, too."""


@contextmanager
def shown() -> Iterator[None]:
    """Show an error of gmm_core where it happens, in place of what cannot be drawn."""
    try:
        yield
    except SaidError:
        pass
    except GMMError as error:
        say_error(error)
    except WaitingError as waiting:
        st.info(plain(waiting), icon=waiting.icon)


def say_error(error: GMMError) -> None:
    """Say what is wrong, where, and what to do; the error knows."""
    st.error(plain(error), icon=":material/error:")


def say_which_rows(rows: Rows, n_drawn: int) -> None:
    """Say which rows are left out of the fit or of the picture, how they count, and of what
    logarithms are fitted.

    Nothing where all are there as they are in the table.
    """
    drawn = (
        f"{n_drawn:,} of {len(rows.X):,} rows are drawn, a fixed sample; all rows are fitted."
        if n_drawn < len(rows.X)
        else ""
    )
    weighed = f"{rows.weighed} Pictures draw each row once." if rows.weighed else ""
    said = (plain(rows.summary), drawn, plain(weighed), plain(rows.transformed))
    sentences = " ".join(filter(None, said))
    if sentences:
        st.caption(sentences)


def say_what_was_cut(known: pd.Series) -> None:
    """Say that a measurement was cut into intervals to be a target, if it was."""
    if note := known.attrs.get("note"):
        st.caption(plain(note))


def say_what_is_suspicious(run: Run, model: Model) -> None:
    """Say which components of the fit are likely accidents; nothing where none is."""
    findings = what_is_suspicious(run, model)
    if findings:
        st.warning("\n\n".join(map(plain, findings)), icon=":material/warning:")


def what_is_suspicious(run: Run, model: Model, most: int | None = None) -> list[str]:
    """Sentences on components that are likely accidents, or that only the floor holds up, or that
    hold one row or two.

    Of one that collapses it is said that it does. Of more than `most` that are suspicious, the
    others are named together.
    """
    if run.collapse is not None:
        return []
    found = spurious(
        run.mixture,
        run.weight,
        reg_covar=model.reg_covar,
        floored=run.states[-1].floored,
        floor_helps=model.floor_helps,
    )
    alone = found if most is None or len(found) <= most + 1 else found[:most]
    others = [str(each.component + 1) for each in found[len(alone) :]]
    said = [each.finding for each in alone]
    if others:
        said.append(f"Components {listed(others)} are suspicious, too.")
    said += [each.advice for each in found[:1]]
    return [*said, *held_by_few(run.mixture, run.weight, [each.component for each in found])]
