"""A person's own CSV: what is read well, and the one sentence where it cannot be."""

import hashlib
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st
import uploads
from ended_runs import MOST, EndedError, Session
from expected import Expected, assert_holds, expected, proposed
from lab import UPLOAD, Lab, read, trace
from scipy.stats import multivariate_normal
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import DeletedFile

from dashboard.look.messages import plain
from dashboard.state import told
from dashboard.state import uploads as kept
from gmm_core.reading import read_table
from gmm_core.table import columns
from gmm_core.written_numbers import number

pytestmark = pytest.mark.usefixtures("no_other_starts")

HANGUL = {
    "species": "종",
    "island": "섬",
    "bill_length_mm": "부리 길이",
    "bill_depth_mm": "부리 깊이",
    "flipper_length_mm": "날개 길이",
    "body_mass_g": "몸무게",
    "Adelie": "아델리",
    "Gentoo": "젠투",
    "Chinstrap": "턱끈",
}
UNCLEAR = ("None", "nan", "Traceback", "Error", "dtype", "ndarray", "  ")


def in_hangul(content: bytes) -> str:
    text = content.decode()
    for english, korean in HANGUL.items():
        text = text.replace(english, korean)
    return text


def proposed_for(name: str) -> Expected:
    """What a page must show of a table that is brought as a file: what is proposed for it."""
    found = proposed(expected(name).rows.X)
    settings = {"covariance_type": found.covariance_type}
    return expected(name, n_components=found.n_components, **settings)


def uploaded(content: bytes | str, name: str = "table.csv", page: str = "step", **link) -> Lab:
    lab = Lab(page, data=UPLOAD, **link)
    lab.upload(content, name)
    return lab


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def assert_one_sentence(lab: Lab) -> str:
    """One error that a person understands, no picture, and the uploader still there."""
    (error,) = lab.errors
    assert error.endswith(".")
    assert not error[0].islower() or error.startswith("table.csv")
    assert not any(word in error for word in UNCLEAR)
    assert error.count(". ") <= 2
    assert (lab.figures, lab.held) == ({}, b"")
    assert lab.metrics == {}
    assert lab.hints == []
    assert len(lab.app.file_uploader) == 1
    assert lab.value("data") == "upload"
    return error


# Good files

WRITTEN = [
    ("utf-8", uploads.PENGUINS.decode(), "UTF-8, separated by commas, decimal point"),
    (
        "utf-8-sig",
        uploads.PENGUINS.decode(),
        "UTF-8 with mark, separated by commas, decimal point",
    ),
    ("utf-16", uploads.PENGUINS.decode(), "UTF-16, separated by commas, decimal point"),
    (
        "cp1252",
        uploads.with_decimal_commas(uploads.PENGUINS).replace("Adelie", "Adélie"),
        "Windows-1252, separated by semicolons, decimal comma",
    ),
]


@pytest.mark.parametrize(("codec", "text", "told"), WRITTEN)
def test_penguins_work_however_they_are_written(codec: str, text: str, told: str) -> None:
    lab, what = uploaded(text.encode(codec), "penguins.csv"), proposed_for("penguins")
    assert plain(f"In use: penguins.csv, 344 rows × 8 columns, {told}.") in lab.sentences
    assert tuple(lab.value("features")) == what.features
    assert lab.value("target", "k") == ["species", what.run.mixture.n_components]
    left_out = "342 of 344 rows are fitted; 2 rows with missing values are left out."
    assert left_out in lab.sentences
    assert_holds(lab, what, labels=what.features)
    lab.report(step=lab.film.last)
    assert sum(map(sum, lab.counts)) == 342


def test_penguins_work_with_hangul_headers_in_cp949() -> None:
    lab = uploaded(in_hangul(uploads.PENGUINS).encode("cp949"), "펭귄.csv")
    what = proposed_for("penguins")
    assert lab.value("features") == [HANGUL[feature] for feature in what.features]
    assert lab.value("target") == "종"
    assert lab.film["log_likelihoods"] == what.run.log_likelihoods.tolist()
    assert sorted(lab.film["features"]) == sorted(HANGUL[feature] for feature in what.features)
    assert sorted(lab.film["classes"]) == sorted(["아델리", "젠투", "턱끈"])


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_vowels_work(codec: str) -> None:
    content = uploads.VOWELS.decode().encode(codec)
    link = {"features": ["f1", "f2", "f3"], "k": "2", "covariance": "full", "step": "1"}
    lab = uploaded(content, "vowels.csv", **link)
    what = expected("vowels_pb52", n_components=2)
    assert lab.value("target") == "word"
    assert lab.shown.log_likelihood == what.run.states[0].log_likelihood
    assert len(lab.counts) == 10
    lab.report(step=lab.film.last)
    assert lab.shown.log_likelihood == what.run.log_likelihood
    lab.visit("explore")
    assert lab.metrics["Log-likelihood"] == number(what.run.log_likelihood, 5)


