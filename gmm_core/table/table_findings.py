"""What a person should know of a table before it is fitted, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.table.described_columns import Column, describe
from gmm_core.table.finding import KINDS, Examined, Finding
from gmm_core.table.looks import column_kinds, suspects, values

LOOKS = (*suspects.LOOKS, *values.LOOKS, *column_kinds.LOOKS)


@as_annotated
def findings(
    frame: pd.DataFrame,
    features: Sequence[str],
    described: Sequence[Column] | None = None,
    decimal: str = ".",
) -> tuple[Finding, ...]:
    """Return what is worth knowing of a table before some of its columns are fitted.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit; others than those with numbers are passed over.
    described : sequence of Column, optional
        What `describe` says of the table.
    decimal : {".", ","}
        The decimal mark of the table, for numbers in text.

    Returns
    -------
    tuple of Finding
        First those about the features and rows to fit, then the others; each in the order of
        `KINDS`, and of the table.

    Examples
    --------
    >>> inches = [1.0, 2.0, 4.0, 7.0, 9.0]
    >>> frame = pd.DataFrame({"inch": inches, "cm": [2.54 * x for x in inches]})
    >>> for finding in findings(frame, ["inch", "cm"]):
    ...     print(finding.kind, finding.columns, finding.offer)
    dependent ('cm',) leave out
    >>> print(finding.sentence)
    "cm" follows exactly from what stands before it: cm = 2.54 inch. So it adds nothing, and full
    and tied covariances cannot be fitted to both. Leave it out of the features.
    """
    columns = tuple(described or describe(frame))
    table = Examined(frame, columns, tuple(str(name) for name in features), decimal)
    found = [finding for look in LOOKS for finding in look(table)]
    order = {column.name: place for place, column in enumerate(columns)}

    def severity(finding: Finding) -> tuple[bool, int, int]:
        fitted = not finding.columns or not set(finding.columns).isdisjoint(table.features)
        first = min((order[name] for name in finding.columns), default=0)
        return not fitted, KINDS.index(finding.kind), first

    return tuple(sorted(found, key=severity))
