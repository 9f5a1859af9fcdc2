"""New rows: the clusters of another file, from this fit or a saved model, and synthetic rows."""

import io
import json

import numpy as np
import pandas as pd
import uploads
from expected import expected
from lab import UPLOAD, Lab
from numpy.testing import assert_allclose, assert_array_equal

from gmm_core.exporting.tables import csv_bytes
from gmm_core.new_rows import predicted
from gmm_core.plots import component_labels
from gmm_core.synthetic import synthetic_rows
from pages._shared.messages import plain

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
    for content, words in ((b"", "is empty"), (uploads.PNG, "binary data"), (text, "numbers only")):
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


# A saved model


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