def test_one_column_is_a_histogram() -> None:
    lab = uploaded(uploads.good("a"), k="2")
    assert lab.errors == []
    assert trace(lab.picture, "histogram")
    told = " ".join(lab.sentences)
    assert plain("In use: table.csv, 60 rows × 1 column, UTF-8, one column") in told


@pytest.mark.usefixtures("untried")
def test_ten_of_two_hundred_columns_are_proposed() -> None:
    names = [f"c{i}" for i in range(200)]
    content = uploads.good(*names)
    lab = uploaded(content, k="2")
    proposed = columns.proposed_features(read_table(content.encode()).frame)
    assert lab.value("features") == list(proposed)
    assert len(proposed) == 10
    assert lab.app.multiselect[0].key == "features"
    assert lab.picture
    lab.choose(features=["c3", "c150"])
    assert lab.value("x", "y") == ["c3", "c150"]


def test_an_identifier_is_not_proposed() -> None:
    rows = [[i + 1, *row] for i, row in enumerate(uploads.two_groups(2))]
    lab = uploaded(uploads.csv(["id", "a", "b"], rows), k="2")
    assert lab.value("features") == ["a", "b"]
    assert "id" in lab.options("features")
    assert lab.errors == []


def test_infinite_values_are_counted_and_left_out() -> None:
    lab = uploaded(uploads.good("a", "b") + "1e400,3\n-1e999,1\n,4\n", k="2")
    told = (
        "60 of 63 rows are fitted; "
        "1 row with missing values and 2 rows with infinite values are left out."
    )
    assert told in lab.sentences
    lab.visit("take_away")
    rows = lab.download("take_csv").decode("utf-8-sig").splitlines()
    assert [row.endswith("True") for row in rows[1:]] == [False] * 60 + [True] * 3


def test_criteria_count_the_fitted_rows_alone() -> None:
    lab = uploaded(uploads.good("a", "b") + "1,\n" * 60, page="explore", k="1", covariance="full")
    X = uploads.two_groups(2)
    model = multivariate_normal(X.mean(axis=0), np.cov(X.T, bias=True))  # pyright: ignore
    log_likelihood = model.logpdf(X).sum()
    assert lab.metrics["Log-likelihood"] == number(log_likelihood, 5)
    bic = -2 * log_likelihood + 5 * np.log(60)
    assert lab.metrics["BIC, lower is better"] == number(bic, 5)


def test_an_empty_column_is_not_offered() -> None:
    rows = [[row[0], "", row[1]] for row in uploads.two_groups(2)]
    lab = uploaded(uploads.csv(["a", "empty", "b"], rows), k="2")
    assert lab.options("features") == ["a", "b"]
    assert lab.errors == []


def test_a_constant_column_is_fitted_with_a_floor() -> None:
    lab = uploaded(uploads.constant(), k="2", features=["a", "c"], floor="0.1")
    assert lab.errors == []
    assert lab.picture


# Files that cannot be read

UNREADABLE = [
    (b"", "is empty"),
    (b"\n\n  \n", "is empty"),
    (uploads.PNG, "is a picture (PNG)"),
    (uploads.HTML, "is a web page"),
    ('{"a": [1, 2]}', "is JSON"),
    ("a,b,c\n", "no rows"),
    ("a,b\n1,2\n3\n", "Line 3"),
    ('a,b\n1,"2\n3,4\n', "quote"),
    ("name,colour\nx,red\ny,blue\n", "no column of numbers"),
    ("a,b\n,\nNA,NA\n,NA\n", "no column of numbers"),
    (uploads.PENGUINS.decode().encode("utf-16")[:-1], "middle of a character"),
]


@pytest.mark.parametrize("page", ["step", "explore"])
@pytest.mark.parametrize(("content", "words"), UNREADABLE)
def test_a_file_that_is_no_table_gives_one_sentence(content, words: str, page: str) -> None:
    lab = uploaded(content, page=page)
    error = assert_one_sentence(lab)
    assert words in error
    assert "table.csv" in error
    lab.upload(uploads.good("a", "b"))
    assert lab.errors == []
    assert lab.picture
    assert lab.value("features") == ["a", "b"]


