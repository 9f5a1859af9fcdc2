"""What can go wrong, said in a sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.wording import plural


class GMMError(ValueError):
    """Base of all errors raised by ``gmm_core``; the message is fit to be shown as it is."""


class DataError(GMMError):
    """The data or the settings cannot be used as they are."""


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
    """

    def __init__(
        self,
        component: int,
        rows: float | None = None,
        iteration: int | None = None,
        floor_helps: bool = True,
    ):
        self.component, self.rows, self.iteration = component, rows, iteration
        self.floor_helps = floor_helps
        super().__init__(self._sentence())

    def __reduce__(self):
        return type(self), (self.component, self.rows, self.iteration, self.floor_helps)

    def at(self, iteration: int) -> DegenerateComponentError:
        """Return the same error with the iteration in which it happened."""
        return DegenerateComponentError(self.component, self.rows, iteration, self.floor_helps)

    def permuted(self, order: Sequence[int]) -> DegenerateComponentError:
        """Return the same error where the components are listed in `order`."""
        component = list(order).index(self.component)
        return DegenerateComponentError(component, self.rows, self.iteration, self.floor_helps)

    def with_floor(self, floor_helps: bool) -> DegenerateComponentError:
        """Return the same error, which advises a covariance floor where one helps."""
        return DegenerateComponentError(self.component, self.rows, self.iteration, floor_helps)

    def _held(self) -> str:
        if self.rows is None:
            return "its rows do not"
        rows = f"{self.rows:.3g}"
        few = float(rows)
        return f"the {rows} {plural(few, 'row')} that it holds {plural(few, 'does', 'do')} not"

    def _sentence(self) -> str:
        when = {None: "", 0: " at the start"}.get(self.iteration, f" at iteration {self.iteration}")
        if self.rows is not None and self.rows < 0.5:
            why = "no row is left to it"
        else:
            why = f"{self._held()} spread in every direction, so the likelihood has no bound"
        ways = (
            "another start or seed, or a covariance floor above 0"
            if self.floor_helps
            else "or another start or seed"
        )
        return (
            f"Component {self.component + 1} collapsed{when}: {why}. Use fewer components, a tied "
            f"or spherical covariance, {ways}."
        )
