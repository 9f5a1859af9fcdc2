"""Lines that are cut in an unusual way, written anew so that a usual one cuts them.

Signs that seldom separate (^, ~, ::), places in the line (as programs print columns of text), boxes
of bars and rules, and quotes of another kind.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from gmm_core.reading.fields import is_filled, is_number, is_words

CUT = "\x1f"
"""What separates the fields of lines that are written anew: a sign of control made for this."""

# Some belong to numbers, words and paths as well: of these no table is cut that is none without.
_SIGNS = (*"^~¦§¶¬¤þ·:#@!*&=%$\x01\x1e\x1f\u00a0", "，", "、", "；", "،", "؛", "：")
_MOST_LOOKED_AT = 150
_NEARLY_ALL = 0.9
_CLOCK = re.compile(r"[\d/.\- T]*\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?", re.I)
_KEY = re.compile("[^:]*:(?: [^:]*)?")
_GAP = re.compile(" {2,}")
_BETWEEN = "[,;\t|]"
_SINGLE_QUOTED = re.compile(rf"(?:(?<={_BETWEEN})|^) *'((?:[^']|'')*)' *(?={_BETWEEN}|$)")
_ESCAPED = '\\"'
_LEAST_WIDE = 2
_MOST_TITLES = 12  # lines
TAB = "\t"
"""What separates the fields of a box that is none any more."""

_BARS = str.maketrans(dict.fromkeys("│┃║┆┊╎", "|") | dict.fromkeys("─━═┄┈╌", "-"))
_CROSSES = str.maketrans(dict.fromkeys("┌┐└┘├┤┬┴┼╞╡╪╧╤╔╗╚╝╠╣╦╩╬╭╮╯╰┏┓┗┛┣┫┳┻╋", "+"))
# What polars and Julia write below the names: rules in single fields, and types.
_RULES_OF_POLARS = re.compile(r"[│┆| ]*(?:-{3}[│┆| ]+)+")
_TYPES_OF_POLARS = re.compile(
    r"[│┆| ]*(?:(?:str|[fiu](?:8|16|32|64|128)|bool|cat|enum|date|time|null|binary|object"
    r"|datetime\[[^\]]*\]|duration\[[^\]]*\]|decimal\[[^\]]*\])[│┆| ]+)+"
)
_OF_JULIA = re.compile(r" *(?:Row|\d+)? *│[^│]*")
_RULE_OF_JULIA = re.compile(" *─+┼─+ *")
_FIRST_BOXED = re.compile(r" *(?:\d+\. *)?\|(.*)\| *")  # Stata puts the number before the box
_NUMBERED = re.compile(r" *(\d+)\. *\|(.*)\| *")
_BOX_RULE = re.compile(r" *[+|]-+[+|] *")
_NAMED_BY_IPAC = re.compile(r"\|[^|\d]+(?:\|[^|]+)*\|\s*")
_TYPES_OF_IPAC = frozenset(("char", "c", "double", "d", "real", "r", "float", "f", "int", "i"))
_TYPES_OF_IPAC |= frozenset(("long", "l", "date"))
_MOST_HEADERS_OF_IPAC = 4


class Rewriting(NamedTuple):
    """How lines are written anew, and what separates their fields in the file."""

    of_line: Callable[[str], str]
    separator: str
    cut_by: str = CUT


def by_rare_sign(lines: Sequence[str]) -> Rewriting | None:
    """Return how lines are cut by a sign that seldom separates, alone or doubled, if they are.

    Nearly all lines, and the first, have the sign as often, and it cuts them into fields of which
    some columns are numbers.

    Examples
    --------
    >>> found = by_rare_sign(["mass::width", "8.4::23", "9.5::17"])
    >>> found.separator, found.of_line("8.4::23").split(CUT)
    ('::', ['8.4', '23'])
    >>> by_rare_sign(["start:end", "10:30", "11:45"])
    """
    said = [line for line in lines if line.strip()][:_MOST_LOOKED_AT]
    if len(said) < _LEAST_WIDE:
        return None
    for sign in _SIGNS:
        token = _token(sign, said[0])
        if sign == ":" and (_are_clocks(said) or _are_keys(said)):
            continue
        if token and _cuts_alike(said, token):
            return Rewriting(partial(_replaced, token=token), token)
    return None


def _token(sign: str, line: str) -> str:
    """The sign, or two of it where it only stands so; "" where it does not stand in a line."""
    n = line.count(sign)
    return sign * 2 if n and 2 * line.count(sign * 2) == n else sign if n else ""


def _replaced(line: str, token: str) -> str:
    return line.replace(token, CUT)


def _cuts_alike(lines: Sequence[str], token: str) -> bool:
    n = lines[0].count(token)
    alike = [line for line in lines if line.count(token) == n]
    if len(alike) < _NEARLY_ALL * len(lines):
        return False
    return _is_table([line.split(token) for line in alike])


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has a field in each column, and below it some columns are numbers."""
    first, *below = rows
    if not below or not all(map(is_filled, first)):
        return False
    return any(_are_numbers([row[place] for row in below]) for place in range(len(first)))