# Tables that cannot be fitted as asked: the change that helps is named and helps

COLLAPSES = "collapsed at"  # of which the player shows the way
COLLAPSING = {"k": "3", "covariance": "full"}
UNFITTABLE = [
    (
        uploads.constant(),
        {"k": "2", "features": ["a", "c"]},
        '"c" is constant',
        {"features": ["a"]},
    ),
    (uploads.csv("ab", [[1.5, 2.5]] * 9), {}, "rows are alike", None),
    (uploads.csv("ab", [[1, 2], [3, 5]]), {"k": "3"}, "2 rows", None),
    (uploads.csv("ab", [[1, 2], [3, 5]] * 9), {"k": "3"}, "at most 2 components", None),
    (
        uploads.csv([f"c{i}" for i in range(10)], uploads.two_groups(10, 6)),
        {"k": "2", "covariance": "full"},
        "cannot fill 10 features",
        {"covariance": "diag"},
    ),
    (
        uploads.collinear(),
        {"k": "2", "covariance": "full", "features": ["a", "b", "sum"]},
        '"a", "b", "sum" determine one another',
        {"features": ["a", "b"]},
    ),
    (uploads.collapsing(), COLLAPSING, COLLAPSES, {"covariance": "tied"}),
    (uploads.collapsing(), COLLAPSING, COLLAPSES, {"floor": 0.1}),
    (uploads.good("a", "b"), {"features": "", "k": "2"}, "No feature", {"features": ["b"]}),
    (
        "a,b\n2.5,\n1.5,\n,3.5\n,7.5\n",
        {"features": ["a", "b"], "k": "1"},
        "No row",
        {"features": ["b"]},
    ),
]


@pytest.mark.parametrize("page", ["step", "explore"])
@pytest.mark.parametrize(("content", "link", "words", "cure"), UNFITTABLE)
def test_a_table_that_cannot_be_fitted_gives_one_sentence(content, link, words, cure, page) -> None:
    lab = uploaded(content, page=page, seed="3", **link)
    seed = "seed" if page == "step" else "fit_seed"
    before = lab.value("k", "covariance", seed, "floor", "target")
    if words in COLLAPSES and page == "step":
        assert (lab.errors, lab.film["ended"]) == ([], "Collapsed")
    else:
        assert words in assert_one_sentence(lab)
    assert lab.value("k", "covariance", seed, "floor", "target") == before
    assert lab.value(seed) == 3
    assert lab.link["file"] == fingerprint(content.encode())
    if cure is not None:
        lab.choose(**cure)
        assert lab.errors == []
        assert lab.picture


def test_no_file_yet_says_what_to_do() -> None:
    lab = Lab()
    lab.choose(data="upload")
    assert lab.hints == [
        "Upload a table (CSV, Excel or Parquet) in the sidebar to see its clusters."
    ]
    assert (lab.errors, lab.figures, lab.held) == ([], {}, b"")


# Nothing is lost


def test_a_bad_file_between_costs_nothing() -> None:
    lab = uploaded(uploads.PENGUINS, "penguins.csv")
    lab.choose(k=2, covariance="tied", features=["bill_length_mm", "bill_depth_mm"])
    lab.choose(y="bill_length_mm", colour="cluster")
    lab.report(step=3)
    before = lab.held, lab.sentences
    assert lab.shown.half_step == 3
    lab.upload(uploads.PNG, "picture.png")
    assert len(lab.errors) == 1
    lab.upload(uploads.PENGUINS, "penguins.csv")
    assert (lab.held, lab.sentences) == before


def test_an_upload_stays_over_pages_and_built_in_tables() -> None:
    lab = uploaded(uploads.good("a", "b"))
    lab.choose(k=2)
    lab.report(step=1)
    lab.visit("explore")
    shown = lab.figures, lab.metrics
    assert lab.value("features", "k") == [["a", "b"], 2]
    lab.choose(data="iris")
    assert lab.value("features", "k") == [list(expected().features), 3]
    lab.choose(data="upload")
    lab.choose(k=2)
    assert (lab.figures, lab.metrics) == shown


def test_another_file_brings_its_own_defaults() -> None:
    lab = uploaded(uploads.PENGUINS, "penguins.csv")
    lab.choose(k=5, target="sex", features=["bill_length_mm", "bill_depth_mm"])
    lab.upload(uploads.good("a", "b", "c"), "mine.csv")
    k = proposed(uploads.two_groups(3)).n_components
    assert lab.value("features", "k", "target", "step") == [["a", "b", "c"], k, "No target", 0]
    assert "penguins" not in " ".join(lab.sentences)


