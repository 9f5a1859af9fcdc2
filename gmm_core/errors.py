"""What can go wrong, said in a sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from gmm_core.wording import listed, plural, quoted

_OF_A_COLLAPSE = ("component", "rows", "iteration", "floor_helps", "constant", "simpler", "alone")


class GMMError(ValueError):
    """Base of all errors raised by ``gmm_core``; the message is fit to be shown as it is."""


class DataError(GMMError):
    """The data or the settings cannot be used as they are."""


class NoTableError(DataError):
    """A file is no table, in whatever way it is read."""


class NoNumberError(DataError, TypeError):
    """An entry is no number; a TypeError, too, as scikit-learn has it of such."""


class DegenerateComponentError(GMMError):
    """A component has collapsed: no rows are left to it, or its spread has fallen to zero.

    Parameters
    ----------
    component : int
        Index of the component, counted from 0; the message counts from 1.
    rows : float, optional
        Sum of the responsibilities of the component, in rows.
    iteration : int, optional
        The iteration whose M-step failed; 0 is the start.
    floor_helps : bool, optional
        Whether a covariance floor can be advised: none is set, and the structure can have one.
    constant : sequence of str, optional
        Features in which its rows do not vary, as the message names them.
    simpler : sequence of str, optional
        Covariances that can be advised; the model has another.
    alone : bool, optional
        Whether there is no other component.
    """

    def __init__(
        self,
        component: int,
        rows: float | None = None,
        iteration: int | None = None,
        floor_helps: bool = True,
        constant: Sequence[str] = (),
        simpler: Sequence[str] = ("tied", "spherical"),
        alone: bool = False,
    ):
        self.component, self.rows, self.iteration = component, rows, iteration
        self.floor_helps, self.constant, self.simpler = floor_helps, tuple(constant), tuple(simpler)
        self.alone = alone
        super().__init__(self._sentence())

    def __reduce__(self):
        return type(self), tuple(self._fields().values())

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _OF_A_COLLAPSE}

    def _but(self, **changes: Any) -> DegenerateComponentError:
        return DegenerateComponentError(**self._fields() | changes)

    def at(self, iteration: int) -> DegenerateComponentError:
        """Return the same error with the iteration in which it happened."""
        return self._but(iteration=iteration)

    def permuted(self, order: Sequence[int]) -> DegenerateComponentError:
        """Return the same error where the components are listed in `order`."""
        return self._but(component=list(order).index(self.component))

    def advising(
        self, floor_helps: bool, simpler: Sequence[str], alone: bool = False
    ) -> DegenerateComponentError:
        """Return the same error, which advises a floor or other covariances where these help."""
        return self._but(floor_helps=floor_helps, simpler=simpler, alone=alone)

    def with_names(self, names: Sequence[str]) -> DegenerateComponentError:
        """Return the same error, in which features have these names in place of their numbers."""
        known = {numbered_feature(at): quoted(name) for at, name in enumerate(names)}
        return self._but(constant=[known.get(each, each) for each in self.constant])

    def _held(self) -> str:
        if self.rows is None:
            return "its rows do not"
        rows = f"{self.rows:.3g}"
        few = float(rows)
        return f"the {rows} {plural(few, 'row')} that it holds {plural(few, 'does', 'do')} not"

    def _sentence(self) -> str:
        if self.rows is None and self.iteration is None:  # of no fit
            return (
                f"Component {self.component + 1} has no density: its covariance is not positive "
                "definite. Give one that is."
            )
        when = {None: "", 0: " at the start"}.get(self.iteration, f" at iteration {self.iteration}")
        if self.rows is not None and self.rows < 0.5:
            why = "no row is left to it"
        else:
            flat = "spread in every direction"
            if self.constant:
                flat = f"vary in {listed(self.constant)}"
            why = f"{self._held()} {flat}, so the likelihood has no bound"
        where = f"Component {self.component + 1} collapsed{when}"
        return f"{where}: {why}. {listed(self._ways(), last=', or ')}."

    def _ways(self) -> list[str]:
        """What a person can do, the likeliest first, as a sentence lists it."""
        simpler = [name for name in self.simpler if not (self.alone and name == "tied")]
        ways = [f"a {' or '.join(simpler)} covariance"] if simpler else []
        if not self.alone:
            ways = ["use fewer components", *ways, "another start or seed"]
        if self.floor_helps:
            ways.append("a covariance floor above 0")
        if self.constant:
            ways.insert(0, f"leave {plural(len(self.constant), 'it', 'them')} out")
        elif self.alone:
            ways.insert(0, "leave out one of the features that determine one another")
        return [ways[0][0].upper() + ways[0][1:], *ways[1:]]


def numbered_feature(at: int) -> str:
    """Return what a feature at a place, from 0, is called where its name is not known."""
    return f"feature {at + 1}"


@contextmanager
def features_named(names: Sequence[str] | None) -> Iterator[None]:
    """Let a collapse inside say the names of features; None leaves them their numbers."""
    try:
        yield
    except DegenerateComponentError as error:
        raise (error if names is None else error.with_names(names)) from None
