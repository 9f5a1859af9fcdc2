"""Whatever columns are called, every page is whole and says it as text, in a screen or two."""

import numpy as np
import pytest
from lab import UPLOAD, Lab
from uploads import csv

pytestmark = pytest.mark.usefixtures("no_other_starts")

PAGES = ("step", "explore", "choose", "luck", "sure", "take_away", "new_rows")
MOST = 60_000  # characters of sentences on a page
NAMES = {
    "ten thousand characters": ("n" * 10_000, "m" * 10_000, "k" * 10_000),
    "from right to left": ("\u202egnp\u202c", "\u200f\u200fx", "\u2067y"),
    "control characters": ("a\x07", "c\x1b[31m", "d\x01"),
    "numbers": ("1", "2", "three"),
    "of one name": ("a", "a", "a"),
    "patterns": ("%(x)s", "{0}", "%{y}"),
    "of other languages": ("__proto__", "constructor", "=1+1"),
}


def table(names: tuple[str, ...]) -> str:
    rng = np.random.default_rng(0)
    groups = np.r_[rng.normal(size=(30, 2)), rng.normal(size=(30, 2)) + 6].round(2)
    return csv(names, ([*row, "ab"[i % 2]] for i, row in enumerate(groups.tolist())))


@pytest.mark.usefixtures("two_proposed")
@pytest.mark.parametrize("kind", NAMES)
def test_every_page_is_whole(kind: str) -> None:
    lab = Lab(data=UPLOAD, start="kmeans", fit="kmeans", to="2", starts="20")
    lab.upload(table(NAMES[kind]))
    for page in PAGES:
        lab.visit(page)
        assert lab.errors == [], page
        assert sum(map(len, lab.sentences)) < MOST, page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (",".join(["1"] * 1_000_000), "1,000,000 fields, and at most 2,000 can be read"),
        ("a,b\n" + "x" * 200_000 + ",1\n", "a field of more than 131,072 characters"),
        ('"' * 500_001, "a field of more than 131,072 characters"),
        ("[" * 100_000, "is JSON, not a table"),
        (b"a,b\n1,\0", "it holds binary data"),
    ],
)
def test_what_is_beyond_measure_is_one_sentence_on_the_page(content, sentence: str) -> None:
    lab = Lab("explore", data=UPLOAD)
    lab.upload(content, use=False)
    (error,) = lab.errors
    assert sentence in error.replace("\\", "")
