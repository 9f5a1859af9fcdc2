"""Where in some rows the table is: titles above it, its header, and the first observation."""

from __future__ import annotations

from typing import NamedTuple

from gmm_core.reading.fields import is_filled
from gmm_core.reading.first_row import has_header
from gmm_core.reading.header_rows import Naming, Rows, are_flags, naming
from gmm_core.reading.rows_of_table import TableRows


class Layout(NamedTuple):
    """Where the parts of a table are, as places in the rows that were looked at.

    Attributes
    ----------
    width : int
        Fields of an observation, without empty ones at the end that have no name.
    above : int
        The first row of the table: of its header, where it has one.
    body : int
        The first observation.
    header : int
        How many rows name the columns.
    row_names : bool
        Whether the header lacks a name for a first column of row names.
    naming : Naming
        What the rows above the observations say.
    values : tuple of int
        The columns of numbers, amounts and dates.
    sure : bool
        Whether the header has words above values.
    """

    width: int
    above: int
    body: int
    header: int
    row_names: bool
    naming: Naming
    values: tuple[int, ...]
    sure: bool = False

    @property
    def named(self) -> range:
        """The rows of names and of what stands aside of them."""
        return range(self.above, self.above + self.naming.header + self.naming.aside)


def lay_out(
    rows: Rows,
    header: int | None = None,
    units: bool | None = None,
    row_names: bool | None = None,
    begins: bool = False,
    padded: bool = False,
) -> Layout:
    """Return where the table is in some rows; a blank row has no fields that are filled.

    Columns of values are those that hold them in most of the later rows. Names, units and labels
    are rows with words in such columns and no value; the last of them above the first full row of
    values are the header, and what stands above is no part of the table. Where there are none,
    `has_header` decides.

    Parameters
    ----------
    rows : sequence of rows
        At least one that is filled.
    header : int or None
        How many rows name the columns, where a person knows it.
    units : bool or None
        Whether the row below these holds units.
    row_names : bool or None
        Whether the header lacks a name for the first column.
    begins : bool
        Whether the table is known to begin with the first row.
    padded : bool
        Whether each row has as many fields as the widest, as in a sheet, so that a row of one is
        a title.

    Examples
    --------
    >>> found = lay_out([["Survey"], [], ["length", "width"], ["8.4", "23"], ["9", "17"]])
    >>> found.above, found.body, found.naming.names
    (2, 3, ('length', 'width'))
    """
    return _layout(TableRows(rows, row_names, padded), header, units, begins)


def _keyed(table: TableRows, n: int) -> Layout:
    """Lay out a table below so many rows, each with its key."""
    top = [table.padded(row) for row in table.rows[:n]]
    names = tuple(field.strip() for field in top[0])
    said = next((row for row in top if row[0].strip().lower() in ("unit", "units")), ())
    units = ("", *(field.strip() for field in said[1:])) if said else ()
    found = Naming(0, 1, n - 1, names, units, "labels")
    return Layout(table.width, 0, n, 1, False, found, table.values, True)


def _layout(table: TableRows, header: int | None, units: bool | None, begins: bool) -> Layout:
    if header is None and units is None and not begins and (n := table.n_keyed()):
        return _keyed(table, n)
    first = table.first_values() if table.values else table.first_fitting()
    block = range(0, 0) if not table.values else _block(table, first, begins)
    if not block:
        return _without_block(table, first, header, begins)
    if header == 0:
        return _at(table, block[0] + _titles_of(table, block), 0)
    rows = [table.padded(table.rows[place]) for place in block]
    if header and header > len(rows):
        return _at(table, block[0], header)
    found = naming(rows, table.below, table.values, header, units, begins)
    if not begins and header is None and found.aside == 0 and found.above == 0:
        found = _with_index_name(table, found, block)
    if units is None and header is None and not found.aside_above:
        found = _with_limits(table, found, block[0] + found.above + found.header + found.aside)
    above = block[0] + found.above
    n_header = found.header + found.aside
    short = any(map(table.is_short, table.rows[above : above + n_header]))
    body = above + n_header
    while body + 1 < len(table.rows) and table.rows[body] and not any(table.rows[body]):
        body += 1  # separators alone, as shops put below the names
    return Layout(
        table.width,
        above,
        body,
        found.header,
        short and table.has_row_names,
        found,
        table.values,
        True,
    )


def _with_index_name(table: TableRows, found: Naming, block: range) -> Naming:
    """Take the name of row names from the row below, where pandas writes it."""
    place = block[0] + found.header
    row = table.padded(table.rows[place]) if place < len(table.rows) else []
    if found.header < 2 or found.names[0] or not row or table.has_values(row):
        return found
    if [i for i, field in enumerate(row) if is_filled(field)] != [0]:
        return found
    names = (row[0].strip(), *found.names[1:])
    return found._replace(header=found.header + 1, names=names)


def _with_limits(table: TableRows, found: Naming, place: int) -> Naming:
    """Put a row of limits aside that stands right below the names, or the units."""
    if place >= len(table.rows) or not table.has_limits(table.rows[place]):
        return found
    return found._replace(aside=found.aside + 1, what=found.what or "labels")


def _titles_of(table: TableRows, block: range) -> int:
    rows = [table.padded(table.rows[place]) for place in block]
    return naming(rows, table.below, table.values).above


def _block(table: TableRows, first: int, begins: bool) -> range:
    """Return the places of the rows of words that end last above the first row of values."""
    named = [place for place in range(first) if table.names_columns(place)]
    if not named or (not begins and all(map(table.is_lone_title, named))):
        return range(0)
    last = start = named[-1]
    while start > table.late and table.belongs(table.rows[start - 1]):
        start -= 1
    while not begins and start < last and not table.heads(start):
        start += 1
    below = table.rows[last + 1] if last + 1 < len(table.rows) else []
    last += table.fits(below) and are_flags(below) and not table.has_values(below)
    last += not begins and table.names_years(last + 1)
    return range(0 if begins else start, last + 1)


def _without_block(table: TableRows, first: int, header: int | None, begins: bool) -> Layout:
    """Lay out a table whose first row is of values, or all of whose columns are of words."""
    start = min(first, len(table.rows) - 1)
    while start and table.fits(table.rows[start - 1]) and table.has_values(table.rows[start - 1]):
        start -= 1
    start = 0 if begins else start - table.is_bare_header(start - 1)
    if header is None:
        rows = [row for row in table.rows[start:] if any(map(is_filled, row))]
        header = int(has_header(rows))
    return _at(table, start, header)


def _at(table: TableRows, above: int, header: int) -> Layout:
    """Lay out a table whose header is so many rows from a place on."""
    rows = [table.padded(row) for row in table.rows[above : above + header]]
    names = ("",) * table.width
    if rows:
        names = naming(rows, [], (), header, False, True).names
    short = table.has_row_names and bool(header) and table.is_short(table.rows[above])
    found = Naming(0, header, 0, names)
    return Layout(table.width, above, above + header, header, short, found, table.values)
