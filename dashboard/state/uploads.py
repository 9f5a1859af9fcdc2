"""The file that a person brought: in memory, in this session, known by its fingerprint."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

import streamlit as st

from dashboard.state import address
from gmm_core.errors import DataError
from gmm_core.reading import Choices

FINGERPRINT_LENGTH = 12
SLOW_BYTES = 5_000_000  # reading more takes long enough to say how far it is
PASTED = "pasted table"
_LISTS = ("left_out", "added")  # of an understanding, as a link has them


@dataclass(frozen=True)
class Upload:
    """A file in memory, known by the SHA-256 of its content; a link names its beginning."""

    name: str
    content: bytes
    sha256: str
    pasted: bool = False

    @classmethod
    def of(cls, name: str, content: bytes, *, pasted: bool = False) -> Self:
        return cls(name, content, hashlib.sha256(content).hexdigest(), pasted)

    @property
    def fingerprint(self) -> str:
        return self.sha256[:FINGERPRINT_LENGTH]


@dataclass(frozen=True)
class Understanding:
    """How a person wants a file to be read and used.

    Attributes
    ----------
    choices : Choices
        How it is read.
    left_out : tuple of str
        Columns that are not to be proposed as features.
    added : tuple of str
        Columns that are to be proposed beside what is.
    target : str or None
        The column to compare with; None for the one that is proposed.
    accepted : bool
        Whether the table may be used.
    """

    choices: Choices
    left_out: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    target: str | None = None
    accepted: bool = False

    @property
    def identity(self) -> tuple:
        return (self.choices, self.left_out, self.added, self.target)


def keep(name: str, content: bytes, *, pasted: bool = False) -> None:
    """Keep a file over pages and errors; the uploader itself forgets it when it is not drawn."""
    st.session_state["upload"] = Upload.of(name, content, pasted=pasted)


@contextmanager
def progress(upload: Upload) -> Iterator[Callable[[float], None] | None]:
    """Say how far the reading of a large file is; of a small one nothing."""
    if len(upload.content) < SLOW_BYTES:
        yield None
        return
    place = st.empty()

    def tell(share: float) -> None:
        place.progress(min(share, 1.0), text="Reading the file")

    try:
        yield tell
    finally:
        place.empty()


def forget() -> None:
    st.session_state.pop("upload", None)
    for part in ("file", "read"):
        address.put(part)


def understanding(upload: Upload) -> Understanding:
    """Return how this file is read; a link that names it has said so, and was content with it."""
    kept: dict[str, Understanding] = st.session_state.setdefault("understood", {})
    if upload.sha256 not in kept:
        is_linked = st.session_state.get("linked") == upload.fingerprint
        kept[upload.sha256] = _linked() if is_linked else Understanding(Choices())
    return kept[upload.sha256]


def understand(upload: Upload, **changes: object) -> None:
    """Change how a file is read or used."""
    kept: dict[str, Understanding] = st.session_state["understood"]
    kept[upload.sha256] = replace(understanding(upload), **changes)


def keep_in_link(upload: Upload) -> None:
    """Name the file in the link, and how it is read where that was not found but chosen."""
    address.put("file", upload.fingerprint)
    understood = understanding(upload)
    chosen = understood.choices.as_dict()
    for part in _LISTS:
        if names := getattr(understood, part):
            chosen[part] = list(names)
    if understood.target is not None:
        chosen["target"] = understood.target
    told = json.dumps(chosen, ensure_ascii=False, separators=(",", ":"))
    address.put("read", *([told] if chosen else []))


def _linked() -> Understanding:
    """What a link says of the file that it names; as found where it says nothing of use."""
    try:
        said = json.loads(address.asked("read") or "{}")
        lists = {part: _names(said.pop(part, [])) for part in _LISTS}
        target = said.pop("target", None)
        choices = Choices.from_dict(said)
    except (AttributeError, DataError, TypeError, ValueError, RecursionError):
        return Understanding(Choices(), accepted=True)
    target = target if isinstance(target, str) else None
    return Understanding(choices, **lists, target=target, accepted=True)


def _names(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list) else ()
