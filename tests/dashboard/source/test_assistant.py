"""What was understood of a file is shown before it is used, and each part can be changed."""

import gzip
import io
import json

import numpy as np
import pandas as pd
import pytest
import uploads
from expected import proposed
from lab import ROOT, UPLOAD, Lab

from dashboard.look.messages import plain
from dashboard.source import assistant, proposal
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
from gmm_core.table import columns
from gmm_core.table.table_findings import findings
from gmm_core.wording import counted

PASTE = "Paste a table"
BOOKS = ROOT / "tests" / "uploads" / "files"
FIRST, KINDS = "The first rows", "What each column is"
CONTROLS = ["Encoding", "Separator", "Decimal mark", "Header"]


def looked_at(content: bytes | str, name: str = "table.csv", **link: str) -> Lab:
    """A file in the assistant."""
    lab = Lab(data=UPLOAD, **link)
    lab.upload(content, name, use=False)
    return lab


def ways(lab: Lab) -> dict[str, str | None]:
    """What is chosen in each control of how a file is read."""
    boxes = [box for box in lab.app.selectbox if "read_" in (box.key or "")]
    return {box.label: None if box.value == assistant.UNSAID else box.value for box in boxes}


def read_as(lab: Lab, **chosen: object) -> None:
    """Choose how the file is read."""
    for label, value in chosen.items():
        (box,) = (box for box in lab.app.selectbox if box.label == label.replace("_", " "))
        box.select_index(0) if value is None else box.set_value(value)
        lab._run()


def offers(lab: Lab) -> list[str]:
    return [button.label for button in lab.app.button if (button.key or "").startswith("offer-")]


def links_to(lab: Lab) -> dict:
    return json.loads(lab.link.get("read", "{}"))


