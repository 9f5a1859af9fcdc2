"""Links that people kept open the same study, seen in the same way."""

import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.usefixtures("no_other_starts")

FORMER = Path(__file__).parents[1] / "former"
LINKS = json.loads((FORMER / "links.json").read_text(encoding="utf-8"))
# Links to the player that name no start, no seed and no half-step open with the start to watch now.
TO_WATCH = {
    "nothing but the page": ("random_from_data", 0),
    "other axes of the steps": ("random_from_data", 2),
    "a pasted table": ("random_from_data", 5),
}
# Pictures of the rows that are assigned, which were said to be of components.
CALLED_NOW = {
    "Standardised means of the components": "Standardised means of the clusters",
    "Sizes of the components, soft and hard": "Sizes of the clusters, soft and hard",
    "Distances of each component's rows against those of a normal distribution": (
        "Distances of each cluster's rows against those of a normal distribution"
    ),
}
OpenPage = Callable[..., AppTest]
# What is proposed for a file where the link names no target: the column with the name of a class.
PROPOSED_NOW = {"a file, with names": "Art", "a file on the page of new rows": "Art"}


# What is restored, each read in one place


def study_of(app: AppTest) -> dict[str, Any]:
    """What is chosen, as the page that is open has it."""
    study = app.session_state["study"]
    settings = study.settings
    return {
        "table": study.sha256 or study.dataset.name,
        "features": list(study.features),
        "target": study.target,
        "k": settings.n_components,
        "covariance": settings.covariance_type,
        "start": settings.init,
        "seed": settings.seed,
        "standardise": settings.standardise,
        "floor": settings.floor,
        "means": settings.means and [list(mean) for mean in settings.means],
        "order": study.order and list(study.order),
        "names": study.names and list(study.names),
        "read": study.choices.as_dict(),
    }


def shown_on(app: AppTest) -> dict[str, Any]:
    """What is seen on the page: pictures, the first rows of a list, and numbers."""
    numbers = {metric.label: metric.value for metric in app.metric}
    return {
        "log_likelihood": numbers.get("Log-likelihood"),
        "half_step": numbers.get("Half-step"),
        "pictures": [picture_of(view) for view in views_of(app)],
        "listed": [row for table in app.dataframe for row in first_rows(table.value)],
        "player": player_of(app),
    }


def first_rows(table: pd.DataFrame) -> list[int]:
    """The first rows of the table by their places in it, where this is a list of rows."""
    if table.index.name == "row":
        return table.index[:5].tolist()
    return table["row"].head().tolist() if "row" in table else []


def blobs_of(app: AppTest, name: str) -> list[bytes]:
    """What each component of a name was given, in the order of their places."""
    found = [each.proto for each in app.get("bidi_component") if each.proto.component_name == name]
    return [each.bytes for each in sorted(found, key=lambda each: each.id[-9:])]


def header_of(pack: bytes) -> dict[str, Any]:
    """What a pack says before its arrays."""
    content = zlib.decompress(pack)
    length = int.from_bytes(content[:4], "little")
    return json.loads(content[4 : 4 + length])


def views_of(app: AppTest) -> list[dict[str, Any]]:
    """The views of a page; each has its name before its pack."""
    return [header_of(view[16:]) for view in blobs_of(app, "gmm_view")]


def picture_of(view: dict[str, Any]) -> dict[str, Any]:
    """What a view is called, its axes and cells, and whether colours mix and sizes differ.

    A title that is broken into lines is the same title.
    """
    data, layout = view["figure"]["data"], view["figure"]["layout"]
    titles = [layout.get(name, {}).get("title", {}).get("text") for name in ("xaxis", "yaxis")]
    axes = [title and title.replace("<br>", " ") for title in titles]
    markers = [trace.get("marker", {}) for trace in data]
    return {
        "is": view["alt"],
        "axes": axes,
        "mixed": are_many(marker.get("color") for marker in markers),
        "sizes_differ": are_many(marker.get("size") for marker in markers),
        "cells": [trace["text"] for trace in data if trace.get("name") == "cells"],
    }


