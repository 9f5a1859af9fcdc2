"""The file that a person brought: in memory, in this session, known by its fingerprint."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Self

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from dashboard.look import messages
from dashboard.state import address
from dashboard.state.told import set_all
from gmm_core.datasets import drawn_points
from gmm_core.errors import DataError
from gmm_core.exporting.projects import ENDING, Project, is_project, read_project
from gmm_core.reading import MAX_BYTES, Choices
from gmm_core.row_weights import Weighting
from gmm_core.wording import cut

FINGERPRINT_LENGTH = 12
LONGEST_NAME = 100  # of a file in a link
SLOW_BYTES = 5_000_000  # reading more takes long enough to say how far it is
PASTED = "pasted table"
MOST_BYTES = 300 * 2**20
"""Of all files that a session keeps: the table, new rows and a saved model."""

NOT_HERE = "The server does not have that file, so it is not taken. Choose it again."
COMMAND = "python -m gmm_core fit FILE -k 3 --covariance full --out model.json"

OPENING = "opening"  # a project that the next run of the page opens
PLACES = ("upload", "brought_new_rows", "brought_model_file")  # in the state of the session
NAME, ROWS = "named", "rows"  # what a link says of the file that it does not carry
_OF_FILE = ("file", "read", NAME, ROWS)
_LISTS = ("left_out", "added", "logarithms", "weights")  # of an understanding, as a link has them


@dataclass(frozen=True)
class Upload:
    """A file in memory, known by the SHA-256 of its content; a link names its beginning.

    ``file_id`` is by what Streamlit knows it; "" of a paste.
    """

    name: str
    content: bytes
    sha256: str
    pasted: bool = False
    file_id: str = ""

    @classmethod
    def of(cls, name: str, content: bytes, *, pasted: bool = False, file_id: str = "") -> Self:
        return cls(name, content, hashlib.sha256(content).hexdigest(), pasted, file_id)

    @property
    def fingerprint(self) -> str:
        return self.sha256[:FINGERPRINT_LENGTH]


@dataclass(frozen=True, eq=False)
class Opening:
    """A project that is to be opened, and as what Streamlit knows its file."""

    project: Project
    file_id: str


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
    logarithms : tuple of str
        Columns of which logarithms are to be fitted.
    target : str or None
        The column to compare with; None for the one that is proposed.
    accepted : bool
        Whether the table may be used.
    weights : tuple of str
        The column that says how much each row counts, and "frequency" or "sampling"; or nothing.
    roles : tuple of (str, str)
        Columns, and what a person has each of them do.
    """

    choices: Choices
    left_out: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    target: str | None = None
    accepted: bool = False
    logarithms: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def identity(self) -> tuple:
        chosen = (self.left_out, self.added, self.target, self.logarithms, self.weights, self.roles)
        return (self.choices, *chosen)

    @property
    def weighting(self) -> Weighting | None:
        """What the weights say; None where there are none, or a link says none that is known."""
        try:
            return Weighting(*self.weights)  # pyright: ignore[reportArgumentType]
        except (DataError, TypeError):
            return None


def keep(place: str, file: UploadedFile | DeletedFile) -> None:
    """Keep a file over pages and errors; the uploader itself forgets it when it is not drawn.

    A browser may name a file that the server has not; then what was kept stays, too.

    Where the session would then have too much in all, it keeps what it has, and `say_refused` says
    so. The file is there by one access to the session, as any may end the run: see `brought`.
    A project may be brought in place of a table; `opening` opens it. It is known by its first bytes
    or, where these are damaged, by its name.
    """
    if isinstance(file, DeletedFile):
        st.session_state["refused"] = (place, NOT_HERE, file.file_id)
        return
    content = file.getvalue()
    if is_project(content) or file.name.lower().endswith(f".{ENDING}"):
        _keep_project(place, content, file)
        return
    others = sum(len(each.content) for key in PLACES if key != place and (each := _kept(key)))
    if others + len(content) > MOST_BYTES:
        sentence = (
            f"{cut(file.name)} is not taken: with it the files of this session would have "
            f"{(others + len(content)) / 2**20:,.0f} MB, and at most {MOST_BYTES // 2**20} MB are "
            "kept. What was there before is still in use; remove a file first."
        )
        st.session_state["refused"] = (place, sentence, file.file_id)
    else:
        st.session_state[place] = Upload.of(file.name, content, file_id=file.file_id)
        st.session_state.pop("refused", None)
    _let_go(place, file.file_id)


def _keep_project(place: str, content: bytes, file: UploadedFile) -> None:
    """Have a project opened by the next run of the page, or say why it cannot be.

    An uploader tells of its file again where it was not drawn for a run.
    """
    file_id = file.file_id
    if st.session_state.get(f"held_{place}") == file_id and _refused()[2] != file_id:
        return
    try:
        project = _project(place, content, cut(file.name))
    except DataError as error:
        st.session_state["refused"] = (place, str(error), file_id)
    else:
        st.session_state[OPENING] = Opening(project, file_id)
    _let_go(place, file_id)