def test_removing_the_file_leaves_no_picture_of_it() -> None:
    lab = uploaded(uploads.good("a", "b"), k="2")
    lab.app.file_uploader[0].clear().run()
    assert (lab.errors, lab.figures, lab.held, len(lab.hints)) == ([], {}, b"", 1)


# A link to an upload

LINK = {
    "file": fingerprint(uploads.PENGUINS),
    "features": ["bill_length_mm", "bill_depth_mm"],
    "k": "4",
    "covariance": "tied",
    "step": "7",
}


def test_a_link_to_an_upload_asks_for_the_same_file_and_restores_the_page() -> None:
    lab = Lab(data=UPLOAD, **LINK)
    (hint,) = lab.hints
    assert LINK["file"] in hint
    assert "Upload the same file" in hint
    assert (lab.errors, lab.figures, lab.held) == ([], {}, b"")
    lab.upload(uploads.PENGUINS, "penguins.csv")
    features = ["bill_length_mm", "bill_depth_mm"]
    assert lab.value("features", "k", "covariance", "step") == [features, 4, "tied", 7]
    what = expected("penguins", tuple(features), n_components=4, covariance_type="tied")
    assert lab.shown.title == "E-step 4"
    assert lab.shown.log_likelihood == what.run.states[3].log_likelihood


def test_another_file_than_that_of_the_link_keeps_the_settings_that_fit() -> None:
    lab = Lab(data=UPLOAD, **LINK)
    content = uploads.good("a", "b", "c")
    lab.upload(content)
    assert lab.value("features", "k", "target") == [["a", "b", "c"], int(LINK["k"]), "No target"]
    assert any("not the file of the link" in text for text in lab.sentences)
    assert lab.link["file"] == fingerprint(content.encode())


def test_the_fingerprint_in_a_link_is_shown_as_text() -> None:
    lab = Lab(data=UPLOAD, file="**x** <b>:red[y]")
    assert plain("**x** <b>:red[y]") in lab.hints[0]


# Names are data

NASTY = [
    "<b>x</b>",
    "<img src=x onerror=alert(1)>",
    "**b** _i_ `c`",
    ":red[x]",
    "$x$",
    "two\nlines",
    "[link](http://example.org)",
    "🦆",
    "길이",
    "%{y} {z}",
]


@pytest.mark.parametrize("page", ["step", "explore"])
def test_nasty_names_are_shown_as_text(page: str) -> None:
    lab = uploaded(uploads.good(*NASTY), "<i>_a_</i> :red[x] $y$.csv", page, k="2")
    assert lab.errors == []
    assert lab.value("features") == NASTY
    shown = " ".join(lab.sentences)
    assert plain("<i>_a_</i> :red[x] $y$.csv") in shown
    assert not any(name in shown for name in ("<i>", "_a_", ":red[x]", "$y$"))


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_text_in_an_error_and_on_an_axis(name: str) -> None:
    lab = uploaded(uploads.constant(name), k="2", features=["a", plain(name)])
    assert f'Column "{plain(name)}" is constant' in assert_one_sentence(lab)
    lab = uploaded(uploads.good(name, "b"), k="2")
    lab.choose(x=name)
    assert name in lab.film["features"]
    title = lab.picture["layout"]["xaxis"]["title"]["text"]
    assert not set(title) & set("<>{}$\n")


@pytest.mark.parametrize("page", ["step", "explore"])
def test_names_that_the_tables_use_themselves_hide_nothing(page: str) -> None:
    names = ["weight", "feature", "row", "cluster", "responsibility", "class of that cluster"]
    rows = uploads.two_groups(len(names))
    text = uploads.csv([*names, "t"], [[*row, "ab"[i % 2]] for i, row in enumerate(rows)])
    lab = uploaded(text, page=page, k="2", step="1", plain="true")
    weights = lab.table("Weight")
    assert [list(weights.iloc[:, 0])] == [["0.500", "0.500"]]
    assert weights.shape == (2, 1 + len(names))
    if page == "explore":
        covariances = lab.table("Covariance matrix")
        assert covariances.shape == (2 * len(names), 1 + len(names))
        lab.choose(is_truth=True)
        lab.choose(list="off")
        misplaced = lab.table("Off the matching")
        assert misplaced.shape[1] == 8 + len(names)
        assert np.isin(misplaced.iloc[:, 0], np.arange(1, 61)).all()


