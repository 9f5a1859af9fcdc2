"""What the beginning of a text table tells: how it is cut, where it begins, what names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import NamedTuple

from gmm_core.reading.choices import Choices
from gmm_core.reading.fields import is_words
from gmm_core.reading.layout import Layout, lay_out
from gmm_core.reading.stacked import as_header, first_table
from gmm_core.reading.text.comments import (
    MARKS,
    are_quoted_whole,
    comment,
    sentences_above,
    starred_above,
    unquoted,
    without_comments,
)
from gmm_core.reading.text.decimal_pairs import SEPARATES, Pairs, joining, pairs_of
from gmm_core.reading.text.dialect import (
    USUAL,
    Dialect,
    cuts_every_row,
    decimal_of,
    rows_of,
    separator_of,
)
from gmm_core.reading.text.rewritten_lines import (
    Rewriting,
    by_gaps,
    by_places,
    by_rare_sign,
    requoted,
    unboxed,
    without_tabs,
)
from gmm_core.reading.unit_names import are_units, without_brackets

_NO_CHOICES = Choices()
_LOOKED_AT = 150  # lines


class Outline(NamedTuple):
    """How a text table is written, judged from its beginning.

    Attributes
    ----------
    dialect : Dialect
        Separator, decimal mark and whether there is a header.
    layout : Layout
        Where the table is among `rows`.
    rows : list of list of str
        The fields of the first lines.
    lines : list of int
        The line of the file where each of them begins, from 1.
    said : mapping of int to str
        What comments say, by their line.
    named_by : int or None
        The line of a comment that names the columns.
    rewritten : callable or None
        How each line is written anew before it is cut; None where it is cut as it stands.
    quoted : bool
        Whether lines stand in quotes as a whole.
    pairs : Pairs
        Two fields that make one number, where commas are decimal marks and separate as well.
    marks : str
        What a comment among the observations begins with.
    cut_by : str
        What separates the fields in the file, where lines are cut by another sign once they are
        written anew; else "".
    """

    dialect: Dialect
    layout: Layout
    rows: list[list[str]]
    lines: list[int]
    said: Mapping[int, str]
    named_by: int | None
    rewritten: Callable[[str], str] | None
    quoted: bool
    pairs: Pairs
    marks: str
    cut_by: str = ""

    @property
    def separator(self) -> str:
        """What separates the fields in the file."""
        return "," if self.pairs.places else self.cut_by or self.dialect.separator

    @property
    def begins(self) -> int:
        """The first line of the table, from 1."""
        return self.named_by or self.line(self.layout.above)

    @property
    def first(self) -> int:
        """The line of the first observation."""
        return self.line(self.layout.body)

    @property
    def above(self) -> dict[int, str]:
        """What stands above the table, by line; blank lines are nothing."""
        before = zip(self.lines[: self.layout.above], self.rows, strict=False)
        separator = self.separator or " "
        texts = {line: separator.join(filter(None, row)) for line, row in before if any(row)}
        comments = {line: said for line, said in self.said.items() if line < self.begins}
        return dict(sorted((texts | comments).items()))

    @property
    def header(self) -> set[tuple[str, ...]]:
        """The rows of a header of words above values: where they come again, they are none."""
        rows = self.rows[self.layout.above : self.layout.body] if self.layout.sure else []
        return as_header(rows)

    @property
    def observations(self) -> list[list[str]]:
        """The rows of the table below its header; all rows where there are none."""
        layout, header = self.layout, self.header
        whole = [row for row in self.rows[layout.body :] if len(row) >= layout.width]
        below = [row for row in whole if tuple(field.strip() for field in row) not in header]
        return below or self.rows[layout.above :]

    def line(self, place: int) -> int:
        """Return the line of a row; of one below all rows, the line after the last."""
        return self.lines[place] if place < len(self.lines) else self.lines[-1] + 1


def outline(text: str, choices: Choices = _NO_CHOICES, first_line: int = 1) -> Outline:
    r"""Return the outline of a text table, judged from its beginning; what a person says is taken.

    Examples
    --------
    >>> found = outline("# by hand\nlength;width\n1,5;2\n3,25;4\n")
    >>> found.dialect, found.begins, found.first
    (Dialect(separator=';', decimal=',', header=True), 2, 3)
    >>> outline("length;width\n1,5;2\n3,25;4\n", Choices(separator=",")).dialect.decimal
    '.'
    """
    lines = text.split("\n")
    box = unboxed(lines[:_LOOKED_AT]) if choices.separator is None else None
    if box is not None:
        lines = [box.of_line(line) for line in lines]
    quoted = choices.separator != "" and are_quoted_whole(lines, USUAL[:-1])
    requote = _without_quotes if quoted else requoted(lines[:_LOOKED_AT])
    if requote is not None:
        lines = [requote(line) for line in lines]
    if choices.ends is not None:
        lines = lines[: max(choices.ends - first_line + 1, 1)]
    lines, said = _from_where_it_begins(lines, choices, first_line)
    pairs = _pairs(lines[:_LOOKED_AT], choices)
    join = joining(pairs.places, pairs.width) if pairs.places else None
    if join is not None:
        lines = [join(line) for line in lines]
        choices = replace(choices, separator=SEPARATES, decimal=",")
    # Where the table begins shows in its first lines; what its cells are, in more of them.
    few = lines if choices.begins else lines[:_LOOKED_AT]
    cut = _cut(lines, few, choices)
    lines, separator = cut.lines, cut.separator
    rows, layout, places, is_whole = cut.table
    if len(few) < len(lines) and is_whole:
        more, further = rows_of(lines[places[-1] :], separator)
        rows = [*rows[:-1], *more]
        places = [*places[:-1], *(places[-1] + place for place in further)]
    numbers = [place + first_line for place in places]
    comments = {place + first_line: text for place, text in said.items()}
    named_by, layout = _named_by_comment(layout, comments, numbers, separator, choices)
    decimal = choices.decimal or decimal_of(rows[layout.body :] or rows, separator)
    header = bool(layout.header or named_by)
    dialect = Dialect(separator, decimal, header)
    marks = _marks(layout, text, separator)
    return Outline(
        dialect,
        layout,
        rows,
        numbers,
        comments,
        named_by,
        _one_after_another(
            [box and box.of_line, requote, join, cut.unusual and cut.unusual.of_line]
        ),
        quoted,
        pairs,
        marks,
        (cut.unusual or box or Rewriting(str, "")).separator,
    )


# The rows up to another table, their layout, their places, and whether these are all.
_Table = tuple[list[list[str]], Layout, list[int], bool]


class _Cut(NamedTuple):
    """Lines as they are cut, what separates them then, and the table in the first of them."""

    lines: list[str]
    separator: str
    table: _Table
    unusual: Rewriting | None = None


def _cut(lines: list[str], few: list[str], choices: Choices) -> _Cut:
    """Cut lines as a person says, or else by what cuts most of the first few alike."""
    tables = _tables(few, choices)
    if choices.separator is not None:
        return _Cut(lines, choices.separator, tables[choices.separator])
    separator = separator_of({s: table[:2] for s, table in tables.items() if s}, lines)
    unusual = _unusual(few, separator, tables[separator])
    if unusual is None:
        return _Cut(lines, separator, tables[separator])
    rewritten, few = ([unusual.of_line(line) for line in some] for some in (lines, few))
    by, usual = unusual.cut_by, tables[separator][1]
    table = _table(few, by, choices)
    if separator not in ("", " ") and usual.sure and len(usual.values) > len(table[1].values):
        return _Cut(lines, separator, tables[separator])
    return _Cut(rewritten, by, table, unusual)


def _tables(lines: list[str], choices: Choices) -> dict[str, _Table]:
    """The table that each separator makes: the same one, made once, by all that are not there."""
    text = "\n".join(lines)
    uncut: _Table | None = None
    tables: dict[str, _Table] = {}
    for separator in _candidates(choices):
        if separator in text:
            tables[separator] = _table(lines, separator, choices)
        else:
            uncut = uncut or _table(lines, separator, choices)
            tables[separator] = uncut
    return tables


def _unusual(lines: Sequence[str], separator: str, table: _Table) -> Rewriting | None:
    """How lines are cut that no usual separator cuts alike: by a rare sign, or by their places."""
    rows, layout = table[:2]
    if separator == "\t" and (spaced := without_tabs(lines)):
        return spaced
    if separator and cuts_every_row(rows, layout):
        return None
    if separator == " " and _lacks_names(rows, layout) and (spaced := by_gaps(lines)):
        return spaced
    if separator == " " and cuts_every_row(rows[layout.above :], layout._replace(above=0)):
        return by_rare_sign(lines)
    return by_rare_sign(lines) or (by_places(lines) if separator in ("", " ") else None)


def _lacks_names(rows: Sequence[Sequence[str]], layout: Layout) -> bool:
    """Whether there are fewer names than fields, and not for want of one above names of rows."""
    return bool(layout.header) and not layout.row_names and len(rows[layout.above]) < layout.width


def _pairs(lines: Sequence[str], choices: Choices) -> Pairs:
    """Two fields that make one number, where commas are decimal marks and separate as well."""
    is_known = choices.decimal == "." or choices.row_names or choices.header == 0
    if is_known or choices.separator not in (None, ","):
        return Pairs()
    return pairs_of(rows_of(lines, ",")[0])


def _one_after_another(
    rewritings: Sequence[Callable[[str], str] | None],
) -> Callable[[str], str] | None:
    each = [rewrite for rewrite in rewritings if rewrite is not None]
    if len(each) < 2:
        return next(iter(each), None)
    return lambda line: reduce(lambda text, rewrite: rewrite(text), each, line)


def _without_quotes(line: str) -> str:
    return unquoted(line.strip())


def _candidates(choices: Choices) -> tuple[str, ...]:
    if choices.separator is not None:
        return (choices.separator,)
    taken = "," if choices.decimal == "," else ""
    return (*(separator for separator in USUAL if separator != taken), "")


def _from_where_it_begins(
    lines: list[str], choices: Choices, first_line: int
) -> tuple[list[str], dict[int, str]]:
    """Return the lines without comments, and without those above where a person says it begins."""
    above = max((choices.begins or 1) - first_line, 0)
    plain, said = without_comments(lines)
    if choices.begins is None and choices.header is None:
        above_all = starred_above(plain[:_LOOKED_AT])
        said |= {place: plain[place] for place in above_all}
        plain = ["" if place in said else line for place, line in enumerate(plain)]
        said |= {place: plain[place] for place in sentences_above(plain[:_LOOKED_AT])}
        plain = ["" if place in said else line for place, line in enumerate(plain)]
    if choices.begins is None or above >= len(lines):
        return plain, said
    first = comment(lines[above])
    plain[above] = lines[above] if first is None else first
    said = {place: text for place, text in said.items() if place > above}
    said |= {place: line for place, line in enumerate(lines[:above]) if line.strip()}
    return [*[""] * above, *plain[above:]], said


def _table(lines: Sequence[str], separator: str, choices: Choices) -> _Table:
    """The rows up to another table, their layout, their places, and whether these are all."""
    rows, places = rows_of(lines, separator)
    first = next((place for place, row in enumerate(rows) if any(row)), 0)
    rows, places = rows[first:] or [[""]], places[first:] or [0]
    header = None if choices.header is None else int(choices.header)
    begins = choices.begins is not None
    lay = partial(
        lay_out, header=header, units=choices.units, row_names=choices.row_names, begins=begins
    )
    if choices.ends is not None:
        return rows, lay(rows), places, True
    layout, end = first_table(rows, lay, begins)
    return rows[:end], layout, places[:end], end == len(rows)


def _named_by_comment(
    layout: Layout,
    said: Mapping[int, str],
    lines: Sequence[int],
    separator: str,
    choices: Choices,
) -> tuple[int | None, Layout]:
    """Take the names from the last comment above a table that has none, if it has as many.

    Where all of them are units, the comment before it may hold the names.
    """
    if layout.sure or choices.header is not None or choices.begins is not None:
        return None, layout
    above = lines[layout.above]
    found = [
        (line, tuple(names))
        for line in sorted((line for line in said if line < above), reverse=True)
        if (names := _names_in(said[line], separator, layout.width))
    ]
    if not found:
        return None, layout
    (line, names), *before = found
    units: tuple[str, ...] = ()
    if before and are_units(names):
        units, (line, names) = tuple(map(without_brackets, names)), before[0]
    named = layout.naming._replace(above=0, header=0, names=names, units=units)
    return line, layout._replace(body=layout.above, header=0, naming=named)


def _names_in(text: str, separator: str, width: int) -> list[str] | None:
    for each in (separator, "\t", ",", ";", " "):
        (names,), _ = rows_of([text], each)
        names = [name.strip() for name in names]
        # A setting is no name.
        says_more = any(" = " in name or ": " in name or name.endswith(":") for name in names)
        if text.startswith("@"):  # of a program that draws
            return None
        if len(names) == width and all(map(is_words, names)) and not says_more:
            return names if width > 1 or len(text.split()) == 1 else None
    return None


def _marks(layout: Layout, text: str, separator: str) -> str:
    """Return what comments begin with: any mark above numbers, and else that of the first line."""
    if layout.values[:1] == (0,):
        return "".join(mark for mark in MARKS if mark != separator)
    first = text.lstrip(' \n"')[:1]
    return first if first in MARKS and comment(text.lstrip().partition("\n")[0]) else ""