def are_many(lists: Iterable[Any]) -> bool:
    """Whether one of the lists has more different values than there can be components."""
    return any(isinstance(each, list) and len(set(map(str, each))) > 24 for each in lists)


def player_of(app: AppTest) -> dict[str, Any] | None:
    """What the player holds, if there is one: a run, and where and how it is seen."""
    for blob in blobs_of(app, "gmm_player"):
        length = int.from_bytes(blob[:4], "little")
        run, opened = header_of(blob[4 : 4 + length]), header_of(blob[8 + length :])
        return {
            "axes": run["labels"],
            "log_likelihood": run["log_likelihoods"][-1],
            "half_steps": 2 * run["n_states"] - 1,
            "half_step": opened["step"],
            "colour": opened["colour"],
        }
    return None


def drawn_on(app: AppTest) -> list[float]:
    """Where the first row that New rows draws from the mixture lies."""
    table = app.dataframe[-1].value
    return table.select_dtypes("float").iloc[0].tolist()


# What a person does


def bring(app: AppTest, *, upload: str = "", paste: str = "") -> None:
    """Upload or paste a table in the sidebar."""
    content = (FORMER / "tables" / (upload or paste)).read_bytes()
    if upload:
        app.file_uploader[0].set_value((upload, content, "text/csv")).run()
    else:
        app.text_area[0].set_value(content.decode()).run()


@pytest.mark.parametrize("link", LINKS, ids=[link["why"] for link in LINKS])
def test_a_link_opens_what_it_opened_before(open_page: OpenPage, link: dict[str, Any]) -> None:
    app = open_page(link["page"], link["query"])
    if link["says"]:
        assert any(link["says"] in each.value for each in (*app.info, *app.markdown))
    if link["bring"]:
        bring(app, **link["bring"])
    assert [each.value for each in (*app.error, *app.exception)] == []
    if link["study"]:
        target = PROPOSED_NOW.get(link["why"], link["study"]["target"])
        assert study_of(app) == link["study"] | {"target": target} | watched_now(link["why"])
    shown, before = shown_on(app), as_called_now(approximately(link["shown"]))
    if link["why"] in TO_WATCH:
        shown, before = without_the_run(shown), without_the_run(before)
    if link["why"] in PROPOSED_NOW:
        shown, before = without_the_target(shown), without_the_target(before)
    assert shown == before
    if link["drawn"]:
        assert drawn_on(app) == pytest.approx(link["drawn"], rel=1e-7)


def watched_now(why: str) -> dict[str, Any]:
    """The start that such a link opens with, if it is one of them."""
    return dict(zip(("start", "seed"), TO_WATCH.get(why, ()), strict=False))


def without_the_run(shown: dict[str, Any]) -> dict[str, Any]:
    """The same but for the run of the player."""
    of_run = ("log_likelihood", "half_steps")
    player = {key: value for key, value in shown["player"].items() if key not in of_run}
    return shown | {"player": player}


def without_the_target(shown: dict[str, Any]) -> dict[str, Any]:
    """The same without the view of target against cluster."""
    pictures = [each for each in shown["pictures"] if not each["is"].startswith("Target")]
    return shown | {"pictures": pictures}


def as_called_now(shown: dict[str, Any]) -> dict[str, Any]:
    """The same with pictures by the names that they have now."""
    pictures = [each | {"is": CALLED_NOW.get(each["is"], each["is"])} for each in shown["pictures"]]
    return shown | {"pictures": pictures}


def approximately(shown: dict[str, Any]) -> dict[str, Any]:
    """The same but for the last digits of a log-likelihood."""
    player = shown["player"]
    if player is None:
        return shown
    known = pytest.approx(player["log_likelihood"], rel=1e-9)
    return shown | {"player": player | {"log_likelihood": known}}