def test_a_column_called_no_target_can_be_the_target() -> None:
    rows = [[0.1 * row + 9 * (row % 2), row % 7, "ab"[row % 2]] for row in range(30)]
    lab = uploaded(uploads.csv(["x", "y", "No target"], rows), k="2", features=["x", "y"])
    assert lab.options("target") == ["No target", "No target (column)"]
    lab.choose(target="No target (column)")
    lab.report(step=1)
    assert sorted(map(sum, lab.counts)) == [15, 15]
    lab.choose(target="No target")
    assert "counts" not in lab.film


# Too much in all


def test_a_file_too_much_is_refused_in_a_sentence_and_nothing_is_lost(monkeypatch) -> None:
    small, large = b"x,y\n" + b"1,5\n2,3\n4,4\n" * 9, b"x,y\n" + b"7,5\n2,3\n4,9\n" * 40
    monkeypatch.setattr("dashboard.state.uploads.MOST_BYTES", len(small) + 300)
    lab = uploaded(small, "small.csv")
    before = lab.held
    lab.upload(large, "large.csv")
    (refused,) = lab.errors
    assert refused.startswith(plain("large.csv is not taken: with it the files of this session"))
    assert any("In use: small.csv" in read(text) for text in lab.sentences)
    assert lab.held == before
    lab.app.file_uploader[0].set_value(None)
    lab._run()
    assert (lab.errors, lab.held) == ([], before)

    lab.visit("new_rows")
    lab.bring("new_rows", large, "large.csv")
    assert len([error for error in lab.errors if "is not taken" in error]) == 1
    lab.bring("new_rows", small, "again.csv")
    assert not [error for error in lab.errors if "is not taken" in error]
    assert any("In use: again.csv" in read(text) for text in lab.sentences)


def test_a_file_that_the_server_has_not_costs_one_sentence(monkeypatch) -> None:
    """A browser may name any; what was kept stays."""
    monkeypatch.setattr(st, "session_state", {"upload": "before"})
    kept.keep("upload", DeletedFile("nobody's"))
    assert st.session_state["upload"] == "before"
    assert st.session_state["refused"] == ("upload", kept.NOT_HERE, "nobody's")


def test_what_another_file_has_replaced_is_not_held(monkeypatch) -> None:
    let_go = []
    monkeypatch.setattr(
        MemoryUploadedFileManager, "remove_file", lambda _, session, file: let_go.append(file)
    )
    lab = uploaded("x,y\n1,2\n3,5\n4,4\n", "first.csv")
    first = lab.app.session_state["held_upload"]
    lab.visit("explore")
    assert let_go == []
    lab.upload("x,y\n1,2\n3,5\n4,9\n", "second.csv")
    assert let_go == [first]


@pytest.mark.parametrize("pasted", [False, True])
def test_a_file_is_the_one_that_its_uploader_shows_wherever_a_run_is_ended(
    monkeypatch, pasted: bool
) -> None:
    """What an uploader calls may be ended by a click meanwhile, and is not called again."""
    session = Session()
    monkeypatch.setattr(st, "session_state", session)
    ended = 0
    for left in range(30):
        session.clear()
        session.left = MOST
        first, second = (SimpleNamespace(name=n, file_id=n, getvalue=n.encode) for n in "ab")

        def bring(file: Any, twice: bool) -> None:
            if pasted:
                kept.keep_pasted(file.name)
            elif twice:
                kept.brought("upload", file)
            else:
                kept.keep("upload", file)

        bring(first, twice=False)
        session.left = left
        try:
            bring(second, twice=False)  # as it is called
            bring(second, twice=True)  # as the page does when it is drawn
        except EndedError:
            ended += 1
        session.left = MOST
        bring(second, twice=True)
        assert session["upload"].content == b"b"
        assert session["held_upload"] == (None if pasted else "b")
        assert "refused" not in session
    assert ended > 5


def test_a_file_that_is_removed_is_gone_whole_or_not_at_all(monkeypatch) -> None:
    session = Session()
    monkeypatch.setattr(st, "session_state", session)
    gone = 0
    for left in range(20):
        session.clear()
        session.left = MOST
        told.begin({}, [])
        session |= {"upload": "file", "held_upload": "a", "address": {"file": ["a"], "k": ["3"]}}
        session.left = left
        with suppress(EndedError):
            kept.drop("upload")
        session.left = MOST
        told.told().forget()  # as the next run of the page begins
        told.told().carry_out()
        has = (session.get("upload"), session["held_upload"], session["address"])
        whole = ("file", "a", {"file": ["a"], "k": ["3"]})
        assert has in (whole, (None, None, {"k": ["3"]})), left
        gone += has != whole
    assert 10 < gone < 20
