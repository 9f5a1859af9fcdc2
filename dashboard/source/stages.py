"""From the bytes of an upload to the table that is proposed, in stages that are seen one by one.

Reading and understanding take a moment; to propose a model takes seconds, and comes last.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.source import about, logarithms, offers, proposal, roles
from dashboard.state import line
from dashboard.state.chosen import UPLOAD
from dashboard.state.session_cache import if_made, once
from dashboard.state.uploads import Understanding, Upload
from gmm_core.datasets import Dataset
from gmm_core.reading import Choices, Reading, read_table
from gmm_core.table import columns, findings
from gmm_core.table.columns import Column


def read(
    upload: Upload, choices: Choices, on_progress: Callable[[float], None] | None = None
) -> Reading:
    """Read an upload, once a session; no other session can see it."""
    work = partial(read_table, upload.content, upload.name, choices, on_progress)
    make = partial(line.in_turn, work, len(upload.content), line.LONG_READ)
    return once("reading", (upload.sha256, upload.name, choices), make, most=2)


def understood_table(upload: Upload, understood: Understanding) -> Dataset:
    """Return the table with the features and the target that are proposed for it, and no model.

    A table without numbers has no features.
    """
    reading = read(upload, understood.choices)
    work = partial(_understood, upload, understood, reading)
    make = partial(line.in_turn, work, len(upload.content), line.LONG_READ)
    return once("understood table", _identity(upload, understood), make, most=2)


def proposed(upload: Upload, understood: Understanding) -> Dataset:
    """Return the table with a model that is proposed for it, too."""
    table = understood_table(upload, understood)
    work = partial(_with_model, table)
    make = partial(line.in_turn, work, len(upload.content), line.LONG_READ)
    return once("proposed table", _identity(upload, understood), make, most=2)


def proposed_if_made(upload: Upload, understood: Understanding) -> Dataset | None:
    """Return what `proposed` has made; None where it has not yet."""
    return if_made("proposed table", _identity(upload, understood))


def _identity(upload: Upload, understood: Understanding) -> tuple:
    return (upload.sha256, upload.name, understood.identity)


def _understood(upload: Upload, understood: Understanding, reading: Reading) -> Dataset:
    frame = reading.frame
    name = f"{UPLOAD}-{upload.sha256}-{hash(understood.identity):x}"
    said_roles = dict(understood.roles)
    described = roles.as_said(about.described_as(name, frame), said_roles)
    weighting = understood.weighting
    if weighting is not None and weighting.column not in columns.numeric(frame):
        weighting = None
    weights = {reading.weight} - roles.added(understood)
    features = _features(frame, described, understood, roles.left_out(understood) | weights)
    said = (understood.target, reading.target)
    targets = [column for column in said if column in frame.columns]
    targets += [*columns.proposed_targets(frame, described)]
    wanted = [name for name in understood.logarithms if name in features]
    logs = logarithms.possible(frame, wanted)
    if not understood.accepted:
        offers.findings_once(name, partial(findings, frame, features, described, reading.decimal))
    return Dataset(
        name=name,
        title=upload.name,
        frame=frame,
        features=features,
        target=next((column for column in targets if column not in features), None),
        units={label: unit for label, unit in reading.units.items() if label in frame.columns},
        source="Your file",
        citation="",
        licence="",
        note="",
        suggested_k=None,
        logarithms=tuple(name for name in wanted if name in logs),
        weighting=weighting,
        roles=said_roles,
    )


def _with_model(table: Dataset) -> Dataset:
    logs = logarithms.possible(table.frame, table.logarithms)
    taken = tuple(logs[name] for name in table.logarithms)
    model = proposal.model_of(table.frame, table.features, taken, table.weighting)
    return replace(
        table,
        note=model.sentence,
        suggested_k=model.n_components,
        suggested_covariance=model.covariance,
    )


def _features(
    frame: pd.DataFrame,
    described: Sequence[Column],
    understood: Understanding,
    out: Collection[str | None],
) -> tuple[str, ...]:
    """What is proposed and what a person has added, in the order of the table, but what is out.

    Where nothing is measured, what is numeric at all, but row numbers, dates and codes.
    """
    left = [column for column in described if column.name not in out]
    wanted = {*columns.proposed_features(frame, left), *roles.added(understood)} - {*out}
    numeric = columns.numeric(frame)
    if wanted or any(column.kind == "amount" for column in described):
        return tuple(name for name in numeric if name in wanted)
    kinds = {column.name: column.kind for column in described}
    numbers = [name for name in numeric if kinds[name] not in ("identifier", "date", "code")]
    others = [name for name in numbers if name not in out]
    return tuple((others or numbers)[: columns.MAX_PROPOSED])
