"""What a function says of its arguments is what its callers are held to."""

# pyright: reportArgumentType=false, reportCallIssue=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pytest

from gmm_core import DataError, Mixture
from gmm_core.checked import as_annotated

if TYPE_CHECKING:
    from decimal import Decimal  # a name that is not there at run time

Either = Literal["one", "two"]
ARRAY = np.ones(2)
Place = tuple[int, float]
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


@as_annotated
def pair(place: Place) -> None:
    return None


@as_annotated
@dataclass(frozen=True)
class Pair:
    first: int
    last: tuple[str, ...] | None = None


@as_annotated
def table(frame: pd.DataFrame) -> None:
    return None


class DataFrame:
    """As another library has one."""


@as_annotated
def scored(found: Mapping[tuple[int, str], float]) -> None:
    return None


@as_annotated
def gaps(names: Sequence[str | None]) -> None:
    return None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: whole("a"), "n is 'a'. Give a whole number."),
        (lambda: whole(n=True), "n is True. Give a whole number."),
        (lambda: whole(1, most=None), "most is None. Give a number."),
        (lambda: whole(1, most=10**400), ". Give a smaller number."),
        (lambda: lists("ab"), "names is 'ab'. Give a list of texts."),
        (lambda: lists(["a", 1]), "Give a list of texts."),
        (lambda: lists({"a"}), "Give a list of texts."),
        (lambda: lists([], [1.5]), "ks is [1.5]. Give a list of whole numbers."),
        (lambda: lists([], pair=["a"]), "pair is ['a']. Give a tuple of texts."),
        (lambda: objects(5), "mixture is 5. Give a Mixture or None."),
        (lambda: objects(ONE, 5), "call is 5. Give a function or None."),
        (
            lambda: objects(ONE, units=[]),
            "units is []. Give a mapping, such as a dict, of texts to texts or None.",
        ),
        (lambda: objects(ONE, units={"x": 1}), "Give a mapping, such as a dict, of texts to texts"),
        (lambda: objects(ONE, units={1: "x"}), "Give a mapping, such as a dict, of texts to texts"),
        (lambda: scored({(1,): 0.5}), "of tuples of a whole number and a text to numbers."),
        (lambda: objects(ONE, price=5), "price is 5. Give a Decimal or None."),
        (lambda: anything("three", 0, ARRAY), "either is 'three'. Give 'one' or 'two'."),
        (lambda: anything(5, 0, ARRAY), "either is 5. Give 'one' or 'two'."),
        (lambda: anything("one", 0, [1.0]), "X is [1.0]. Give an array of numbers."),
        (lambda: anything("one", 0, np.array(["a"])), "X is array(['a'], dtype='<U1'). Give an"),
        (lambda: table(DataFrame()), "Give a DataFrame of pandas."),
        (lambda: pair((1, "a", 2)), "place is (1, 'a', 2). Give a tuple of a whole number and"),
        (lambda: pair([1, 2]), "place is [1, 2]. Give a tuple of a whole number and a number."),
        (lambda: pair((1, None)), "place is (1, None). Give a tuple of a whole number and a num"),
        (lambda: gaps([1]), "names is [1]. Give a list of texts or None."),
        (lambda: gaps(np.ones((1, 1))), "names is array([[1.]]). Give a list"),
        (lambda: gaps(pd.DataFrame({"a": [1]})), "Give a list of texts or None"),
        (
            lambda: anything("one", 0, ARRAY, [5]),
            "mixtures is [5]. Give a list of Mixture objects.",
        ),
    ],
)
def test_another_kind_is_refused_by_the_name_of_its_argument(call, message):
    with pytest.raises(DataError) as caught:
        call()
    assert message in str(caught.value)


def test_what_is_of_its_kind_goes_through():
    assert whole(np.int64(3), most=np.float32(1)) == 3
    assert lists(pd.Index(["a"]), range(3), ("b",)) == ["a"]
    assert lists(["a"], {1: "keys count"}) == ["a"]
    assert lists(np.array(["a"]), (k for k in "not looked at")) == ["a"]
    objects(ONE, print, {})
    objects(None)
    pair((1, 2))
    table(pd.DataFrame())
    gaps(["a", None])
    anything("two", object(), ARRAY, (ONE,))


def test_the_function_is_still_itself():
    assert (whole.__name__, whole.__doc__) == ("whole", "Counts.")
    with pytest.raises(TypeError, match="missing"):
        whole()


def test_fields_of_a_dataclass_are_held_to_their_annotations_too():
    assert Pair(1, last=("a",)) == Pair(1, ("a",))
    assert isinstance(Pair(1), Pair)
    with pytest.raises(DataError, match=r"^last is 'a'\. Give a tuple of texts or None\.$"):
        replace(Pair(1), last="a")
    with pytest.raises(DataError, match="Give a smaller number"):
        Pair(10**400)
