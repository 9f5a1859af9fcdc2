"""What consoles print is put back into rows only where they are cut or hold spaces."""

import pytest

from gmm_core.reading import Choices, read_table
from gmm_core.reading.text.printed import unprinted

LEFT = "     mass width\na x   1.5    20\nb y   2.5    30\n"
RIGHT = "     depth\na x      7\nb y      9\n"


def test_blocks_are_put_side_by_side_and_taken_apart_again() -> None:
    content = (LEFT + RIGHT).encode()
    reading = read_table(content, "x.txt")
    assert reading.frame.columns.tolist() == ["column 1", "mass", "width", "depth"]
    assert reading.frame.iloc[1].tolist() == ["b y", 2.5, 30, 9]
    assert reading.summary.startswith("UTF-8, separated by spaces")
    (remark,) = (each for each in reading.remarks if each.kind == "blocks")
    assert unprinted(LEFT + RIGHT.replace("b y", "c y")) is None
    undone = read_table(LEFT.encode(), "x.txt", Choices(**remark.changes))
    assert undone.frame.shape[1] > 3


@pytest.mark.parametrize(
    "text",
    [
        "  mass width\na 1.5 20\nb 2.5 30\n",  # not aligned
        LEFT.replace("a x", "a  ").replace("b y", "b  "),  # cut by spaces as it stands
        "  a sentence\nand another one\n",
        "[1] a b\n[3] c d\n",
        "[1] 8.4 9.5\n[7] 7.1\n",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert unprinted(text) is None
