"""The app in one browser session without a browser: what a person does, and what is on screen."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
from held_films import HeldFilm, Shown, packs, unpacked
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard.state.session_cache import KEY

ROOT = Path(__file__).parents[2]
NAME = 16  # bytes before the pack of a view: what its figure is called
UPLOAD = "upload"
COMPONENTS = BidiComponentManager()  # without a search of all that is installed for others
MADE: dict[str, Any] = {}  # what one session has made, the next is given


class ServingManager(PagesManager):
    """A server that has run app.py before; AppTest forgets that before every run."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **settings)


class KeptMedia(MediaFileManager):
    """The files that the last run offers for download; AppTest drops them after the run."""

    last: "KeptMedia"

    def __init__(self, storage: Any) -> None:
        super().__init__(storage)
        self.storage = storage
        KeptMedia.last = self


class Lab:
    """A session that begins with a link; every action ends without an exception on the page.

    The player then has the start of the fit, the best of several, so that a test of anything else
    knows its run; "a start to watch", with which pages begin, where `watched` is true.
    """

    def __init__(
        self, page: str = "step", /, *, watched: bool = False, **link: str | list[str]
    ) -> None:
        if not watched:
            link.setdefault("start", "auto")
        self.app = AppTest.from_file(ROOT / "app.py", default_timeout=600)
        self.app._bidi_component_manager = COMPONENTS
        self.app.session_state[KEY] = MADE
        self.app.query_params.update(link)
        if page != "step":
            self.app.switch_page(f"pages/{page}.py")
        self.speaks_of: str | None = None
        self._run()

    # What a person does

    def press(self, key: str = "next", times: int = 1) -> None:
        for _ in range(times):
            self.app.button(key=key).click()
            self._run()

    def press_labelled(self, label: str) -> None:
        (button,) = (button for button in self.app.button if button.label == label)
        button.click()
        self._run()

    def choose(self, **settings: object) -> None:
        for key, value in settings.items():
            if key == "data":
                self.app.session_state[key] = value  # it is a card in the browser
                continue
            self.app.get_by_key(key).set_value(value)  # pyright: ignore[reportAttributeAccessIssue]
        self._run()

    def unfold(self, key: str, is_open: bool = True) -> None:
        """Open what is folded, or close it; what stands there may be made only then."""
        self.app.session_state[key] = is_open
        self._run()

    def upload(self, content: bytes | str, name: str = "table.csv", *, use: bool = True) -> None:
        """Bring a file, and be content with how it is understood, or look at that first."""
        raw = content.encode() if isinstance(content, str) else content
        self.app.file_uploader[0].set_value((name, raw, "text/csv"))
        self._run()
        if use and self.can_use:
            self.press("use_table")

    def bring(self, key: str, content: bytes, name: str) -> None:
        """Bring a further file to a page."""
        self.app.file_uploader(key=key).set_value((name, content, "text/csv"))
        self._run()

    def order(self, wanted: object) -> dict[str, Any]:
        """Ask for a file that the browser makes, and return what it is sent for it."""
        (maker,) = self._components("gmm_figures")
        self._run(self._triggering(maker.id, {"wanted": wanted}))
        (maker,) = self._components("gmm_figures")
        order = unpacked(maker.bytes)
        order.pop("arrays", None)
        return order

    def paste(self, text: str, *, use: bool = True) -> None:
        """Paste a table."""
        self.app.text_area(key="pasted").set_value(text)
        self._run()
        if use and self.can_use:
            self.press("use_table")

    def visit(self, page: str) -> None:
        """Change the page as a browser does: without the widgets, and what the link said."""
        self.app.query_params = {}
        self.app.switch_page(f"pages/{page}.py")
        self._run(WidgetStates())

    def report(self, **events: object) -> None:
        """Report as the player does: a half-step, what is chosen, or what was done to the means.

        The whole page runs, so that all of it can be looked at; see `report_alone`. The player
        speaks of the run that it holds, or of `speaks_of` where that is set.
        """
        self._run(self._reporting(events))

    def report_alone(self, **events: object) -> None:
        """Report as in a browser, where no more than the player's own part of the page runs.

        Nothing else can be looked at until the next action, unless the player asks for all.
        """
        states = self._reporting(events)
        metadata = self.app._session_state._state._new_widget_state.widget_metadata
        part = metadata[self._player.id].fragment_id
        of_part = partial(RerunData, fragment_id=part)
        with patch.object(local_script_runner, "RerunData", of_part):
            self._run(states)

    def ask(self, **events: object) -> None:
        """Report as the strip of ends does: another start, an end, or a way that is clicked."""
        (strip,) = self._components("gmm_ends")
        run = self.speaks_of or self.strip["run"]
        said = {event: {"run": run, "value": value} for event, value in events.items()}
        self._run(self._triggering(strip.id, said))

    def pick_table(self, name: object) -> None:
        """Report that the card of a table was clicked."""
        (cards,) = self._components("gmm_catalogue")
        self._run(self._triggering(cards.id, {"picked": name}))

    def _reporting(self, events: dict[str, object]) -> WidgetStates:
        run = self.speaks_of or self.open_ledger["run"]
        said = {event: {"run": run, "value": value} for event, value in events.items()}
        return self._triggering(self._player.id, said)

    def _triggering(self, component: str, said: Mapping[str, object]) -> WidgetStates:
        """What the browser sends when a component reports these events."""
        states = self.app._tree.get_widget_states()
        states.widgets.append(self._trigger(component, said))
        return states

    @staticmethod
    def _trigger(component: str, said: Mapping[str, object]) -> WidgetState:
        trigger = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events")
        trigger.json_trigger_value = json.dumps(
            [{"event": event, "value": value} for event, value in said.items()]
        )
        return trigger

    def select(self, slot: str = "picture", **selected: object) -> None:
        """Report a selection as a view does: rows, cells, the outline, whether it adds."""
        said = {"rows": [], "cells": [], "outline": None, "adds": False, **selected}
        self.say_selected(slot, {"view": self.view(slot)["name"], **said})

    def say_selected(self, slot: str, said: object) -> None:
        """Report this of a selection, as a browser might that is not to be trusted."""
        self.say_selected_in(**{slot: said})

    def say_selected_in(self, **said: object) -> None:
        """Report this of selections in several views in one message."""
        states = self.app._tree.get_widget_states()
        for slot, of_view in said.items():
            states.widgets.append(self._trigger(self._view(slot).id, {"selected": of_view}))
        self._run(states)

    def choose_rows(self, alt: str, places: Sequence[int]) -> None:
        """Choose rows of a table by their places in it."""
        table = self._named({table.proto.alt: table for table in self.app.dataframe}, alt)
        states = self.app._tree.get_widget_states()
        chosen = {"selection": {"rows": list(places), "columns": [], "cells": []}}
        states.widgets.append(WidgetState(id=table.proto.id, string_value=json.dumps(chosen)))
        self._run(states)

    def edit(self, alt: str, edits: Mapping[int, Mapping[str, object]], press: str = "") -> None:
        """Edit cells of a table, by its rows, and press the button of its form."""
        table = self._named({table.proto.alt: table for table in self.app.dataframe}, alt)
        if press:
            (button,) = (button for button in self.app.button if button.label == press)
            button.click()
        states = self.app._tree.get_widget_states()
        edited = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
        states.widgets.append(WidgetState(id=table.proto.id, string_value=json.dumps(edited)))
        self._run(states)

    def download(self, key: str) -> bytes:
        """Click a download button, whose content is made on the click."""
        button = self.app.download_button(key=key)
        url = KeptMedia.last.execute_deferred(button.proto.deferred_file_id)
        return KeptMedia.last.storage.get_file(Path(url).name).content

    # What is on screen

    @property
    def title(self) -> str:
        return self.app.title[0].value

    @property
    def errors(self) -> list[str]:
        return [error.value for error in self.app.error]

    @property
    def hints(self) -> list[str]:
        return [info.value for info in self.app.info]

    @property
    def sentences(self) -> list[str]:
        return [text.value for text in (*self.app.markdown, *self.app.caption)]

    @property
    def link(self) -> dict[str, str | list[str]]:
        """What the address says: a value, or several, of each parameter."""
        told = [json.loads(each.json) for each in self._components("gmm_address")]
        query = parse_qs(max(told, key=itemgetter("told"))["query"], keep_blank_values=True)
        return {key: values if len(values) > 1 else values[0] for key, values in query.items()}

    @property
    def metrics(self) -> dict[str, str]:
        return {metric.label: metric.value for metric in self.app.metric}

    @property
    def held(self) -> bytes:
        """All that the player has been given; nothing where there is no player."""
        return self._player.bytes if self._player else b""

    @property
    def film(self) -> HeldFilm:
        """The run that the player holds."""
        return HeldFilm(packs(self.held)[0])

    @property
    def open_ledger(self) -> dict[str, Any]:
        """What else the player holds: the half-step, how it is seen, and the ledger."""
        return unpacked(packs(self.held)[1])

    @property
    def catalogue(self) -> dict[str, Any]:
        """What the cards of all tables hold."""
        (cards,) = self._components("gmm_catalogue")
        return json.loads(cards.json)

    @property
    def strip(self) -> dict[str, Any]:
        """What the strip of ends holds beside the player."""
        (strip,) = self._components("gmm_ends")
        return json.loads(strip.json)

    @property
    def shown(self) -> Shown:
        """What the player shows."""
        return self.film.after(self.open_ledger["step"])

    @property
    def can_use(self) -> bool:
        """Whether a file is shown as it is understood, and may be used."""
        return any(button.key == "use_table" for button in self.app.button)

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """Every plotly figure by its alternative text."""
        charts = [chart.proto for chart in self.app.get("plotly_chart")]  # pyright: ignore
        ours = self._components("gmm_view") + self._components("gmm_figure")
        views = [unpacked(each.bytes[NAME:]) for each in ours]
        return {chart.alt: json.loads(chart.spec) for chart in charts} | {
            view["alt"]: view["figure"] for view in views
        }

    def view(self, slot: str = "picture") -> dict[str, Any]:
        """What the view in this place of the page holds: its figure, and how rows are selected."""
        held = self._view(slot).bytes
        return unpacked(held[NAME:]) | {"name": held[:NAME].decode()}

    @property
    def marked(self) -> list[int] | None:
        """The rows of the fit that all views mark; None where nothing is selected."""
        (announcer,) = self._components("gmm_marked")
        told = unpacked(announcer.bytes)
        marked = np.flatnonzero(np.unpackbits(np.asarray(told["bits"], dtype=np.uint8)))
        assert len(marked) == told["size"]
        return marked.tolist() if told["selected"] else None

    @property
    def picture(self) -> dict[str, Any]:
        """The figure of data and components, as the server or the player draws it."""
        return self.film["figure"] if self.held else self._named(self.figures, "The data and")

    @property
    def structure_pictures(self) -> list[str]:
        """What the pictures of covariance structures show, in words."""
        bodies = [html.proto.body for html in self.app.get("html")]  # pyright: ignore
        return re.findall(r'<img [^>]*alt="([^"]*)"', "".join(bodies))

    @property
    def heat_map(self) -> dict[str, Any]:
        """The figure of target against cluster."""
        return self._named(self.figures, "Target against cluster")

    @property
    def counts(self) -> list[list[int]]:
        """Rows of the table of target against cluster."""
        if self.held:
            return np.asarray(self.shown.counts).tolist()
        cells = trace(self.heat_map, "cells")
        place = array(cells["customdata"]).astype(int)
        table = np.zeros(place.max(axis=0) + 1, dtype=int)
        table[tuple(place.T)] = [int(count) for count in cells["text"]]
        return table.tolist()

    def table(self, alt: str) -> pd.DataFrame:
        """The table whose alternative text begins so."""
        return self._named({table.proto.alt: table.value for table in self.app.dataframe}, alt)

    def value(self, *keys: str) -> Any:
        """The value of a control, or the values of several."""
        values = [self._value(key) for key in keys]
        return values[0] if len(values) == 1 else values

    def _value(self, key: str) -> Any:
        try:
            return self.app.get_by_key(key).value  # pyright: ignore
        except KeyError:
            return self.app.session_state[key]  # the player has it, and no widget

    def options(self, key: str) -> list[str]:
        """What a control offers, as it is shown."""
        return self.app.get_by_key(key).options  # pyright: ignore

    def _named(self, things: dict[str, Any], alt: str) -> Any:
        (found,) = (thing for name, thing in things.items() if name.startswith(alt))
        return found

    @property
    def _player(self) -> Any:
        """What the server says of the player."""
        return next(iter(self._components("gmm_player")), None)

    def _view(self, slot: str) -> Any:
        """What the server says of the view in a place of the page."""
        views = self._components("gmm_view")
        return next(view for view in views if view.id.endswith(f"view-{slot}"))

    def _components(self, name: str) -> list[Any]:
        components = [each.proto for each in self.app.get("bidi_component")]  # pyright: ignore
        return [each for each in components if each.component_name == name]

    def _run(self, states: WidgetStates | None = None) -> None:
        self.app._run(self.app._tree.get_widget_states() if states is None else states)
        assert [error.value for error in self.app.exception] == []


def finished(lab: Lab) -> Lab:
    """The page once what it works out beside itself is there, however long that takes."""
    for job in lab.app.session_state[KEY]["job"].values():
        job.wait()
    lab._run()
    return lab


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the one trace of this name."""
    (found,) = (trace for trace in figure["data"] if trace.get("name") == name)
    return found


def read(escaped: str) -> str:
    """Return what Markdown makes of a text in which all markup is escaped."""
    return re.sub(r"\\(.)", r"\1", escaped).replace("\u2060", "")


def array(values: Any) -> np.ndarray:
    """Return numbers of a figure, which plotly packs into base64 where they are an array."""
    if not isinstance(values, dict):
        return np.asarray(values, dtype=float)
    flat = np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    shape = [int(length) for length in str(values.get("shape", flat.size)).split(",")]
    return flat.reshape(shape)
