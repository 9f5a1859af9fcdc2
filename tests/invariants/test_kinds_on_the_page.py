"""Every file with lines that are no observations, on the page: its table, and a button for each."""

import pytest
from kind_files import FILES, Lines
from lab import UPLOAD, Lab, read
from remembered import remembered
from value_files import FILES as VALUES

from dashboard.look.messages import plain
from dashboard.source import stages
from gmm_core.reading import Reading, read_table
from gmm_core.wording import listed


def assert_shown(lab: Lab, name: str, wanted: Lines, reading: Reading) -> None:
    assert lab.errors == [], name
    assert lab.can_use, name
    size = f"{wanted.n_rows} rows × {len(wanted.columns)} column{'s' * (len(wanted.columns) > 1)}"
    said = " ".join(lab.sentences)
    assert plain(size) in said, name
    labels = [button.label for button in lab.app.button]
    for remark in reading.remarks:
        assert plain(remark.sentence) in said, name
        assert not remark.offer or remark.offer in labels, name


@pytest.mark.usefixtures("untried")
def test_each_file_is_shown_with_what_was_done_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read_once = remembered(read_table)
    monkeypatch.setattr(stages, "read_table", read_once)
    lab = Lab("explore", data=UPLOAD)
    for name, wanted in FILES.items():
        reading = read_once(wanted.content, name)
        lab.upload(wanted.content, name, use=False)
        assert_shown(lab, name, wanted, reading)


@pytest.mark.usefixtures("untried")
def test_amounts_accounts_codes_and_answers_are_what_a_person_would_take_them_for() -> None:
    lab = Lab("explore", data=UPLOAD)
    for name, wanted in VALUES.items():
        lab.upload(wanted.text, name, use=False)
        assert (lab.errors, lab.can_use) == ([], True), name
        said = read(" ".join(lab.sentences))
        assert f"Fitted at first: {listed(wanted.features, 10, last=', ')}." in said, name
        labels = [button.label for button in lab.app.button]
        assert all(label in labels for label in wanted.buttons), (name, labels)