def _are_numbers(fields: Sequence[str]) -> bool:
    numbers = sum(map(is_number, fields))
    return 2 * numbers > len(fields)


def _are_clocks(lines: Sequence[str]) -> bool:
    """Whether most lines are nothing but a time."""
    return 2 * sum(bool(_CLOCK.fullmatch(line.strip())) for line in lines[1:]) > len(lines) - 1


def _are_keys(lines: Sequence[str]) -> bool:
    """Whether lines are a key and its value each, as settings are written."""
    return 2 * sum(bool(_KEY.fullmatch(line)) for line in lines) > len(lines)


def without_tabs(lines: Sequence[str]) -> Rewriting | None:
    r"""Return how lines are cut by spaces in which a tab stands as well, if all are so alike.

    Examples
    --------
    >>> found = without_tabs(['18.0  8  307.0\t"a b"', '15.5  6  250.0\t"c"'])
    >>> found.of_line('18.0  8  307.0\t"a b"')
    '18.0  8  307.0 "a b"'
    """
    said = [line for line in lines if line.strip()][:_MOST_LOOKED_AT]
    if not all(TAB in line and _GAP.search(line.partition(TAB)[0].strip()) for line in said):
        return None
    said = [_with_spaces(line).strip() for line in said]
    rows = list(csv.reader(said, delimiter=" ", skipinitialspace=True))
    if len(rows) < _LEAST_WIDE or {*map(len, rows)} != {len(rows[0])} or len(rows[0]) < _LEAST_WIDE:
        return None
    numbers = [_are_numbers(fields) for fields in zip(*rows, strict=True)]
    return Rewriting(_with_spaces, " ", " ") if any(numbers) else None


def _with_spaces(line: str) -> str:
    return line.replace(TAB, " ")


def by_places(lines: Sequence[str]) -> Rewriting | None:
    """Return how lines are cut by their places, as where columns of text are printed, if they are.

    Fields stand two spaces apart in each line, or in all lines in the same places; some columns
    are numbers.

    Examples
    --------
    >>> lines = ["site      mass", "lake one   8.4", "pond        12"]
    >>> by_places(lines).of_line(lines[1]).split(CUT)
    ['lake one', '8.4']
    >>> by_places(["mass width", "8.4 23", "12 7"])
    """
    said = [line for line in lines if line.strip()][:_MOST_LOOKED_AT]
    if len(said) <= _LEAST_WIDE or any("\t" in line for line in said):
        return None
    rows = [_GAP.split(line.strip()) for line in said]
    if len(rows[0]) > 1 and {*map(len, rows)} == {len(rows[0])} and _is_table(rows):
        return Rewriting(_at_gaps, " ")
    places = _below_names(_places(said), said[0])
    if len(places) < _LEAST_WIDE:
        return None
    cut = [_at(line, places) for line in said]
    are_named = all(map(is_words, cut[0]))
    return (
        Rewriting(partial(_at_places, places=places), " ") if are_named and _is_table(cut) else None
    )


