"""What a function says of its arguments is what its callers are held to."""

# pyright: reportArgumentType=false, reportCallIssue=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pytest

from gmm_core import DataError, Mixture
from gmm_core.checked import as_annotated

if TYPE_CHECKING:
    from decimal import Decimal  # a name that is not there at run time

Either = Literal["one", "two"]
ONE = Mixture([1.0], [[0.0]], [[[1.0]]])


@as_annotated
def whole(n: int, *, most: float = 2.0) -> int:
    """Counts."""
    return n


@as_annotated
def lists(names: Sequence[str], ks: Iterable[int] = (), pair: tuple[str, ...] = ()) -> list[str]:
    return list(names)


@as_annotated
def objects(
    mixture: Mixture | None,
    call: Callable[[int], None] | None = None,
    units: Mapping[str, str] | None = None,
    price: Decimal | None = None,
) -> None:
    return None


@as_annotated
def anything(either: Either, value: Any, X: np.ndarray, mixtures: Sequence[Mixture] = ()) -> None:
    return None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: whole("a"), "n is 'a'. Give a whole number."),
        (lambda: whole(n=True), "n is True. Give a whole number."),
        (lambda: whole(1, most=None), "most is None. Give a number."),
        (lambda: whole(1, most=10**400), "most is 1000"),
        (lambda: lists("ab"), "names is 'ab'. Give a list, each a text."),
        (lambda: lists(["a", 1]), "Give a list, each a text."),
        (lambda: lists({"a"}), "Give a list, each a text."),
        (lambda: lists([], [1.5]), "ks is [1.5]. Give a list, each a whole number."),
        (lambda: lists([], pair=["a"]), "pair is ['a']. Give a tuple, each a text."),
        (lambda: objects(5), "mixture is 5. Give a Mixture or None."),
        (lambda: objects(ONE, 5), "call is 5. Give a function or None."),
        (lambda: objects(ONE, units=[]), "units is []. Give a mapping, such as a dict or None."),
        (lambda: objects(ONE, price=5), "price is 5. Give a Decimal or None."),
        (lambda: anything(0, 0, 0, [5]), "mixtures is [5]. Give a list, each a Mixture."),
    ],
)
def test_another_kind_is_refused_by_the_name_of_its_argument(call, message):
    with pytest.raises(DataError) as caught:
        call()
    assert message in str(caught.value)


def test_what_is_of_its_kind_goes_through():
    assert whole(np.int64(3), most=np.float32(1)) == 3
    assert lists(pd.Index(["a"]), range(3), ("b",)) == ["a"]
    assert lists(np.array(["a"]), (k for k in "not looked at")) == ["a"]
    objects(ONE, print, {})
    objects(None)
    anything("three", object(), "no array", (ONE,))


def test_the_function_is_still_itself():
    assert (whole.__name__, whole.__doc__) == ("whole", "Counts.")
    with pytest.raises(TypeError, match="missing"):
        whole()
