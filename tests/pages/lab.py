"""The app in one browser session without a browser: what a person does, and what is on screen."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
UPLOAD = "Upload a CSV file"


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
    """A session that begins with a link; every action ends without an exception on the page."""

    def __init__(self, page: str = "step", /, **link: str | list[str]) -> None:
        self.app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        self.app.query_params.update(link)
        if page != "step":
            self.app.switch_page(f"pages/{page}.py")
        self._seen(self.app.run())

    # What a person does

    def press(self, key: str = "next", times: int = 1) -> None:
        for _ in range(times):
            self._seen(self.app.button(key=key).click().run())

    def press_labelled(self, label: str) -> None:
        (button,) = (button for button in self.app.button if button.label == label)
        self._seen(button.click().run())

    def choose(self, **settings: object) -> None:
        for key, value in settings.items():
            self.app.get_by_key(key).set_value(value)  # pyright: ignore[reportAttributeAccessIssue]
        self._seen(self.app.run())

    def upload(self, content: bytes | str, name: str = "table.csv") -> None:
        raw = content.encode() if isinstance(content, str) else content
        self._seen(self.app.file_uploader[0].set_value((name, raw, "text/csv")).run())

    def visit(self, page: str) -> None:
        """Change the page as a browser does: without the widgets and their part of the link."""
        link = self.app.query_params
        self.app.query_params = {key: link[key] for key in link if key == "file"}
        self.app.switch_page(f"pages/{page}.py")
        self._seen(self.app._run(WidgetStates()))

    def download(self) -> bytes:
        """Click the download button, whose content is made on the click."""
        (button,) = self.app.download_button
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
    def metrics(self) -> dict[str, str]:
        return {metric.label: metric.value for metric in self.app.metric}

    @property
    def figures(self) -> dict[str, dict[str, Any]]:
        """Every plotly figure by its alternative text."""
        charts = [chart.proto for chart in self.app.get("plotly_chart")]  # pyright: ignore
        return {chart.alt: json.loads(chart.spec) for chart in charts}

    @property
    def picture(self) -> dict[str, Any]:
        """The figure of data and components."""
        return self._named(self.figures, "The data and")

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
        values = [self.app.get_by_key(key).value for key in keys]  # pyright: ignore
        return values[0] if len(values) == 1 else values

    def options(self, key: str) -> list[str]:
        """What a control offers, as it is shown."""
        return self.app.get_by_key(key).options  # pyright: ignore

    def _named(self, things: dict[str, Any], alt: str) -> Any:
        (found,) = (thing for name, thing in things.items() if name.startswith(alt))
        return found

    def _seen(self, app: AppTest) -> None:
        assert [error.value for error in app.exception] == []


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