def _project(place: str, content: bytes, name: str) -> Project:
    """The project in a file; an error where there is none, or it is asked for something else."""
    if place != "upload":
        raise DataError(
            f"{name} is a project of GMM Lab, with all that belongs to it. Open it where a table "
            "is uploaded."
        )
    if not is_project(content):
        raise DataError(
            f"{name} is called a project of GMM Lab and is none, or it is damaged. Give the file "
            "as it was downloaded."
        )
    project = read_project(content)
    if project.points is not None:
        drawn_points(project.points.tolist())
    return project


def brought(place: str, file: UploadedFile | None) -> bool:
    """See that a file that an uploader shows is the one that is kept; return whether it shows one.

    What an uploader calls when it has another file may be ended half way, by whatever is clicked
    meanwhile, and is not called again. What it returns is a copy of the file: nobody is to hold it.
    """
    if file is None:
        return False
    kept, refused = _kept(place), _refused()
    if file.file_id not in (kept and kept.file_id, refused[0] == place and refused[2]):
        keep(place, file)
        if OPENING in st.session_state:
            st.rerun()
    elif st.session_state.get(f"held_{place}") != file.file_id:
        _let_go(place, file.file_id)
    return True


def keep_pasted(text: str) -> None:
    """Keep a table that was pasted, if it is not the one that is kept."""
    pasted, kept = Upload.of(PASTED, text.encode(), pasted=True), _kept("upload")
    if kept is None or (kept.sha256, kept.pasted) != (pasted.sha256, True):
        st.session_state["upload"] = pasted
        st.session_state.pop("refused", None)
    _let_go("upload", None)


def say_most() -> None:
    """Say what to do with a file above the limit: the uploader itself refuses it in fewer words."""
    most = MAX_BYTES // 2**20
    st.caption(f"A file of more than {most} MB is fitted where it lies, in a terminal: `{COMMAND}`")


def emptied(place: str) -> None:
    """Let go of the file that an uploader no longer has; of one that was refused none was kept."""
    if _refused()[0] == place:
        st.session_state.pop("refused", None)
        _let_go(place, None)
    else:
        drop(place)


def drop(place: str) -> None:
    """Let go of a file that a person has removed, wherever the run of the page is ended."""
    held = f"held_{place}"
    before, link = st.session_state.get(held), address.without(_OF_FILE)
    _remove(before)
    changes = {held: None} | ({address.SAYS: link} if place == "upload" else {})
    set_all(changes, forgotten=(place, "refused"))


def forget_in_link() -> None:
    """Have the link name no file."""
    address.put_all({}, _OF_FILE)


def was_refused(place: str, file: UploadedFile) -> bool:
    """Whether this very file was not taken."""
    return _refused()[0] == place and _refused()[2] == file.file_id


def say_refused(place: str) -> None:
    """Say that the last file was too much, below where it was brought."""
    refused_at, sentence, _ = _refused()
    if refused_at == place:
        st.error(messages.plain(sentence), icon=":material/error:")


def _let_go(place: str, coming: str | None) -> None:
    """Have Streamlit let go of the file that was here before.

    It does so by itself only where the same uploader was on the page all the while.
    """
    before = st.session_state.get(f"held_{place}")
    st.session_state[f"held_{place}"] = coming
    if before != coming:
        _remove(before)


def _remove(file_id: str | None) -> None:
    context = get_script_run_ctx()
    if context is not None and file_id is not None:
        files: Any = context.uploaded_file_mgr
        files.remove_file(context.session_id, file_id)


def _refused() -> tuple[str, str, str]:
    """Where the last file was refused, what is said of it, and which file it was."""
    return st.session_state.get("refused", ("", "", ""))


def _kept(place: str) -> Upload | None:
    return st.session_state.get(place)


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


def keep_in_link(upload: Upload, n_rows: int) -> None:
    """Name the file in the link, and how it is read where that was not found but chosen."""
    address.put("file", upload.fingerprint)
    address.put(NAME, upload.name[:LONGEST_NAME])
    address.put(ROWS, str(n_rows))
    understood = understanding(upload)
    chosen = understood.choices.as_dict()
    for part in _LISTS:
        if names := getattr(understood, part):
            chosen[part] = list(names)
    if understood.roles:
        chosen["roles"] = dict(understood.roles)
    if understood.target is not None:
        chosen["target"] = understood.target
    told = json.dumps(chosen, ensure_ascii=False, separators=(",", ":"))
    address.put("read", *([told] if chosen else []))


def _linked() -> Understanding:
    """What a link says of the file that it names; as found where it says nothing of use."""
    try:
        said = json.loads(address.asked("read") or "{}")
        lists = {part: _names(said.pop(part, [])) for part in _LISTS}
        target, roles = said.pop("target", None), said.pop("roles", {})
        choices = Choices.from_dict(said)
    except (AttributeError, DataError, TypeError, ValueError, RecursionError):
        return Understanding(Choices(), accepted=True)
    target = target if isinstance(target, str) else None
    return Understanding(choices, **lists, target=target, accepted=True, roles=_pairs(roles))


def _pairs(said: object) -> tuple[tuple[str, str], ...]:
    pairs = said.items() if isinstance(said, dict) else ()
    return tuple((str(name), role) for name, role in pairs if isinstance(role, str))


def _names(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list) else ()
