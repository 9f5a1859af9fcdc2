"""Counts, lists and components as people read them."""

from __future__ import annotations

from collections.abc import Sequence


def plural(n: float, one: str, several: str | None = None) -> str:
    """Return the word that goes with a count: `one` with 1, and `several` with any other.

    Parameters
    ----------
    n : float
    one : str
        Such as "row", "is" or "its".
    several : str, optional
        Without it, `one` with an s.

    Returns
    -------
    str

    Examples
    --------
    >>> plural(1, "row"), plural(0, "row"), plural(1, "is", "are"), plural(1.5, "is", "are")
    ('row', 'rows', 'is', 'are')
    """
    return one if n == 1 else several or f"{one}s"


def counted(n: int, noun: str) -> str:
    """Return a count with its noun in the right number.

    Parameters
    ----------
    n : int
    noun : str
        Singular; the plural takes an s.

    Returns
    -------
    str

    Examples
    --------
    >>> counted(0, "row"), counted(1, "row"), counted(1200, "row")
    ('no rows', '1 row', '1,200 rows')
    """
    return f"{n:,} {plural(n, noun)}" if n else f"no {plural(n, noun)}"


def all_of(n: int, noun: str) -> str:
    """Return the beginning of a sentence on all there are: "All 1,200 rows", or "The only row".

    Examples
    --------
    >>> all_of(1200, "row"), all_of(1, "row")
    ('All 1,200 rows', 'The only row')
    """
    return plural(n, f"The only {noun}", f"All {counted(n, noun)}")


def quoted(name: str, longest: int | None = None) -> str:
    """Return a name in quotes; of one that is longer than `longest` characters, its beginning.

    Examples
    --------
    >>> quoted("height"), quoted("height", 4)
    ('"height"', '"hei…"')
    """
    return f'"{name if longest is None else cut(name, longest)}"'


def cut(name: str, longest: int = 60, *, words: bool = False) -> str:
    """Return a name, or the beginning of one that is longer than `longest` characters.

    Where it is to end in a whole of its `words`, it does, unless that leaves less than half.

    Examples
    --------
    >>> cut("height"), cut("height", 4)
    ('height', 'hei…')
    >>> cut("trust in other departments", 20), cut("trust in other departments", 20, words=True)
    ('trust in other depa…', 'trust in other…')
    """
    if len(name) <= longest:
        return name
    kept = name[: longest - 1]
    whole = name[:longest].rpartition(" ")[0].rstrip(" ,;(") if words else ""
    return f"{whole if 2 * len(whole) >= longest else kept}…"


def named(names: Sequence[str], most: int = 5, longest: int = 60) -> str:
    """Return names in quotes: the first of many, and the beginnings of long ones.

    Examples
    --------
    >>> named(["height", "weight"]), named([f"x{i}" for i in range(2_000)], most=2)
    ('"height" and "weight"', '"x0", "x1" and 1,998 more')
    """
    shown = [quoted(name, longest) for name in names[:most]]
    return listed([*shown, *names[most:]], most)


def listed(parts: Sequence[str], most: int = 5, last: str = " and ") -> str:
    """Return the first parts with commas between them, and how many more there are.

    Parameters
    ----------
    parts : sequence of str
        At least one.
    most : int
        So many are named.
    last : str
        Stands before the last part where all are named.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
    ('a', 'a, b and c', 'a, b and 1 more')
    >>> listed(["a", "b"], last=", ")
    'a, b'
    """
    if len(parts) > most:
        return f"{', '.join(parts[:most])} and {len(parts) - most:,} more"
    return last.join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def shown(value: object) -> str:
    """Return a value as it stands in a message, cut where it is long.

    Examples
    --------
    >>> shown("a" * 99)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"
    """
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "a very large number"
    return text if len(text) <= 40 else f"{text[:40]}…"
