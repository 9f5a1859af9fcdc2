"""What of a file was not taken as it stands, and how that is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gmm_core.reading.header_rows import Naming
from gmm_core.wording import counted, listed, named, plural
from gmm_core.wording import quoted as in_quotes

_LONGEST = 60  # characters of a line that are shown


@dataclass(frozen=True)
class Remark:
    """One thing that was done to a file so that it is a table.

    Attributes
    ----------
    kind : str
        "above", "below", "comments", "units", "labels", "types", "joined", "row names", "named by
        comment", "quoted", "decimal pairs", "another", "repeated", "codes", "padding",
        "blocks" or "odd".
    sentence : str
        What was found and done; with what stands in the file as it is.
    offer : str
        What a person can have instead, for a button; "" where there is nothing.
    changes : mapping of str to value
        The choices that do this.
    """

    kind: str
    sentence: str
    offer: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def lines_called(lines: Sequence[int], noun: str = "line") -> str:
    """Return what to call some lines: "Line 3", "Lines 1 to 4" or "Lines 2, 7 and 9".

    Examples
    --------
    >>> lines_called([3]), lines_called([1, 2, 3]), lines_called([2, 7], "row")
    ('Line 3', 'Lines 1 to 3', 'Rows 2 and 7')
    """
    noun = plural(len(lines), noun).capitalize()
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return f"{noun} {first:,}"
    if last - first == len(lines) - 1:
        return f"{noun} {first:,} {'and' if len(lines) == 2 else 'to'} {last:,}"
    return f"{noun} {listed([f'{line:,}' for line in lines])}"


def excerpt(text: str) -> str:
    r"""Return a line in quotes, cut where it is long.

    Examples
    --------
    >>> excerpt("a" * 99)[-4:], excerpt(" Source: us\n")
    ('aa…"', '"Source: us"')
    """
    return in_quotes(" ".join(text.split()), _LONGEST)


def above(lines: Sequence[int], first: str, noun: str) -> Remark:
    """Say which lines stand above the table."""
    verb = plural(len(lines), "stands", "stand")
    is_are = plural(len(lines), "is", "are")
    said = f": {excerpt(first)}{plural(len(lines), '.', ' ...')}" if first.strip() else "."
    return Remark(
        "above",
        f"{lines_called(lines, noun)} {verb} above the table and {is_are} left out{said} If the "
        f"table begins elsewhere, choose the {noun} with which it begins.",
    )


def blocks(count: int) -> Remark:
    """Say that the columns stood in blocks below one another."""
    return Remark(
        "blocks",
        f"The columns stand in {count} blocks below one another, as consoles print wide tables: "
        "they were put side by side.",
        "Read line by line",
        {"separator": " "},
    )


def padding(n_bytes: int) -> Remark:
    """Say how many bytes of value 0 were left out."""
    return Remark(
        "padding",
        f"{counted(n_bytes, 'byte')} of value 0 {plural(n_bytes, 'stands', 'stand')} in the file "
        f"and {plural(n_bytes, 'is', 'are')} left out: devices fill up blocks so, also where power "
        "was lost.",
    )


def below(lines: Sequence[int], first: str, last: int, noun: str) -> Remark:
    """Say which lines stand below the table."""
    verb, is_are = plural(len(lines), "stands", "stand"), plural(len(lines), "is", "are")
    return Remark(
        "below",
        f"{lines_called(lines, noun)} {verb} below the table and {is_are} left out: "
        f"{excerpt(first)}{'' if len(lines) == 1 else ' ...'}",
        "Keep as rows",
        {"ends": last, "odd": "fill"},
    )


def comments(lines: Sequence[int], first: str) -> Remark:
    """Say which lines among the observations are comments."""
    is_are = plural(len(lines), "is a comment", "are comments")
    return Remark(
        "comments",
        f"{lines_called(lines)} {is_are} and left out: {excerpt(first)}"
        f"{'' if len(lines) == 1 else ' ...'}",
        "Keep as rows",
        {"odd": "fill"},
    )


def repeated(lines: Sequence[int], noun: str = "line") -> Remark:
    """Say which lines among the observations are the header again."""
    return Remark(
        "repeated",
        f"{lines_called(lines, noun)} {plural(len(lines), 'repeats', 'repeat')} the header, as "
        f"where files were joined, and {plural(len(lines), 'is', 'are')} left out.",
        "Keep as rows",
        {"odd": "fill"},
    )


def of_names(found: Naming, rows: Sequence[int], noun: str) -> list[Remark]:
    """Say what the rows of a header were taken for."""
    header, aside = found.parted(rows)
    remarks = []
    if len(header) > 1:
        remarks.append(
            Remark(
                "joined",
                f"The names are joined from {lines_called(header, noun).lower()}.",
                "Take the first alone",
                {"header": 1},
            )
        )
    if aside:
        remarks.append(_aside(found, aside, noun))
    elif found.what == "types":
        remarks.append(_types_in_names())
    return remarks


def _types_in_names() -> Remark:
    return Remark(
        "types",
        "The names bear marks: a #, before which Orange writes what each column is (C#mass). The "
        "marks were taken off, and columns that they call discrete or text are read as text.",
        "Keep the marks",
        {"units": False},
    )


def _aside(found: Naming, aside: Sequence[int], noun: str) -> Remark:
    which = lines_called(aside, noun)
    one, keep = len(aside) == 1, {"units": False, "header": found.header}
    if found.what == "units":
        said = [f"{n} {u}" for n, u in zip(found.names, found.units, strict=True) if u and n]
        place = "stands above the names" if found.aside_above else "is no observation"
        verbs = f"says the units and {place}" if one else "say units and more, and are none"
        sentence = f"{which} {verbs}: {listed(said or ['-'])}."
        keep = "Take it for the names" if found.aside_above else "Keep as a row"
        return Remark("units", sentence, keep if one else "Keep as rows", {"units": False})
    if found.what == "types":
        sentence = (
            f"{which} {'says' if one else 'say'} what each column is, as Orange writes it, and "
            f"{'is no observation' if one else 'are no observations'}. Columns of the types "
            '"discrete" and "string" are read as text.'
        )
        return Remark("types", sentence, "Keep as rows", keep)
    sentence = (
        f"{which} {'has' if one else 'have'} words where those below have numbers, and "
        f"{'is no observation' if one else 'are no observations'}."
    )
    return Remark("labels", sentence, "Keep as a row" if one else "Keep as rows", keep)


def row_names() -> Remark:
    """Say that the header lacks a name."""
    return Remark(
        "row names",
        "The header has one name fewer than the rows have fields, as R writes it: the first column "
        "is taken for names of rows.",
        "The last column lacks its name",
        {"row_names": False},
    )


def named_by_comment(line: int) -> Remark:
    """Say that a comment names the columns."""
    return Remark(
        "named by comment",
        f"The names of the columns are those in line {line:,}, a comment.",
        "Read without them",
        {"header": 0},
    )


def quoted() -> Remark:
    """Say that the quotes around lines were taken off."""
    return Remark(
        "quoted",
        "Lines stand in quotes as a whole. The quotes were taken off, so that separators count.",
        "Read as one column",
        {"separator": ""},
    )


def decimal_pairs(example: str) -> Remark:
    """Say that commas are decimal marks and separate as well, with a number of the file."""
    return Remark(
        "decimal pairs",
        "Commas separate the fields and stand in the numbers, too: two fields make one number, as "
        f"{example} is {example.replace(',', '.')}.",
        "Read each field by itself",
        {"decimal": "."},
    )


def another(begins: int, header: str, noun: str) -> Remark:
    """Say that another table stands below the one that is read."""
    return Remark(
        "another",
        f"Another table begins at {noun} {begins:,} and is left out: {excerpt(header)}",
        "Read that one",
        {"begins": begins},
    )


def odd(lines: Sequence[int], n_fields: int, width: int, first: str, filled: bool) -> Remark:
    """Say which lines have another number of fields, and what became of them."""
    one = len(lines) == 1
    has = plural(len(lines), "has", "have")
    number = counted(n_fields, "field") if one else "another number of fields"
    others = f"where the others have {width:,}"
    done = (
        f"{'Its' if one else 'Their'} missing fields are gaps, and fields beyond the last column "
        "are cut off."
        if filled
        else f"{'It is' if one else 'They are'} left out."
    )
    return Remark(
        "odd",
        f"{_several(lines)} {has} {number} {others}"
        f"{': ' if one else ', the first: '}{excerpt(first)}. {done}",
        "Leave out" if filled else "Fill with gaps",
        {"odd": "leave out" if filled else "fill"},
    )


def _several(lines: Sequence[int]) -> str:
    if len(lines) <= 5:
        return lines_called(lines)
    return f"{counted(len(lines), 'line')} ({listed([f'{n:,}' for n in lines])})"


def codes(found: Mapping[str, str], kinds: Iterable[tuple[str, str]]) -> Remark:
    """Say which columns of digits are text, with a code of each; kinds are those chosen so far."""
    one = len(found) == 1
    examples = listed([in_quotes(code) for code in dict.fromkeys(found.values())], 2)
    return Remark(
        "codes",
        f"{named(list(found))} {'is' if one else 'are'} kept as text, as "
        f"written: {'its' if one else 'their'} digits begin with 0, as in {examples}, which codes "
        "do and numbers do not.",
        "Read as numbers",
        {"kinds": tuple({**dict(kinds), **dict.fromkeys(found, "number")}.items())},
    )
