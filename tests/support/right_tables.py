"""What is right of a file, and whether its reading and the page have it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab import Lab, read

from gmm_core.reading import Reading
from gmm_core.table import columns, findings
from gmm_core.wording import listed

ANY = "any target"
BUTTONS = {
    "missing": "Take as missing",
    "rows": "Leave out",
    "add": "Fit them",
    "turn": "Turn the table",
    "number": "Read as numbers",
    "logarithm": "Take logarithms",
    "weights": "Frequencies",
}


@dataclass(frozen=True)
class Right:
    """What is right: rows, columns, what each is for, what is said of lines, what is offered."""

    n_rows: int
    names: Sequence[str]
    features: Sequence[str]
    target: str | None = None
    remarks: Sequence[str] = ()
    offer: str | None = None
    encoding: str = "UTF-8"
    units: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


def assert_understood(reading: Reading, right: Right) -> None:
    """A file is read, and its columns are taken, as a person would."""
    described = columns.describe(reading.frame)
    features = columns.proposed_features(reading.frame, described)
    assert len(reading.frame) == right.n_rows
    assert list(reading.frame) == list(right.names)
    assert list(features) == list(right.features)
    targets = columns.proposed_targets(reading.frame, described)
    assert right.target in (reading.target or next(iter(targets), None), ANY)
    assert [remark.kind for remark in reading.remarks] == list(right.remarks)
    assert (reading.encoding, reading.sheet) == (right.encoding, right.sheet)
    assert dict(reading.units) == dict(right.units)
    assert right.kinds.items() <= {each.name: each.kind for each in described}.items()
    found = findings(reading.frame, features, described, reading.decimal)
    assert right.offer is None or right.offer in [each.offer for each in found]


def assert_shown(page: Lab, right: Right) -> None:
    """The page shows a file as it is understood, and offers what can be done by a click."""
    assert (page.errors, page.can_use) == ([], True), right
    said = read(" ".join(page.sentences))
    size = f"{_counted(right.n_rows, 'row')} × {_counted(len(right.names), 'column')}"
    assert size in said, right
    assert f"Fitted at first: {listed(right.features, 10, last=', ')}" in said, right
    if right.target != ANY:
        compared = f"Clusters are compared with {right.target}."
        assert (compared in said) == (right.target is not None), right
    labels = [button.label for button in page.app.button]
    assert right.offer is None or BUTTONS[right.offer] in labels, right


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"
