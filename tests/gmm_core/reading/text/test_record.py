"""What stands below gaps is kept alike, whether lines are counted or walked."""

from io import StringIO

import pytest

from gmm_core.reading.encodings.encoding import Encoding
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.lines import Text
from gmm_core.reading.text.record import BelowGaps, Record
from gmm_core.reading.text.shape import count_lines, walk_records

TEXTS = {
    "blank lines": "1,2\n3,4\n\n\na,b\n5,6\n",
    "rows of nothing": "1,2\n,\nSummary\na,b\n5,6\n",
    "two gaps": "1,2\n\n3,4\n,\n5,6\n",
    "at the end": "1,2\n\n",
    "at the border of two pieces": "1,2\n" * 65_534 + "1,\n\n" + "a,b\n5,6\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_counted_and_walked_gaps_are_the_same(name):
    text = TEXTS[name]
    counted = count_lines(Text(text.encode(), Encoding("UTF-8", "utf-8", 0)), ",", 2)
    walked = walk_records(StringIO(text), Dialect(",", ".", False), 2)
    assert counted is not None
    assert counted.below_gaps == walked.below_gaps
    assert counted.below_gaps


def test_a_gap_of_several_lines_begins_with_the_first():
    gaps = BelowGaps()
    gaps.gap(3)
    gaps.gap(4)
    gaps.add(Record(5, 5, ["a"]))
    assert gaps.found() == ((3, (Record(5, 5, ["a"]),)),)
