"""Ten people with ten files in one process: each sees their own, and nothing of anybody else's."""

import io
import json
from collections.abc import Iterator
from typing import Any

import lab
import pandas as pd
import pytest
from lab import UPLOAD, Lab
from own_tables import WORDS, OwnTable
from pandas.testing import assert_frame_equal
from served import one_thread, server

from dashboard.state.session_cache import KEY

__all__ = ["one_thread", "server"]


class Person:
    """Somebody with a file of their own, and all that their pages have held."""

    def __init__(self, table: OwnTable) -> None:
        self.table = table
        self.lab = Lab("explore", data=UPLOAD)
        self.seen: list[bytes] = []

    def look(self) -> None:
        """Note all that the page holds: its elements, and the figures that are packed in them."""
        self.seen += [each.SerializeToString() for each in elements(self.lab.app._tree)]
        self.seen.append(json.dumps(self.lab.figures).encode())

    def take(self, key: str, since: int = 0) -> pd.DataFrame:
        """The columns of a file that were in the one that was brought."""
        content = self.lab.download(key)
        self.seen.append(content)
        table = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
        return table.iloc[:, since : since + 3]


def elements(block: Any) -> Iterator[Any]:
    """What the server has told of each element below a block."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child.proto


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """Ten who are new here: to no session is handed on what another has made."""
    met = []
    for place in range(len(WORDS)):
        monkeypatch.setattr(lab, "MADE", {})
        met.append(Person(OwnTable(place)))
    assert len({id(each.lab.app.session_state[KEY]) for each in met}) == len(WORDS)
    return met


@pytest.mark.usefixtures("no_other_starts", "two_proposed")
def test_ten_people_see_only_their_own_table_selection_and_downloads(people: list[Person]) -> None:
    for each in people:
        each.lab.upload(each.table.content, each.table.file_name, use=False)
        each.look()
    for each in people:
        each.lab.press("use_table")
        each.lab.visit("explore")
        assert sorted(map(sorted, each.lab.counts)) == [[0, each.table.half]] * 2
        each.look()
    for each in people:
        each.lab.select("summary", cells=[[1, 0]])
        assert each.lab.marked == [*range(each.table.half)]
        assert_frame_equal(
            each.take("download_selected", since=1), each.table.frame.iloc[: each.table.half]
        )
        each.look()
    for each in people:
        each.lab.visit("take_away")
        assert_frame_equal(each.take("take_csv"), each.table.frame)
        each.seen += [each.lab.download(f"take_{what}") for what in ("model", "report")]
        each.look()
    for each in people:
        each.table.assert_alone_in(each.seen)
