"""What sentences and tables call the components."""

from __future__ import annotations

from collections.abc import Sequence


def component_titles(n_components: int, components: Sequence[str] | None = None) -> list[str]:
    """Return what a sentence or a table calls each component.

    Parameters
    ----------
    n_components : int
    components : sequence of str, optional
        What a person calls each; one that goes by its number from 1, as all do without it, is
        called "Component" and its number.

    Returns
    -------
    list of str

    Examples
    --------
    >>> component_titles(2), component_titles(2, ["small", "2"])
    (['Component 1', 'Component 2'], ['small', 'Component 2'])
    """
    numbers = [str(j) for j in range(1, n_components + 1)]
    called = numbers if components is None else components
    return [
        f"Component {number}" if name == number else name
        for name, number in zip(called, numbers, strict=True)
    ]
