"""What was understood of a file, shown before it is used; each part of it can be changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.look import messages, tables
from dashboard.look.messages import plain
from dashboard.source import about, offers, roles, stages
from dashboard.state import address, current, opening, uploads
from dashboard.state.chosen import DATA
from dashboard.state.uploads import Upload
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError, NoTableError
from gmm_core.reading import ENCODINGS, SEPARATED, SEPARATORS, Choices, Reading
from gmm_core.table import columns
from gmm_core.wording import counted, cut, listed, plural, quoted

FOUND = "as found"
UNSAID = -1  # in a box; with None, a browser would offer to clear it
SEEN_AT_ONCE, LISTED_AT_ONCE = 5, 9  # rows of what can be scrolled
SEEN_ROWS, SEEN_COLUMNS, SEEN_BYTES, LONGEST_SEEN = 100, 500, 200_000, 1_000
DECIMALS = {".": "point", ",": "comma"}
HEADERS = {True: "first line", False: "no header", 2: "two lines", 3: "three lines"}
WEIGHED = {"frequencies": "frequency", "sampling weights": "sampling"}
MOST_NAMED, MOST_LETTERS = 40, 240  # columns, and in their names
MOST_ON_A_PAGE = 40  # parts that stand one below the other
SEEN = "understanding is seen"
BEING_TRIED = "How many components suit them, and which covariance, is being tried."
ODD_LINES = {"leave out": "leave out", "fill": "fill with gaps"}


class StillReadingError(Exception):
    """The page cannot go on before a person has seen how their file is understood."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload


def way_back(upload: Upload, reading: Reading, table: Dataset) -> None:
    """Say below the uploader what is in use, with the way back to how it was read."""
    st.caption(plain(f"In use: {upload.name}, {_size(table)}, {reading.summary}."))
    st.button(
        "How it was read",
        key="read_again",
        icon=":material/fact_check:",
        on_click=partial(uploads.understand, upload, accepted=False),
    )


def _size(table: Dataset) -> str:
    rows, across = table.frame.shape
    return f"{counted(rows, 'row')} × {counted(across, 'column')}"


@contextmanager
def shown(beside: Any) -> Iterator[None]:
    """Show how a file is understood in place of the page until a person is content with it.

    What was `beside` the title goes with the page.
    """
    was_seen = st.session_state.pop(SEEN, False)
    try:
        yield
    except StillReadingError as waiting:
        st.session_state[SEEN] = True
        current.keep_controls()
        with st.container() if was_seen else _in_place_of_page(beside):
            _draw(waiting.upload)


def _in_place_of_page(beside: Any) -> Any:
    """Take the page away at once: a browser would leave what is not replaced to the end of the run.

    Return the place for what comes, which is the same in later runs.
    """
    beside.empty()
    place, *_ = [st.empty() for _ in range(MOST_ON_A_PAGE)]
    return place.container()


def _check_usable(upload: Upload, table: Dataset) -> None:
    """Refuse a table in which there is nothing to fit."""
    if not table.features:
        raise DataError(
            f"{upload.name} has no column of numbers, and clusters are found among numbers; codes "
            "and row numbers are none. "
            "Choose a table with at least one numeric column, or read one of its columns as "
            "numbers."
        )


