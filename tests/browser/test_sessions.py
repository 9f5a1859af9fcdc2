"""Three people at once, with files of their own: each sees theirs, and nothing of the others'.

Ten sessions are another test, which needs no browser.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from driver import UPLOAD, Dashboard
from own_tables import OwnTable
from pandas.testing import assert_frame_equal
from playwright.sync_api import FilePayload, expect
from plotted import TO_WINDOW
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import sessions
from dashboard.server import refused_values

HELD = "plot => JSON.stringify([plot.data, plot.layout])"


@dataclass(eq=False)
class Person:
    """Somebody with a file of their own, and all that their browser is given."""

    table: OwnTable
    app: Dashboard
    seen: list[str] = field(default_factory=list)

    @property
    def file(self) -> FilePayload:
        content = self.table.content
        return {"name": self.table.file_name, "mimeType": "text/csv", "buffer": content}

    def look(self) -> None:
        """Note all that the page holds: its text, and what its figures are drawn from."""
        self.app.settle()
        self.seen.append(self.app.page.locator("body").inner_text())
        self.seen += self.app.page.locator(".js-plotly-plot").evaluate_all(
            f"all => all.map({HELD})"
        )


def test_three_people_see_only_their_own_table_selection_and_downloads(open_app, open_apart):
    """Two of them at one computer, in two tabs of a browser."""
    places = (open_app, open_app, open_apart)
    people = [Person(OwnTable(i), opened(UPLOAD)) for i, opened in enumerate(places)]
    for each in people:
        each.app.visit("Explore clusters")
    for each in people:
        each.app.bring(each.file)
    for each in people:
        each.app.main.get_by_text(f"{each.table.n_rows} rows × 3 columns").wait_for()
        each.look()
        each.app.use.click()
    for each in people:
        assert_counts_own(each)
        select_own(each)
    for each in people:
        assert_selected_own(each)
        each.look()
        each.app.visit("Take away")
    for each in people:
        assert_takes_own(each)
        each.look()
    for each in people:
        assert_sees_nobody_else(each)


def assert_counts_own(person: Person) -> None:
    half = person.table.half
    sizes = {name: sum(clusters.values()) for name, clusters in person.app.counts().items()}
    assert sizes == {f"{person.table.word} high": half, f"{person.table.word} low": half}


def select_own(person: Person) -> None:
    """Click the cell of the class that lies low, which is the second of two."""
    [place] = person.app.summary.evaluate(TO_WINDOW, [(0, 1)])
    person.app.page.mouse.click(*place)


def assert_selected_own(person: Person) -> None:
    half = person.table.half
    expect(person.app.picture).to_have_attribute("data-marked", str(half))
    says = person.app.main.locator(".st-key-selection")
    expect(says).to_contain_text(f"{half} of {person.table.n_rows} rows are selected, from Target")
    expect(says).to_contain_text(f"{person.table.word} low in cluster 1")
    chosen = person.app.download("Download these rows")
    places = pd.read_csv(chosen)["row"]
    assert places.tolist() == [*range(1, half + 1)]
    assert_frame_equal(own_columns(chosen, since=1), person.table.frame.iloc[:half])
    person.seen.append(chosen.read_text())


def own_columns(taken: Path, since: int = 0) -> pd.DataFrame:
    """The columns of a file that were in the one that was brought."""
    return pd.read_csv(taken).iloc[:, since : since + 3]


def assert_takes_own(person: Person) -> None:
    taken = person.app.download("CSV")
    assert_frame_equal(own_columns(taken), person.table.frame)
    person.seen.append(taken.read_text())
    person.seen.append(person.app.download("Model (JSON)").read_text())
    person.seen.append(person.app.download("Report (HTML)").read_text().split("<body>")[1])


def assert_sees_nobody_else(person: Person) -> None:
    """Neither in what was on screen or taken away nor in any message of the server."""
    seen = [text.encode() for text in person.seen]
    person.table.assert_alone_in(seen + person.app.received)


def test_a_forged_value_costs_its_own_session_one_sentence(server: str) -> None:
    with ThreadPoolExecutor(1) as beside:  # the browser's driver runs a loop in this thread
        beside.submit(lambda: asyncio.run(_forge(int(server.rpartition(":")[2])))).result()


async def _forge(port: int) -> None:
    forger, other = [await sessions.open_session(port) for _ in range(2)]
    k = forger.numbers[sessions.K].id
    values = WidgetState(id=k, string_value="many"), WidgetState(id=k, double_value=float("nan"))
    for value in values:
        await forger.send(value)
        assert refused_values.SENTENCE in forger.alerts
        await other.choose(4)
        assert refused_values.SENTENCE not in other.alerts
        await forger.choose(4)
        assert refused_values.SENTENCE not in forger.alerts
    for each in (forger, other):
        await each.socket.close()