def by_gaps(lines: Sequence[str]) -> Rewriting | None:
    """Return how lines are cut two spaces apart, where most are so, below names of as many words.

    Other lines are titles, rules and notes, which stand as they are. Below a title the places of
    all lines tell, too.

    Examples
    --------
    >>> lines = ["   Fish of the lake", "Fish     Length", "Fish 1   8.4", "Fish 2   12.5"]
    >>> by_gaps(lines).of_line(lines[2]).split(CUT)
    ['Fish 1', '8.4']
    """
    said = [line for line in lines if line.strip()][:_MOST_LOOKED_AT]
    if any("\t" in line for line in said):
        return None
    rows = [_GAP.split(line.strip()) for line in said]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    table = [row for row in rows if len(row) == width]
    is_most = width >= _LEAST_WIDE and 3 * len(table) >= 2 * len(rows)
    if is_most and all(map(is_words, table[0])) and _is_table(table):
        return Rewriting(_at_gaps, " ")
    named = (
        n for n, row in enumerate(rows[:_MOST_TITLES]) if len(row) > 1 and all(map(is_words, row))
    )
    first = next(named, 0)
    below = by_places(said[first:]) if first else None
    return below and Rewriting(partial(_below, {*said[:first]}, below.of_line), " ")


def _below(titles: set[str], rewrite: Callable[[str], str], line: str) -> str:
    return line.strip() if line in titles else rewrite(line)


def _at_gaps(line: str) -> str:
    return _GAP.sub(CUT, line.strip())