def test_what_was_understood_is_shown_before_a_model_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A person sees their table while the sweep is under way, which takes the longest."""
    order, button, model = [], assistant.st.button, proposal.model_of

    def shown(label: str, **ask: object) -> bool:
        order.append(label)
        return button(label, **ask)  # pyright: ignore[reportArgumentType]

    def tried(*asked: object) -> proposal.Proposed:
        order.append("a model")
        return model(*asked)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(assistant.st, "button", shown)
    monkeypatch.setattr(proposal, "model_of", tried)
    lab = looked_at("x,y\n" + "\n".join(f"{x},{x * x % 97}" for x in range(60)))
    assert order.index("Use this table") < order.index("a model") == len(order) - 1
    assert assistant.BEING_TRIED not in " ".join(each.value for each in lab.app.markdown)
    assert "BIC is lowest" in " ".join(each.value for each in lab.app.markdown)


def assert_not_used(lab: Lab) -> None:
    """Nothing of the page is there before the table is used."""
    assert (lab.figures, lab.held, lab.metrics) == ({}, b"", {})
    assert "file" not in lab.link


# What is shown


def test_what_was_understood_is_shown_and_nothing_of_the_page() -> None:
    lab = looked_at(uploads.PENGUINS, "penguins.csv")
    reading = read_table(uploads.PENGUINS, "penguins.csv")
    assert [heading.value for heading in lab.app.subheader] == ["How penguins.csv is understood"]
    size = f"{counted(344, 'row')} × {counted(8, 'column')}"
    assert plain(f"{size}: {reading.summary}.") in lab.sentences
    pd.testing.assert_frame_equal(lab.table(FIRST), reading.frame.head(100), check_dtype=False)
    assert "The first 100 of 344 rows." in lab.sentences
    described = columns.describe(reading.frame)
    table = lab.table(KINDS)
    assert list(table["column"]) == [column.name for column in described]
    assert list(table["what it is"]) == [column.kind for column in described]
    assert list(table["missing"]) == [column.missing for column in described]
    assert ways(lab) == dict.fromkeys(CONTROLS)
    assert_not_used(lab)


def test_a_preview_has_a_size_however_long_its_cells_and_however_many_its_columns() -> None:
    long = assistant.preview(pd.DataFrame({"x": ["a" * 30_000] * 100, "y": 1.5}))
    assert (long.shape, len(long["x"][0])) == ((100, 2), 1_001)
    wide = assistant.preview(pd.DataFrame(np.full((200, 2_000), 1 / 3)))
    assert wide.shape[1] == 500
    assert len(wide.to_csv()) < 200_000


def test_what_is_worth_knowing_is_said_with_what_can_be_done() -> None:
    lab = looked_at(uploads.PENGUINS, "penguins.csv")
    frame = read_table(uploads.PENGUINS, "penguins.csv").frame
    found = findings(frame, columns.proposed_features(frame))
    assert found
    said = " ".join(lab.sentences)
    assert all(plain(finding.sentence) in said for finding in found)


def test_the_proposal_says_what_is_fitted_and_compared_and_why() -> None:
    lab = looked_at(uploads.good("a", "b"))
    settings = proposed(uploads.two_groups(2))
    (told,) = (text for text in lab.sentences if text.startswith("Fitted at first"))
    assert plain("Fitted at first: a, b. BIC is lowest for 2 components") in told
    lab.press("use_table")
    assert lab.value("features", "k", "covariance", "target") == [
        *(["a", "b"], settings.n_components, settings.covariance_type, "No target")
    ]


def test_the_table_is_used_once_a_person_says_so() -> None:
    lab = looked_at(uploads.PENGUINS, "penguins.csv")
    lab.press("use_table")
    assert lab.errors == []
    assert lab.picture
    assert "file" in lab.link
    assert "read" not in lab.link  # nothing was chosen
    assert not lab.can_use
    lab.visit("explore")
    assert lab.picture


def test_how_it_was_read_is_the_way_back() -> None:
    lab = looked_at(uploads.PENGUINS, "penguins.csv")
    lab.press("use_table")
    lab.choose(k=4, covariance="diag")
    lab.press("read_again")
    assert lab.can_use
    assert (lab.figures, lab.held) == ({}, b"")
    lab.press("use_table")
    assert lab.value("k", "covariance") == [4, "diag"]
    assert lab.errors == []


# Choices


def test_a_choice_changes_what_is_read_and_is_in_the_link() -> None:
    content = "1,5;2\n3,5;4\n1,25;3\n2,5;2\n9,5;8\n8,75;9\n"
    lab = looked_at(content)
    read_as(lab, Header=False, Separator=";", Decimal_mark=",")
    choices = Choices(header=False, separator=";", decimal=",")
    pd.testing.assert_frame_equal(
        lab.table(FIRST),
        read_table(content.encode(), "table.csv", choices).frame,
        check_dtype=False,
    )
    assert ways(lab) == {"Encoding": None, "Separator": ";", "Decimal mark": ",", "Header": False}
    assert "read" not in lab.link
    lab.press("use_table")
    assert links_to(lab) == choices.as_dict()


def test_a_link_says_how_a_file_is_read_and_is_content_with_it() -> None:
    content = "".join(f"{a},{b}\n" for a, b in uploads.two_groups(2))
    lab = looked_at(content)
    read_as(lab, Header=True)
    lab.press("use_table")
    link = {key: lab.link[key] for key in ("file", "read")}
    shown = lab.held
    lab = Lab(data=UPLOAD, **link)
    lab.upload(content, use=False)
    assert not lab.can_use
    assert lab.errors == []
    assert lab.held == shown
    other = Lab(data=UPLOAD, **link)
    other.upload(uploads.good("c", "d"), use=False)
    assert other.can_use  # of another file the link says nothing
    assert ways(other)["Header"] is None
    other.press("use_table")
    assert "read" not in other.link


@pytest.mark.parametrize(
    "hostile",
    [
        "nonsense",
        "",
        "[]",
        "null",
        '{"a": 1}',
        '{"header": 7}',
        '{"separator": "x"}',
        '{"kinds": [["a", "date"]]}',
        '{"kinds": "ab"}',
        '{"sheet": 5}',
        '{"encoding": ["UTF-8"]}',
        "[" * 9000,
    ],
)
def test_nonsense_in_the_link_is_passed_over(hostile: str) -> None:
    content = uploads.good("a", "b")
    lab = looked_at(content)
    lab.press("use_table")
    shown, file = lab.held, lab.link["file"]
    lab = Lab(data=UPLOAD, file=file, read=hostile)
    lab.upload(content, use=False)
    assert lab.errors == []
    assert lab.held == shown
    assert "read" not in lab.link


def test_a_link_that_reads_this_file_wrongly_opens_the_assistant() -> None:
    content = uploads.good("a", "b")
    lab = looked_at(content)
    lab.press("use_table")
    file = lab.link["file"]
    lab = Lab(data=UPLOAD, file=file, read='{"separator":";"}')
    lab.upload(content, use=False)
    assert len(lab.errors) == 1
    lab.press("read_as_found")
    assert lab.errors == []
    assert lab.picture


def test_a_wrong_separator_gives_one_sentence_and_the_controls_stay() -> None:
    lab = looked_at(uploads.PENGUINS, "penguins.csv")
    read_as(lab, Separator=";")
    (error,) = lab.errors
    assert "no column of numbers" in error
    assert not lab.can_use
    assert list(ways(lab)) == CONTROLS
    read_as(lab, Decimal_mark=",")
    read_as(lab, Separator=",")  # which the decimal mark is already
    assert [error for error in lab.errors if "Choose another one for either" in error]
    assert ways(lab)["Separator"] == ";"
    lab.press("read_as_found")
    assert lab.errors == []
    assert lab.can_use
    assert ways(lab) == dict.fromkeys(CONTROLS)


def test_a_wrong_encoding_gives_one_sentence_and_the_controls_stay() -> None:
    lab = looked_at("이름,x,y\n가,1,2\n나,3,5\n다,2,9\n".encode("cp949"), "한글.csv")
    assert lab.errors == []
    read_as(lab, Encoding="UTF-8")
    assert len(lab.errors) == 1
    assert list(ways(lab)) == CONTROLS
    read_as(lab, Encoding=None)
    assert lab.errors == []
    assert list(lab.table(FIRST)) == ["이름", "x", "y"]


@pytest.mark.usefixtures("untried")
def test_a_sheet_of_a_workbook_is_chosen() -> None:
    content = (BOOKS / "workbook_of_several_sheets.xlsx").read_bytes()
    lab = looked_at(content, "book.xlsx")
    assert list(ways(lab)) == ["Header", "Sheet"]
    sheets = read_table(content, "book.xlsx").sheets
    (box,) = (box for box in lab.app.selectbox if box.label == "Sheet")
    assert box.options == ["as found", *map(plain, sheets)]
    assert len(sheets) == 3
    for sheet in sheets[:2]:
        read_as(lab, Sheet=sheet)
        assert ways(lab)["Sheet"] == sheet
        if lab.errors == []:
            frame = read_table(content, "book.xlsx", Choices(sheet=sheet)).frame
            pd.testing.assert_frame_equal(lab.table(FIRST), frame, check_dtype=False)
    read_as(lab, Sheet="Birds")
    lab.press("use_table")
    assert links_to(lab) == {"sheet": "Birds"}


def test_a_file_of_another_kind_has_nothing_to_choose() -> None:
    lab = looked_at(b"SQLite format 3\0", "birds.db")
    assert "is an SQLite database" in lab.errors[0]
    assert ways(lab) == {}


def test_parquet_and_gzip_are_read() -> None:
    frame = pd.DataFrame(uploads.two_groups(2), columns=["a", "b"])
    stored = io.BytesIO()
    frame.to_parquet(stored)
    lab = looked_at(stored.getvalue(), "table.parquet")
    assert ways(lab) == {}  # there is nothing to choose
    pd.testing.assert_frame_equal(lab.table(FIRST), frame)
    lab = looked_at(gzip.compress(frame.to_csv(index=False).encode()), "table.csv.gz")
    assert any("unpacked from gzip" in text for text in lab.sentences)
    assert list(ways(lab)) == CONTROLS
    lab.press("use_table")
    assert lab.errors == []


# Columns read as something else


@pytest.mark.usefixtures("untried")
def test_a_column_is_read_as_text_or_numbers_as_it_is_chosen() -> None:
    rows = [[a, b, f"{c:.1f} %"] for a, b, c in uploads.two_groups(3)]
    lab = looked_at(uploads.csv(["a", "b", "share"], rows))
    lab.edit(KINDS, {2: {"read as": "number"}})
    assert np.allclose(lab.table(FIRST)["share"], uploads.two_groups(3)[:, 2], atol=0.06)
    lab.edit(KINDS, {0: {"read as": "text"}})
    assert lab.table(FIRST)["a"].dtype == object or lab.table(FIRST)["a"].dtype == "str"
    lab.press("use_table")
    assert lab.value("features") == ["b", "share"]
    assert dict(links_to(lab)["kinds"]) == {"share": "number", "a": "text"}


# Offers


@pytest.mark.usefixtures("untried")
def test_amounts_are_offered_as_numbers() -> None:
    values = [(12, 7), (13, 9), (15, 5), (11, 6), (60, 5), (62, 8), (64, 4), (66, 9), (61, 3)]
    rows = [[f"{share} %", f"€ {price}.500"] for share, price in values]
    rows.append(["unknown", "€ 4.500"])
    lab = looked_at(uploads.csv(["share", "price"], rows))
    (error,) = lab.errors  # there is no number without a doubt as yet
    assert "read one of its columns as numbers" in error
    assert not lab.can_use
    assert offers(lab) == ["Read as numbers"]
    lab.press_labelled("Read as numbers")
    assert lab.errors == []
    assert list(lab.table(FIRST)["share"])[:2] == [12.0, 13.0]
    assert list(lab.table(FIRST)["price"])[:2] == [7.5, 9.5]
    assert offers(lab) == []
    lab.press("use_table")
    assert lab.value("features") == ["share", "price"]


def test_amounts_without_a_doubt_are_numbers_at_once_and_can_be_kept_as_text() -> None:
    rows = [[f"F{i}", f"{8 + i},{396 + i}.14", f"{23 + i % 7}.4%"] for i in range(20)]
    lab = looked_at(uploads.csv(["shop", "sales", "share"], [[n, f'"{s}"', p] for n, s, p in rows]))
    assert lab.errors == []
    assert list(lab.table(FIRST)["sales"])[:2] == [8396.14, 9397.14]
    (said,) = (text for text in lab.sentences if "read as numbers" in text)
    assert '("8,396.14" is 8396.14)' in said
    lab.press("keep_as_text")
    assert list(lab.table(FIRST)["sales"])[:2] == ["8,396.14", "9,397.14"]
    lab.press("read_as_found")
    assert list(lab.table(FIRST)["sales"])[:2] == [8396.14, 9397.14]


@pytest.mark.usefixtures("untried")
def test_features_on_different_scales_are_offered_to_be_standardised() -> None:
    X = uploads.two_groups(2) * [1, 1000]
    lab = looked_at(uploads.csv("ab", X))
    assert offers(lab) == ["Standardise"]
    lab.press_labelled("Standardise")
    assert offers(lab) == []
    lab.press("use_table")
    assert lab.value("standardise") is True


@pytest.mark.usefixtures("untried")
def test_a_column_that_cannot_help_is_offered_to_be_left_out() -> None:
    X = uploads.two_groups(3)
    gaps = [[a, b, c if i % 3 == 0 else ""] for i, (a, b, c) in enumerate(X)]
    lab = looked_at(uploads.csv(["a", "b", "sparse"], gaps))
    frame = read_table(uploads.csv(["a", "b", "sparse"], gaps).encode(), "t.csv").frame
    proposals = columns.proposed_features(frame)
    offered = [f.offer for f in findings(frame, proposals)]
    assert offers(lab).count("Leave out") == offered.count("leave out")
    while "Leave out" in offers(lab):
        lab.press_labelled("Leave out")
    lab.press("use_table")
    assert lab.value("features") == ["a", "b"]


def test_a_category_is_offered_as_the_target() -> None:
    rows = [[*row, f"{2020 + i % 3}", "xy"[i % 2]] for i, row in enumerate(uploads.two_groups(2))]
    lab = looked_at(uploads.csv(["a", "b", "year", "kind"], rows))
    target = lab_target(lab)
    assert target in ("year", "kind")
    lab.press("use_table")
    assert lab.value("target") == target


def lab_target(lab: Lab) -> str:
    (told,) = (text for text in lab.sentences if text.startswith("Fitted at first"))
    return told.split("Clusters are compared with ")[1].split(".")[0]


# A pasted table


def test_a_pasted_table_is_read_as_a_file_is() -> None:
    X = uploads.two_groups(2)
    lab = Lab(data=PASTE)
    assert lab.hints == ["Paste a table (with its header) in the sidebar to see its clusters."]
    text = "\n".join("\t".join(map(str, row)) for row in [["a", "b"], *X])
    lab.paste(text, use=False)
    assert [heading.value for heading in lab.app.subheader] == ["How pasted table is understood"]
    assert np.allclose(lab.table(FIRST), X)
    lab.press("use_table")
    assert lab.errors == []
    assert lab.value("features") == ["a", "b"]
    assert any("pasted table, 60 rows" in sentence for sentence in lab.sentences)
    lab.paste("")
    assert len(lab.hints) == 1
    assert "file" not in lab.link
    lab.paste(text)
    lab.visit("explore")
    assert lab.picture


def test_a_paste_that_is_no_table_gives_one_sentence() -> None:
    lab = Lab(data=PASTE)
    for text in ("hello", "a,b\n1", "<b>x</b>", "{}"):
        lab.paste(text)
        assert len(lab.errors) == 1
        assert (lab.figures, lab.held) == ({}, b"")


# Text from a file is text


def test_names_and_cells_of_a_file_are_text() -> None:
    name = "<b>x</b> :red[y] $z$"
    rows = [[*row, 7, "<i>c</i>"] for row in uploads.two_groups(2)]
    content = uploads.csv([name, "b", f"{name} 2", "t"], rows)
    lab = looked_at(content, "<s>mine</s> :red[x].csv")
    shown = " ".join([*lab.sentences, *(heading.value for heading in lab.app.subheader)])
    assert not any(tag in shown for tag in ("<b>", "<i>", "<s>", ":red[", "$z$"))
    assert plain(name) in shown
    lab.press("use_table")
    assert lab.errors == []


def test_a_file_is_forgotten_with_its_choices_when_it_is_removed() -> None:
    lab = looked_at(uploads.good("a", "b"))
    read_as(lab, Header=True)
    lab.press("use_table")
    assert "read" in lab.link
    lab.app.file_uploader[0].clear()
    lab._run()
    assert len(lab.hints) == 1
    assert not {"file", "read"} & set(lab.link)