def _draw(upload: Upload) -> None:
    """Show what was understood at once; the model that is proposed is said when it is found."""
    st.subheader(plain(f"How {upload.name} is understood"), anchor=False)
    try:
        reading = _read(upload)
    except DataError as error:
        messages.say_error(error)
        is_none = isinstance(error, NoTableError)
        if not is_none or uploads.understanding(upload).choices != Choices():
            st.caption("If the file is right, say here how it is written.")
            _ways_to_read(upload, _as_found(upload))
        return
    understood = uploads.understanding(upload)
    table = stages.understood_table(upload, understood)
    with messages.shown():
        _check_usable(upload, table)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(f"{_size(table)}: {reading.summary}."))
        if table.features:
            st.button(
                "Use this table",
                key="use_table",
                type="primary",
                icon=":material/check:",
                on_click=partial(_use, upload),
            )
    _ways_to_read(upload, reading)
    _read_as_numbers(upload, reading)
    seen = preview(table.frame)
    st.dataframe(
        seen,
        height=_height(len(seen), SEEN_AT_ONCE),
        hide_index=True,
        column_config=tables.of_data(seen),
        alt=f"The first rows of the table, {SEEN_ROWS} at most",
    )
    if rest := _say_cut(seen, table.frame):
        st.caption(rest)
    box, is_known = st.container(), stages.proposed_if_made(upload, understood) is not None
    if table.features:
        with box:
            sentence = st.empty()
            _say_fitted(sentence, table, "" if is_known else BEING_TRIED)
            _offer_others(upload, table)
    offers.changes(upload, reading, table)
    offers.worth_knowing(upload, reading, table)
    _columns(upload, reading, table)
    if table.features:
        with box:  # where it is said, too, if others are waited for
            _say_fitted(sentence, table, stages.proposed(upload, understood).note)


def _use(upload: Upload) -> None:
    """Use the table, and look at its clusters; a link that asks for one lands where it leads."""
    uploads.understand(upload, accepted=True)
    if not address.began_with().get(DATA.key):
        opening.land_on("explore")


