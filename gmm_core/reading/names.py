"""Names of columns: trimmed, none empty, no two alike."""

from collections.abc import Iterable, Sequence


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
    names = [field.strip("\ufeff \t\n\xa0") if header else "" for field in fields]
    return _unique(name or f"column {i}" for i, name in enumerate(names, start=1))


def _unique(given: Iterable[str]) -> list[str]:
    """Return the names with "_2", "_3", ... after each one that occurred before."""
    names = list(given)
    known, taken, counts = set(names), set[str](), dict[str, int]()
    for place, name in enumerate(names):
        unique, count = name, counts.get(name, 2)
        while unique in taken or (unique != name and unique in known):
            unique, count = f"{name}_{count}", count + 1
        taken.add(unique)
        names[place], counts[name] = unique, count
    return names
