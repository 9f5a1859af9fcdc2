"""Settings in the file of a model, and read back from it."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, cast, get_args

from gmm_core import em
from gmm_core.exporting.checked_json import Fields
from gmm_core.fitting import Grid, Settings
from gmm_core.gaps import Missing
from gmm_core.starts import INITIALIZERS

MOST_COMPONENTS = 1000
GRID = "grid"
LATER = (GRID, "missing", "prior", "noise")  # settings that models of before do not name
_AT_FIRST = {field.name: field.default for field in fields(Settings)}


def settings_written(settings: Settings) -> dict[str, Any]:
    """Return the settings by name; of those that came later nothing where they are not used."""
    written = asdict(settings)
    unused = [name for name in LATER if getattr(settings, name) == _AT_FIRST[name]]
    return {name: value for name, value in written.items() if name not in unused}


def settings_read(found: Fields, d: int) -> Settings:
    """Return the settings of a model of `d` features; what no fit can have is refused."""
    names = [field.name for field in fields(Settings) if field.name not in LATER]
    part = found.part("settings", names, LATER)
    k = part.whole("n_components", least=1, most=MOST_COMPONENTS)
    kind, init, floor = part.text("covariance_type"), part.text("init"), part.number("floor")
    em.Model(kind, floor=floor)
    if init not in INITIALIZERS:
        part.refuse(f'has {init[:40]!r} as "init", which is no start that is known')
    tol, max_iter = part.number("tol"), part.whole("max_iter", least=1)
    em.Stop(tol, max_iter)
    placed = None if part.is_null("means") else part.array("means", k, d)
    return Settings(
        n_components=k,
        covariance_type=kind,
        init=init,
        seed=part.whole("seed", most=2**32 - 1),
        floor=floor,
        standardise=part.flag("standardise"),
        tol=tol,
        max_iter=max_iter,
        means=None if placed is None else tuple(map(tuple, placed.tolist())),
        grid=None
        if part.is_null(GRID)
        else _grid(part.part(GRID, [field.name for field in fields(Grid)])),
        missing=_missing(part),
        prior=not part.is_null("prior") and part.flag("prior"),
        noise=not part.is_null("noise") and part.flag("noise"),
    )


def _missing(part: Fields) -> Missing:
    if part.is_null("missing"):
        return "refuse"
    said = part.text("missing")
    if said not in get_args(Missing):
        part.refuse(f'has {said[:40]!r} as "missing", which is neither "refuse" nor "ml"')
    return cast(Missing, said)


def _grid(part: Fields) -> Grid:
    """The table of fits from which the model was taken."""
    structures = part.texts("structures")
    for name in structures:
        em.Model(name)
    most = part.whole("most", least=1, most=MOST_COMPONENTS)
    return Grid(most, structures, part.flag("thorough"))
