"""New rows: the clusters of another file, from this fit or a saved model, and synthetic rows."""

import hashlib
import io
import json
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import uploads
from expected import expected
from lab import UPLOAD, Lab
from numpy.testing import assert_allclose, assert_array_equal

from dashboard.look.messages import plain
from dashboard.new_rows import predictions, second_file
from gmm_core.exporting.tables import csv_bytes
from gmm_core.plots import component_labels
from gmm_core.results.new_rows import predicted
from gmm_core.results.synthetic import synthetic_rows

pytestmark = pytest.mark.usefixtures("no_other_starts")

FEATURES = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
PENGUINS = "Palmer penguins"


def penguins() -> Lab:
    return Lab("new_rows", data=PENGUINS)


def second(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


def taken(lab: Lab) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(lab.download("take_predicted")), encoding="utf-8-sig")


def test_at_first_it_is_said_what_to_bring() -> None:
    lab = penguins()
    assert lab.hints == [
        plain("Upload a file (CSV, Excel or Parquet) to see the clusters of its rows.")
    ]
    assert [button.key for button in lab.app.download_button] == ["take_drawn"]
    assert any(all(name in text for name in map(plain, FEATURES)) for text in lab.sentences)


# Another file


def test_the_rows_of_another_file_get_the_clusters_of_the_fit() -> None:
    lab, what = penguins(), expected("penguins")
    frame = what.dataset.frame.iloc[::3][["species", *FEATURES[::-1]]].assign(extra=1.5)
    lab.bring("new_rows", second(frame), "more penguins.csv")
    assert lab.errors == []
    found = predicted(frame, FEATURES, what.run.mixture)
    own = pd.read_csv(io.BytesIO(second(frame)))
    assert lab.download("take_predicted") == csv_bytes(found.table(own))
    table = taken(lab)
    assert len(table) == len(frame)
    assert list(table)[:6] == ["species", *FEATURES[::-1], "extra"]  # as they were brought
    fitted = what.resp(-1)[np.isin(np.flatnonzero(what.rows.kept), frame.index)]
    assert_allclose(table.filter(like="responsibility_")[~table["left_out"]], fitted, atol=1e-12)
    assert plain(found.summary) in lab.sentences
    assert '"extra"' in found.summary
    assert any("more penguins.csv, 115 rows" in text for text in lab.sentences)


def test_rows_with_missing_values_come_back_marked() -> None:
    lab, what = penguins(), expected("penguins")
    frame = what.dataset.frame.iloc[:6][FEATURES]  # the fourth has none
    lab.bring("new_rows", second(frame), "six.csv")
    table = taken(lab)
    assert list(table["left_out"]) == [False, False, False, True, False, False]
    assert table.iloc[3][["cluster", "p_value", "uncertainty"]].isna().all()
    assert any("5 of 6 rows are given a cluster" in text for text in lab.sentences)
    sizes = lab.table("Rows of each cluster")
    assert sum(sizes["rows"]) == 5
    assert len(lab.table("The first of the new rows")) == 6
    assert list(lab.figures) == ["The new rows and the components"]