def _places(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """From where to where something stands in any line."""
    width = max(map(len, lines))
    is_filled_there = [False] * width
    for line in lines:
        for place, sign in enumerate(line):
            is_filled_there[place] |= sign != " "
    text = "".join("x" if filled else " " for filled in is_filled_there)
    return tuple(found.span() for found in re.finditer("x+", text))


def _below_names(places: Sequence[tuple[int, int]], names: str) -> tuple[tuple[int, int], ...]:
    """The places with those below no name put to the one before them, as words of one field."""
    joined: list[tuple[int, int]] = []
    for begin, end in places:
        if joined and not is_filled(names[begin:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return tuple(joined)


def _at(line: str, places: Sequence[tuple[int, int]]) -> list[str]:
    return [line[begin:end].strip() for begin, end in places]


def _at_places(line: str, places: Sequence[tuple[int, int]]) -> str:
    """The fields of a line; of one that has something between them, those between spaces."""
    fields = _at(line, places)
    whole = "".join(fields).replace(" ", "") == line.replace(" ", "")
    return CUT.join(fields if whole else line.split())


def unboxed(lines: Sequence[str]) -> Rewriting | None:
    r"""Return how lines of a box are written without it, None where there is none.

    Boxes are drawn with signs made for it, by Stata's list (whose columns are parted by spaces, and
    whose rows are numbered before the box), as Jira's wiki has tables (with double bars about
    names), and as astronomers have them (IPAC: bars stand in the header alone).

    Examples
    --------
    >>> unboxed(["||site||mass||", "|a|8.4|", "|b|9.5|"]).of_line("||site||mass||")
    '|site|mass|'
    >>> unboxed(["|ra |mag |", " 1.5 20.5 ", " 2.5 21.5 "]).of_line(" 1.5 20.5 ")
    '1.5\t20.5'
    """
    said = [line for line in lines if line.strip()]
    if not any("|" in line or "│" in line for line in said) or "\t" in "".join(said):
        return None
    if any(map(_RULE_OF_JULIA.fullmatch, said)) and _are_of_julia(said):
        return Rewriting(_without_julia, " ")
    if sum("│" in line for line in said) > _LEAST_WIDE:
        return Rewriting(_plainly_boxed, "|")
    if sum(bool(_NUMBERED.fullmatch(line)) for line in said) >= _LEAST_WIDE:
        return Rewriting(_without_box, " ")
    first = next((line.strip() for line in said if "|" in line), "")
    if first.startswith("||") and first.endswith("||") and first.count("||") > _LEAST_WIDE:
        return Rewriting(_with_single_bars, "|")
    return _of_ipac(said)


def _with_single_bars(line: str) -> str:
    return line.replace("||", "|") if line.lstrip().startswith("||") else line


def _are_of_julia(lines: Sequence[str]) -> bool:
    rows = [line for line in lines if "│" in line]
    return len(rows) > _LEAST_WIDE and all(map(_OF_JULIA.fullmatch, rows))


def _without_julia(line: str) -> str:
    """A line as Julia prints it, without the bar behind the number of its row."""
    if _RULE_OF_JULIA.fullmatch(line):
        return ""
    row, _, fields = line.partition("│")
    return TAB.join([row.strip(), *_GAP.split(fields.strip())]) if fields else line


def _plainly_boxed(line: str) -> str:
    if _RULES_OF_POLARS.fullmatch(line) or _TYPES_OF_POLARS.fullmatch(line):
        return ""
    return line.translate(_BARS).translate(_CROSSES)


def _without_box(line: str) -> str:
    """A line of Stata's list without its box, the number before it as the first field."""
    if _BOX_RULE.fullmatch(line):
        return ""
    if numbered := _NUMBERED.fullmatch(line):
        return TAB.join([numbered[1], *_GAP.split(numbered[2].strip())])
    boxed = _FIRST_BOXED.fullmatch(line)
    return TAB.join(["", *boxed[1].split()]) if boxed else line


def _of_ipac(lines: Sequence[str]) -> Rewriting | None:
    header = [line for line in lines if not line.startswith("\\")]
    names = header[0].rstrip() if header else ""
    if not _NAMED_BY_IPAC.fullmatch(names) or len(header) <= _LEAST_WIDE:
        return None
    bars = [place for place, sign in enumerate(names) if sign == "|"]
    if len(bars) <= _LEAST_WIDE or any("|" in line for line in header[_MOST_HEADERS_OF_IPAC:]):
        return None
    if "|" in header[-1]:
        return None
    above = [line.rstrip() for line in header if line.startswith("|")]
    types, units = above[1:3] if len(above) > _LEAST_WIDE else ("", "")
    swapped = {types: units, units: types} if _are_types_of_ipac(types) else {}  # units come first
    swapped |= {line: f"\\{line}" for line in above[_MOST_HEADERS_OF_IPAC - 1 :]}  # what is missing
    return Rewriting(partial(_at_bars, bars=bars, swapped=swapped), " ")


def _are_types_of_ipac(line: str) -> bool:
    return {word.strip().lower() for word in line.strip("|").split("|")} <= _TYPES_OF_IPAC


def _at_bars(line: str, bars: Sequence[int], swapped: Mapping[str, str]) -> str:
    line = swapped.get(line.rstrip(), line)
    if line.startswith("\\"):
        return f"# {line[1:]}"
    if line.startswith("|"):
        return TAB.join(name.strip() for name in line.strip().strip("|").split("|"))
    ends = [*bars[1:-1], len(line)]
    begins = [bars[0], *bars[1:-1]]
    return TAB.join(line[a:b].strip() for a, b in zip(begins, ends, strict=True))


def requoted(lines: Sequence[str]) -> Callable[[str], str] | None:
    r"""Return how quotes of another kind are written as double ones, None where there are none.

    Fields stand in single quotes in nearly all lines, or quotes within quotes bear a backslash, and
    with the usual ones the lines are cut alike.

    Examples
    --------
    >>> requoted(["'a, b',1", "'c',2"])("'a, b',1")
    '"a, b",1'
    >>> lines = ["name,x", r'"the \"big\" one, a",1', r'"b",2']
    >>> requoted(lines)(lines[1])
    '"the ""big"" one, a",1'
    """
    said = [line for line in lines if line.strip()][:_MOST_LOOKED_AT]
    text = "\n".join(said)
    if "'" in text and '"' not in text:
        n_quoted = sum(bool(_SINGLE_QUOTED.search(line)) for line in said)
        if n_quoted >= max(_NEARLY_ALL * (len(said) - 1), 2):
            return _in_double_quotes
    if _ESCAPED in text and _n_unlike(map(_doubled, said)) < _n_unlike(said):
        return _doubled
    return None


def _in_double_quotes(line: str) -> str:
    return _SINGLE_QUOTED.sub(lambda found: '"' + found[1].replace("''", "'") + '"', line)


def _doubled(line: str) -> str:
    return line.replace(_ESCAPED, '""')


def _n_unlike(lines: Sequence[str] | map[str]) -> int:
    """How many lines have other fields than the first, under the separator that cuts best."""
    said = list(lines)
    cuts = [separator for separator in ",;\t|" if separator in said[0]]
    return min((_n_unlike_by(said, separator) for separator in cuts), default=len(said))


def _n_unlike_by(lines: Sequence[str], separator: str) -> int:
    rows = list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    return len(lines) - sum(len(row) == len(rows[0]) for row in rows)