def preview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows, of which no more than some 200 kB are sent: long text is cut."""
    first = frame.iloc[:SEEN_ROWS, :SEEN_COLUMNS]
    texts = {
        label: column.map(_cut)
        for label, column in first.items()
        if pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)
    }
    first = first.assign(**texts) if texts else first
    sizes = first.map(lambda value: len(str(value)) + 8).sum(axis=1).cumsum()
    return first.head(max(1, int((sizes <= SEEN_BYTES).sum())))


def _say_cut(seen: pd.DataFrame, frame: pd.DataFrame) -> str:
    parts = [
        f"first {shown:,} of {counted(there, noun)}"
        for shown, there, noun in zip(seen.shape, frame.shape, ("row", "column"), strict=True)
        if shown < there
    ]
    return f"The {' and the '.join(parts)}." if parts else ""


def _height(n_rows: int, most: int) -> int:
    """Pixels of a table; one with more rows than `most` shows a part of the next."""
    return 35 * (min(n_rows, most) + 1) + (2 if n_rows <= most else 12)


def _cut(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_SEEN:
        return f"{value[:LONGEST_SEEN]}…"
    return value


def _read(upload: Upload) -> Reading:
    """Read the file, and say how far it is where that takes long."""
    choices = uploads.understanding(upload).choices
    with uploads.progress(upload) as on_progress:
        return stages.read(upload, choices, on_progress)


def _as_found(upload: Upload) -> Reading | None:
    """The file without the choices that spoil it; it knows of its sheets."""
    if uploads.understanding(upload).choices == Choices():
        return None
    try:
        return stages.read(upload, Choices())
    except DataError:
        return None


def _ways_to_read(upload: Upload, reading: Reading | None) -> None:
    """Let a person say how the file is written, where it was misunderstood."""
    choices = uploads.understanding(upload).choices
    if reading is not None and reading.doubt:
        hint = f"{reading.doubt} Choose it in the box Encoding where these are wrong."
        st.markdown(f":material/warning: {plain(hint)}")
    with st.container(horizontal=True):
        if reading is None or reading.format in ("CSV", "ARFF"):
            _ask(upload, "Encoding", "encoding", dict(zip(ENCODINGS, ENCODINGS, strict=True)))
        if reading is None or reading.format == "CSV":
            _ask(upload, "Separator", "separator", {s: SEPARATED[s] for s in (*SEPARATORS, "")})
            _ask(upload, "Decimal mark", "decimal", DECIMALS)
        if reading is None or reading.format not in ("ARFF", "Parquet"):
            _ask(upload, "Header", "header", HEADERS)
        if reading is not None and len(reading.sheets) > 1:
            _ask(upload, "Sheet", "sheet", dict(zip(reading.sheets, reading.sheets, strict=True)))
        if _is_in_doubt(reading, choices):
            _ask_where_it_begins(upload, reading)
        if reading is None or choices.odd is not None:
            _ask(upload, "Unlike lines", "odd", ODD_LINES)
    if choices != Choices():
        st.button(
            "Read it as found",
            key="read_as_found",
            type="tertiary",
            icon=":material/undo:",
            on_click=partial(uploads.understand, upload, choices=Choices()),
        )


def _read_as_numbers(upload: Upload, reading: Reading) -> None:
    """Say which columns of text were read as numbers, with the way back."""
    if not reading.amounts:
        return
    said = listed([f"{quoted(name, 60)} ({how})" for name, how in reading.amounts])
    verb = plural(len(reading.amounts), "was text and is", "were text and are")
    sentence = plain(f"{said} {verb} read as numbers.")
    with offers.beside(f":material/info: {sentence}", "amounts"):
        st.button(
            "Keep as text",
            key="keep_as_text",
            on_click=partial(offers.read_as, upload, [name for name, _ in reading.amounts], "text"),
        )


def _is_in_doubt(reading: Reading | None, choices: Choices) -> bool:
    """Whether the table may begin elsewhere: it cannot be read, or lines were left out."""
    if reading is None or choices.begins is not None or choices.ends is not None:
        return True
    return reading.format != "Parquet" and bool(reading.remarks)


def _ask_where_it_begins(upload: Upload, reading: Reading | None) -> None:
    chosen = uploads.understanding(upload).choices.begins
    noun = "row" if reading is not None and reading.sheet is not None else "line"
    key = f"read_begins-{upload.fingerprint}-{chosen}"
    st.number_input(
        f"The table begins at {noun}",
        min_value=1,
        max_value=1_000_000,
        value=chosen or (reading.begins if reading is not None else 1),
        key=key,
        on_change=partial(_choose, upload, "begins", key),
    )


def _ask(upload: Upload, label: str, part: str, options: dict[Any, str]) -> None:
    chosen = getattr(uploads.understanding(upload).choices, part)
    titles = {UNSAID: FOUND, **options}
    key = f"read_{part}-{upload.fingerprint}-{chosen}"
    st.selectbox(
        label,
        list(titles),
        index=list(titles).index(chosen) if chosen in titles else 0,
        format_func=lambda value: titles[value],
        key=key,
        on_change=partial(_choose, upload, part, key),
    )


def _choose(upload: Upload, part: str, key: str) -> None:
    choices, said = uploads.understanding(upload).choices, st.session_state[key]
    try:
        said = None if said == UNSAID else said
        uploads.understand(upload, choices=replace(choices, **{part: said}))
    except DataError as error:
        messages.say_error(error)
        before = getattr(choices, part)
        st.session_state[key] = UNSAID if before is None else before


def _say_fitted(place: Any, table: Dataset, model: str) -> None:
    """Say what will be fitted and compared, which measured columns will not, and by which model."""
    fitted = listed([cut(name) for name in table.features], columns.MAX_PROPOSED, last=", ")
    others = _others(table)
    left = f" {_not_fitted(others, table)}" if others else ""
    target = f" Clusters are compared with {cut(table.target)}." if table.target else ""
    kinds = {"frequency": "how often each row counts", "sampling": "sampling weights"}
    says = table.weighting
    weights = f" {says.column} is no feature: it holds {kinds[says.kind]}." if says else ""
    place.markdown(
        plain(f"Fitted at first: {fitted}.{left}{target}{weights} {model}".strip()),
        help=columns.PROPOSAL_RULE,
    )


def _others(table: Dataset) -> list[str]:
    """Measured columns that are not fitted at first."""
    return [
        c.name
        for c in about.described(table)
        if c.kind == "feature"
        and c.name not in (*table.features, *table.roles)
        and (table.weighting is None or c.name != table.weighting.column)
    ]


def _offer_others(upload: Upload, table: Dataset) -> None:
    if others := _others(table):
        st.button(
            "Add all",
            key="add_all",
            icon=":material/add:",
            help=f"Fits {counted(len(others), 'further column')} of measured numbers, too.",
            on_click=partial(_add, upload, others),
        )


def _not_fitted(others: Sequence[str], table: Dataset) -> str:
    """Which measured columns are not fitted at first, and why."""
    n = len(others)
    most = columns.MAX_PROPOSED
    why = f", as no more than {most} are proposed" * (len(table.features) >= most)
    return (
        f"{counted(n, 'further column')} of numbers {plural(n, 'is', 'are')} not fitted at first"
        f"{why}: {listed([cut(name) for name in others], _most_named(others), last=', ')}."
    )


def _most_named(names: Sequence[str]) -> int:
    """How many of many names are told, so that they are read: fewer of long ones."""
    letters = accumulate(len(cut(name)) for name in names[:MOST_NAMED])
    return max(sum(n <= MOST_LETTERS for n in letters), 1)


def _add(upload: Upload, names: Sequence[str]) -> None:
    understood = uploads.understanding(upload)
    uploads.understand(
        upload,
        added=tuple(dict.fromkeys((*understood.added, *names))),
        left_out=tuple(name for name in understood.left_out if name not in names),
        roles=tuple(pair for pair in understood.roles if pair[0] not in names),
    )


def _columns(upload: Upload, reading: Reading, table: Dataset) -> None:
    """List the columns as they are understood; text can be read as numbers, numbers as text."""
    understood = uploads.understanding(upload)
    chosen = {**dict(understood.choices.kinds), **_as_role(understood.weights)}
    described = pd.DataFrame(about.described(table))
    described = described.rename(columns={"name": "column", "kind": "what it is", "reason": "why"})
    read_as = [chosen.get(name, FOUND) for name in described["column"]]
    now = roles.of_columns(about.described(table), table)
    described.insert(1, "role", now)
    described.insert(3, "read as", read_as)
    st.markdown("**Columns**")
    edited = st.data_editor(
        described,
        key=f"columns-{upload.fingerprint}-{hash((*chosen.items(), *now))}",
        hide_index=True,
        disabled=[name for name in described.columns if name not in ("role", "read as")],
        height=_height(len(described), LISTED_AT_ONCE),
        column_config={
            "column": tables.of_texts(["column", *described["column"]]),
            "role": st.column_config.SelectboxColumn(
                options=list(roles.ROLES), required=True, help=roles.HELP
            ),
            "read as": st.column_config.SelectboxColumn(
                options=[FOUND, "number", "text", *WEIGHED],
                required=True,
                help="Numbers with signs, such as 12 % or € 5.20, can be read as numbers, and "
                "codes, such as 007, as text. Frequencies say how often each row counts, sampling "
                "weights for how many of a population it stands; such a column is no feature.",
            ),
        },
        alt="What each column is, and why; what it does and how it is read can be changed",
    )
    said = dict(zip(edited["column"], edited["role"], strict=True))
    before = dict(zip(described["column"], now, strict=True))
    if changed := {name: role for name, role in said.items() if role != before[name]}:
        with messages.shown():
            roles.change(upload, table, changed)
            st.rerun()
    wanted = dict(zip(edited["column"], edited["read as"], strict=True))
    wanted = {name: said for name, said in wanted.items() if said != FOUND}
    if wanted != chosen:
        _understand_columns(upload, wanted, chosen)
        st.rerun()


def _as_role(weights: Sequence[str]) -> dict[str, str]:
    titles = {kind: title for title, kind in WEIGHED.items()}
    return {weights[0]: titles.get(weights[1], FOUND)} if len(weights) == 2 else {}


def _understand_columns(
    upload: Upload, wanted: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """Have columns read as a person says; of two columns of weights the one named last is it."""
    kinds = tuple((name, said) for name, said in wanted.items() if said not in WEIGHED)
    weights = [(name, WEIGHED[said]) for name, said in wanted.items() if said in WEIGHED]
    weights.sort(key=lambda each: before.get(each[0]) in WEIGHED)  # what is new comes first
    choices = replace(uploads.understanding(upload).choices, kinds=kinds)
    uploads.understand(upload, choices=choices, weights=weights[0] if weights else ())