def test_new_rows_are_seen_on_the_axes_of_explore() -> None:
    lab = Lab("new_rows", data="penguins", x="body_mass_g", y="bill_length_mm")
    frame = expected("penguins").dataset.frame[FEATURES].iloc[10:16]
    lab.bring("new_rows", second(frame), "six.csv")
    layout = lab.figures["The new rows and the components"]["layout"]
    titles = [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert titles == ["body_mass (g)", "bill_length (mm)"]


def test_a_column_that_is_missing_is_named_and_one_like_it() -> None:
    lab, what = penguins(), expected("penguins")
    renamed = {"body_mass_g": "Body mass (g)"}
    frame = what.dataset.frame.rename(columns=renamed)
    lab.bring("new_rows", second(frame), "other.csv")
    (error,) = lab.errors
    assert 'lacks 1 column of the model\\: "body_mass_g"' in error
    assert "Body mass (g)" in error
    assert [button.key for button in lab.app.download_button] == ["take_drawn"]


def test_a_file_that_is_no_table_is_said_in_one_sentence() -> None:
    lab = penguins()
    text = uploads.csv(FEATURES, [["x", 1, 2, 3], [1, 2, 3, 4]]).encode()
    for content, words in (
        (b"", "is empty"),
        (uploads.PNG, "a picture (PNG)"),
        (text, "numbers only"),
    ):
        lab.bring("new_rows", content, "new.csv")
        (error,) = lab.errors
        assert words in error
        assert error.endswith(".")
        assert [button.key for button in lab.app.download_button] == ["take_drawn"]
    lab.bring("new_rows", second(expected("penguins").dataset.frame), "new.csv")
    assert lab.errors == []


def test_one_feature_and_one_row_are_enough() -> None:
    lab = Lab("new_rows", data="Velocities of 82 galaxies (Corona Borealis)")
    lab.bring("new_rows", b"velocity\n20000\n", "one.csv")
    assert lab.errors == []
    assert len(taken(lab)) == 1


def test_names_of_columns_and_clusters_are_text() -> None:
    name = "<b>x</b> :red[y]"
    lab = Lab("explore", data=UPLOAD, k="2")
    lab.upload(uploads.good(name, "b"))
    lab.edit("Place and name", {0: {"name": "<i>one</i>"}}, "Use these names and places")
    lab.visit("new_rows")
    frame = pd.DataFrame(uploads.two_groups(2), columns=[name, "b"]).assign(**{"<u>z</u>": 1})
    lab.bring("new_rows", second(frame), "<s>new</s>.csv")
    assert lab.errors == []
    shown = " ".join(lab.sentences)
    assert not any(tag in shown for tag in ("<b>", "<u>", "<s>", "<i>", ":red["))
    (figure,) = lab.figures.values()
    figure["layout"].pop("uirevision")  # is not shown
    assert "<b>" not in json.dumps(figure)
    assert set(taken(lab)["cluster_name"]) == {"<i>one</i>", "2"}
    assert list(lab.table("Rows of each cluster").index) == component_labels(2, ["<i>one</i>", "2"])


# How the file is read


AMOUNTS = uploads.csv(
    ["a", "share"], ([a, f"{b:.2f} %"] for a, b in uploads.two_groups(2).tolist())
)


def chosen(kinds: str = '{"kinds":[["share","number"]]}', content: str = AMOUNTS) -> Lab:
    """A session in which this file was read with choices, and both its columns are fitted."""
    fingerprint = hashlib.sha256(content.encode()).hexdigest()[:12]
    link = {"data": UPLOAD, "file": fingerprint, "read": kinds, "k": "2"}
    lab = Lab("new_rows", **link, features=["a", "share"])
    lab.upload(content)
    assert lab.errors == []
    return lab


def test_the_very_file_that_was_fitted_with_choices_is_understood() -> None:
    lab = chosen()
    lab.bring("new_rows", AMOUNTS.encode(), "again.csv")
    assert lab.errors == []
    assert any("read with the choices made for the fitted table" in said for said in lab.sentences)
    assert len(taken(lab)) == 60
    assert taken(lab)["share"].dtype == float


def test_choices_that_do_not_suit_another_file_are_left_out() -> None:
    semicolons = AMOUNTS.replace(",", ";")
    lab = chosen('{"separator":";","kinds":[["share","number"]]}', semicolons)
    lab.bring("new_rows", AMOUNTS.encode(), "commas.csv")
    assert lab.errors == []
    assert any("kinds of columns as chosen" in said for said in lab.sentences)
    lab.bring("new_rows", AMOUNTS.replace(" %", "").encode(), "plain.csv")
    assert lab.errors == []
    lab = chosen('{"separator":";"}', semicolons.replace(" %", ""))
    lab.bring("new_rows", AMOUNTS.replace(" %", "").encode(), "commas.csv")
    assert lab.errors == []
    assert any("read as found, without the choices" in said for said in lab.sentences)


def test_what_is_lacking_is_said_of_the_reading_that_lacks_least() -> None:
    lab = chosen()
    lab.bring("new_rows", AMOUNTS.replace("share", "Share").encode(), "new.csv")
    (error,) = lab.errors
    assert 'lacks 1 column of the model\\: "share"' in error
    lab.bring("new_rows", b"\x89PNG\r\n\x1a\n\x00\x00", "new.csv")
    (error,) = lab.errors
    assert "a picture (PNG)" in error


def test_without_choices_nothing_is_said_of_them() -> None:
    lab = penguins()
    lab.bring("new_rows", second(expected("penguins").dataset.frame), "new.csv")
    assert not any("choices" in said for said in lab.sentences)


def test_a_saved_model_knows_how_its_file_was_read() -> None:
    lab = chosen()
    lab.visit("take_away")
    model = lab.download("take_model")
    lab = Lab("new_rows")
    lab.choose(model_from="a saved model")
    lab.bring("model_file", model, "shares.json")
    lab.bring("new_rows", AMOUNTS.encode(), "again.csv")
    assert lab.errors == []
    assert len(taken(lab)) == 60


# What stays


def test_files_and_choices_stay_over_pages_until_they_are_removed() -> None:
    lab = Lab("take_away", data=PENGUINS, k="4")
    model = lab.download("take_model")
    lab.visit("new_rows")
    lab.choose(model_from="a saved model", draw_count=7, draw_seed=3)
    lab.bring("model_file", model, "penguins.json")
    lab.bring("new_rows", second(expected("penguins").dataset.frame), "new.csv")
    before, drawn = lab.download("take_predicted"), lab.download("take_drawn")
    assert not any(button.label.startswith("Remove") for button in lab.app.button)
    lab.visit("explore")
    lab.visit("new_rows")
    assert lab.value("model_from", "draw_count", "draw_seed") == ["a saved model", 7, 3]
    assert lab.download("take_predicted") == before
    assert lab.download("take_drawn") == drawn
    lab.press("remove_new_rows")
    assert len(lab.hints) == 1
    assert lab.download("take_drawn") == drawn
    lab.press("remove_model_file")
    assert lab.hints == ["Upload a model that was saved on Take away, as a JSON file."]
    assert list(lab.app.download_button) == []


def test_a_file_that_is_taken_out_of_the_uploader_is_gone() -> None:
    lab = penguins()
    lab.bring("new_rows", second(expected("penguins").dataset.frame), "new.csv")
    lab.app.file_uploader(key="new_rows").set_value(None)
    lab.choose()
    assert len(lab.hints) == 1


def test_the_same_rows_are_read_and_predicted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counting(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def counted(*arguments: object, **options: object) -> object:
            calls.append(name)
            return real(*arguments, **options)

        monkeypatch.setattr(module, name, counted)

    counting(second_file, "read_table")
    counting(predictions, "predicted")
    lab = penguins()
    # All sessions of the tests share one cache, so these rows are in no other test.
    lab.bring("new_rows", second(expected("penguins").dataset.frame.iloc[7:77]), "new.csv")
    assert calls == ["read_table", "predicted"]
    lab.choose(draw_seed=1)
    assert len(calls) == 2
    lab.choose(k=2)
    assert calls[2:] == ["predicted"]  # another model says something else of the same reading


# A saved model


def test_a_saved_model_is_of_use_where_nothing_can_be_fitted() -> None:
    model = Lab("take_away", data=PENGUINS).download("take_model")
    lab = Lab("new_rows", k="24")  # more than iris has rows for
    assert len(lab.errors) == 1
    assert list(lab.app.download_button) == []
    lab.choose(model_from="a saved model")
    lab.bring("model_file", model, "penguins.json")
    lab.bring("new_rows", second(expected("penguins").dataset.frame), "new.csv")
    assert lab.errors == []
    assert len(taken(lab)) == 344


def test_a_saved_model_gives_the_same_predictions_to_the_last_bit() -> None:
    lab, what = Lab("take_away", data=PENGUINS, k="4"), expected("penguins", n_components=4)
    model = lab.download("take_model")
    lab = Lab("new_rows")  # iris, which has nothing to do with it
    lab.choose(model_from="a saved model")
    assert lab.hints == ["Upload a model that was saved on Take away, as a JSON file."]
    lab.bring("model_file", model, "penguins model.json")
    assert any("4 components of bill" in text and "342 rows" in text for text in lab.sentences)
    frame = what.dataset.frame
    lab.bring("new_rows", second(frame), "penguins.csv")
    resp = taken(lab).filter(like="responsibility_")[what.rows.kept]
    assert_array_equal(resp.to_numpy(), what.resp(-1))


def test_a_file_that_is_no_model_is_said_in_one_sentence() -> None:
    lab = Lab("new_rows")
    lab.choose(model_from="a saved model")
    for content in (b"", b"[1, 2]", b"{}", b'{"format": "GMM Lab model"}', b"\x80\x04pickled"):
        lab.bring("model_file", content, "model.json")
        (error,) = lab.errors
        assert error.endswith(".")
    lab.choose(model_from="the fit of these pages")
    assert lab.errors == []


# Synthetic rows


def test_rows_are_drawn_from_the_mixture_that_is_fitted() -> None:
    lab, what = Lab("new_rows"), expected()
    drawn = synthetic_rows(what.run.mixture, what.features, 500, 0)
    assert lab.download("take_drawn") == csv_bytes(drawn)
    lab.choose(draw_count=12, draw_seed=7)
    drawn = synthetic_rows(what.run.mixture, what.features, 12, 7)
    assert lab.download("take_drawn") == csv_bytes(drawn)
    assert len(lab.table("The first of the drawn rows")) == 12
    lab.choose(draw_count=5000)
    assert len(lab.table("The first of the drawn rows")) == 100
    assert len(pd.read_csv(io.BytesIO(lab.download("take_drawn")))) == 5000


def test_rows_drawn_by_another_seed_are_others() -> None:
    lab = Lab("new_rows")
    first = lab.download("take_drawn")
    lab.choose(draw_seed=1)
    assert lab.download("take_drawn") != first
    lab.choose(draw_seed=0)
    assert lab.download("take_drawn") == first
