"""Lines of a text file that speak of the table, and lines that stand in quotes as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gmm_core.reading.columns import ERRORS_OF_SHEETS

# A mark, then anything but what ends a field: "#" alone names a column of running numbers. What a
# spreadsheet writes for an error is none.
_ERRORS = "|".join(map(re.escape, ERRORS_OF_SHEETS))
_MARK = rf"(?!#(?:#*|{_ERRORS})[\t,;|])(?:#+|%+|//+|!+(?=\w)|;+(?=\s[^;]*$))"
_COMMENT = re.compile(rf'\s*{_MARK}([^\t,;|"\n].*)')
# In quotes it is the only field: a name that begins so has others beside it.
_QUOTED_COMMENT = re.compile(rf'\s*"\s*{_MARK}([^\t,;|"\n](?:[^"\n]|"")*)"[\s,;|]*')
# Names that each bear the mark, as some banks and spectrometers write them, are no comment.
_MARKED_NAMES = re.compile(r'\s*#[^\t,;|"\n#]+(?:[\t,;|]+ *#[^\t,;|"\n#]+)+[\t,;|\s]*')
_PAUSE = re.compile("[,;] ")
_SENTENCE = re.compile(r"[^\d\W][^\t|\"]*[,;] [^\d\s][^\t|\"]*")
_NAMES = re.compile(r"[^\d]*[,;][^\d]*")
_RULE = re.compile(r"\s*={3}[= ]*")  # with "=+" a long line would be tried at each sign
_ANY_RULE = re.compile(r"[-=+|:_*,;\t ]*[-=_]{3,}[-=+|:_*,;\t ]*")
_MANY_RULES = 4  # so many stand between rows; fewer are about the header and the end
MARKS = "#%/!;="
"""What the mark of a comment begins with."""

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_MOST_LOOKED_AT = 200


def comment(line: str) -> str | None:
    """Return what a comment says, without its mark; None of a line that is none.

    A rule of equals signs, as text has below titles and around tables, says itself.

    Examples
    --------
    >>> comment("# site: north"), comment('"% units: mm"'), comment("#,name,x"), comment("#a;#b")
    ('site: north', 'units: mm', None, None)
    """
    line = line.rstrip("\n")
    if _RULE.fullmatch(line):
        return line.strip()
    if _MARKED_NAMES.fullmatch(line):
        return None
    found = _COMMENT.fullmatch(line) or _QUOTED_COMMENT.fullmatch(line)
    return found[1].strip() if found else None


def is_rule(line: str) -> bool:
    """Tell whether a line is nothing but a rule, as stands between rows of a printed table.

    Examples
    --------
    >>> is_rule("+------+-----+"), is_rule("---,---"), is_rule("-5,-3")
    (True, True, False)
    """
    return bool(_ANY_RULE.fullmatch(line.rstrip("\n")))


def without_comments(lines: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    """Return the lines with "" for each comment, and what the comments say, by place from 0.

    Where most lines begin so, they are a column of such words and no comments.

    Examples
    --------
    >>> without_comments(["# mm", "x,y", "1,2"])
    (['', 'x,y', '1,2'], {0: 'mm'})
    """
    rules = {place: line.strip() for place, line in enumerate(lines) if is_rule(line)}
    rules = rules if len(rules) >= _MANY_RULES else {}
    lines = ["" if place in rules else line for place, line in enumerate(lines)]
    said = {place: text for place, line in enumerate(lines) if (text := comment(line)) is not None}
    table = [place for place, line in enumerate(lines) if line.strip() and place not in said]
    below = [place for place in said if table and place > table[0]]
    if not table or 2 * len(below) >= len(table) + len(below):
        said = {place: text for place, text in said.items() if table and place < table[0]}
    return ["" if place in said else line for place, line in enumerate(lines)], rules | said


def starred_above(lines: Sequence[str]) -> list[int]:
    """Return the places of lines at the top that begin with a star or @, where the first one does.

    Below a table such lines are notes. Programs that draw write @ before what they draw with.

    Examples
    --------
    >>> starred_above(["* System: north", "*END*", "mass width", "8.4 27.5"])
    [0, 1]
    """
    said = [place for place, line in enumerate(lines) if line.strip()]
    first = next(
        (n for n, place in enumerate(said) if not lines[place].lstrip().startswith(("*", "@"))), 0
    )
    return said[:first]


def sentences_above(lines: Sequence[str]) -> list[int]:
    """Return the places of sentences above a table, which their commas would cut into fields.

    They hold a comma or semicolon with a space behind it, as no other line does; right below them
    is a line of names, and then one that begins otherwise than with words alone.

    Examples
    --------
    >>> sentences_above(["Measured in Bonn, Germany", "by Ann, Bob", "mass,width", "8.4,27.5"])
    [0, 1]
    >>> sentences_above(["mass, width", "8.4,27.5"]), sentences_above(["a, b", "1, 2", "3, 4"])
    ([], [])
    """
    said = [(place, line) for place, line in enumerate(lines) if line.strip()]
    found = []
    for place, line in said:
        if not _SENTENCE.fullmatch(line):
            break
        found.append(place)
    names, *rows = [line for _, line in said[len(found) :]] or [""]
    is_header = _NAMES.fullmatch(names) and rows and any(map(str.isdigit, rows[0]))
    if not found or not is_header or any(_PAUSE.search(line) for line in [names, *rows]):
        return []
    return found


def unquoted(line: str) -> str:
    r"""Return a line without the quotes around all of it; itself where there are none.

    Examples
    --------
    >>> unquoted('"a,b"'), unquoted('"a","b"')
    ('a,b', '"a","b"')
    """
    found = _QUOTED.fullmatch(line)
    return found[1].replace('""', '"') if found else line


def are_quoted_whole(lines: Sequence[str], separators: Sequence[str]) -> bool:
    """Tell whether lines stand in quotes as a whole, which hides their separators.

    They do when at least half are quoted so, and without the quotes one separator cuts nearly all
    of them, and the first, into as many fields.

    Examples
    --------
    >>> are_quoted_whole(['"a,b"', '"1,2"', '"3,4"'], [","])
    True
    >>> are_quoted_whole(['"said"', '"Well, yes"', '"No, no"'], [","])
    False
    """
    some = [line.strip() for line in lines if line.strip()][:_MOST_LOOKED_AT]
    quoted = [line for line in some if _QUOTED.fullmatch(line)]
    if len(quoted) < 2 or 2 * len(quoted) < len(some):
        return False
    plain = [unquoted(line) for line in some]
    return any(_cuts_alike(plain, separator) for separator in separators)


def _cuts_alike(lines: Sequence[str], separator: str) -> bool:
    counts = [line.count(separator) for line in lines]
    return counts[0] > 0 and 10 * counts.count(counts[0]) >= 9 * len(counts)
