"""Text that comes from a file is shown as it is, whatever Markdown would make of it."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab import read
from streamlit.testing.v1 import AppTest

from dashboard.look.messages import plain, what_is_suspicious
from gmm_core import Mixture, Model, Run, State
from gmm_core.departures.spurious_components import ADVICE

JOINER = "\u2060"  # has no width and no meaning: keeps apart what would be read together
MARKUP = st.text(alphabet="\\`*_[]<>$:~#|!&@-+.()19 \nab가🦆", max_size=30)


def bare(escaped: str) -> str:
    """What is left when all that is escaped is taken out."""
    return re.sub(r"\\.", "", escaped)


@given(MARKUP | st.text(max_size=30))
def test_the_text_comes_back_without_its_escapes(text: str) -> None:
    assert read(plain(text)) == " ".join(text.splitlines()).replace(JOINER, "")


@given(MARKUP)
def test_no_markup_is_left_unescaped(text: str) -> None:
    left = bare(plain(text))
    assert not set(left) & set("`*[]<>$:~#|!&@\n")
    assert not re.search(r"(?<![^\W_])_|_(?![^\W_])", left)


@given(st.text(alphabet="ab 가-,19", max_size=20).map(lambda text: f"a{text}"))
def test_ordinary_text_stays_readable(text: str) -> None:
    assert "\\" not in plain(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("petal_length", "petal_length"),
        ("_id", r"\_id"),
        ("5 < 6", r"5 \< 6"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("12) one", r"12\) one"),
        ("1.5", "1.5"),
        ("−2", "−2"),
        ("two\nlines", "two lines"),
        (None, "None"),
    ],
)
def test_by_hand(text: object, escaped: str) -> None:
    assert plain(text).replace(JOINER, "") == escaped


# What a browser replaces after Markdown is read, where a backslash is of no use.
REPLACED_LATER = re.compile(
    r":material/\w+:|:streamlit:|https?://|www\.\w|\w@\w+\.\w|(?<!\S)(<->|<-|->|--|>=|<=|~=)(?!\S)"
)
REPLACED = [
    *(":material/home:", ":streamlit:", "http://a.org", "www.a.org", "a@b.org"),
    *("a -> b", "a <- b", "a <-> b", "a -- b", "a >= b", "a <= b", "a ~= b"),
]


@pytest.mark.parametrize("text", REPLACED)
def test_nothing_is_left_that_the_browser_replaces_later(text: str) -> None:
    assert REPLACED_LATER.search(text)
    assert not REPLACED_LATER.search(re.sub(r"\\(.)", r"\1", plain(text)))


@pytest.mark.parametrize("text", ["---", "- - -", "-----"])
def test_a_row_of_hyphens_is_no_rule(text: str) -> None:
    assert not re.fullmatch(r"(-\s*){3,}", plain(text))


def _page_of_two_suspicious_components() -> None:
    import numpy as np

    from dashboard.look.messages import say_what_is_suspicious
    from gmm_core import Mixture, Model, Run, State

    covariances = np.array([[[1.0]], [[1e-6]], [[1e-6]]])
    mixture = Mixture([0.96, 0.02, 0.02], [[0.0], [5.0], [7.0]], covariances)
    say_what_is_suspicious(Run((State(0, mixture, 0.0, ()),), True, "converged", 100.0), Model())


def test_each_suspicious_component_is_named_and_the_advice_given_once() -> None:
    (warning,) = AppTest.from_function(_page_of_two_suspicious_components).run().warning
    first, second, advice = read(warning.value).split("\n\n")
    assert first.startswith("Component 2 holds 2.00 rows")
    assert second.startswith("Component 3 holds 2.00 rows")
    assert advice == ADVICE
    assert "Use fewer" not in first + second


def test_of_many_suspicious_components_the_first_are_told_of_and_the_others_named() -> None:
    covariances = np.array([[[1.0]], *[[[1e-6]]] * 4])
    mixture = Mixture(
        [0.92, 0.02, 0.02, 0.02, 0.02], [[0.0], [5.0], [7.0], [8.0], [9.0]], covariances
    )
    run = Run((State(0, mixture, 0.0, ()),), True, "converged", 100.0)
    first, second, others, advice = what_is_suspicious(run, Model(), most=2)
    assert first.startswith("Component 2 holds")
    assert second.startswith("Component 3 holds")
    assert others == "Components 4 and 5 are suspicious, too."
    assert advice == ADVICE
    assert len(what_is_suspicious(run, Model(), most=3)) == len(what_is_suspicious(run, Model()))


def _page_of_a_component_that_only_the_floor_holds() -> None:
    import numpy as np

    from dashboard.look.messages import say_what_is_suspicious
    from gmm_core import Mixture, Model, Run, State

    mixture = Mixture([0.8, 0.2], [[0.0], [1.0]], np.array([[[1.0]], [[0.05]]]))
    run = Run((State(0, mixture, 0.0, (1,)),), True, "converged", 100.0)
    say_what_is_suspicious(run, Model(floor=0.04))


def test_a_component_that_only_the_floor_holds_is_named_with_its_rows_and_told_no_floor() -> None:
    page = AppTest.from_function(_page_of_a_component_that_only_the_floor_holds).run()
    finding, advice = read(page.warning[0].value).split("\n\n")
    assert finding.startswith("Component 2 holds 20.0 rows and has no variance of its own")
    assert "only a covariance floor keeps it" in finding
    assert "floor" not in advice
