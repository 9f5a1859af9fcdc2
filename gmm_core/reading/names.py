"""Names of columns: trimmed, none empty, no two alike."""

from collections.abc import Iterable, Sequence

BLANKS = "\ufeff \t\n\xa0"
"""What is left out at the ends of a name."""


def column_names(fields: Sequence[str], header: bool = True) -> list[str]:
    """Return a name for each column, from the header where there is one.

    An empty name becomes "column 3" after its place, and one that occurs again gets a number.

    Parameters
    ----------
    fields : sequence of str
        The first row of the table.
    header : bool
        Whether it names the columns.

    Examples
    --------
    >>> column_names([" a", "a", ""]), column_names(["1.5", "2"], header=False)
    (['a', 'a_2', 'column 3'], ['column 1', 'column 2'])
    """
    names = [field.strip(BLANKS) if header else "" for field in fields]
    return unique_names(name or f"column {i}" for i, name in enumerate(names, start=1))


def unique_names(given: Iterable[str]) -> list[str]:
    """Return the names with "_2", "_3", ... after each one that occurred before.

    Parameters
    ----------
    given : iterable of str

    Examples
    --------
    >>> unique_names(["a", "a", "a_2"])
    ['a', 'a_3', 'a_2']
    """
    names = list(given)
    known, taken, counts = set(names), set[str](), dict[str, int]()
    for place, name in enumerate(names):
        unique, count = name, counts.get(name, 2)
        while unique in taken or (unique != name and unique in known):
            unique, count = f"{name}_{count}", count + 1
        taken.add(unique)
        names[place], counts[name] = unique, count
    return names
