"""What changes a fit is taken back one by one, and done again; nothing else is."""

from lab import Lab

from dashboard.state.history import CHANGES

FIT = tuple(choice.key for choice in CHANGES if choice.key != "weight_kind")


def fit_of(lab: Lab) -> list[object]:
    return [lab.app.session_state[key] for key in FIT]


def button(lab: Lab, key: str):
    return lab.app.button(key=key)


def test_they_stand_beside_the_components_so_that_the_sidebar_is_no_longer() -> None:
    keys = [node.key for node in Lab().app.sidebar if getattr(node, "key", None)]
    k = keys.index("k")
    assert keys[k : k + 4] == ["k", "undoing", "undo", "redo"]


def test_ten_changes_are_taken_back_one_by_one_and_done_again() -> None:
    lab = Lab("take_away")
    assert (button(lab, "undo").disabled, button(lab, "redo").disabled) == (True, True)
    seen = [fit_of(lab)]
    for change in (
        *({"k": k} for k in (2, 4, 2)),
        *({"covariance": name} for name in ("tied", "diag")),
        *({"features": names} for names in (["petal length", "petal width"], ["sepal width"])),
        *({"standardise": on} for on in (True, False)),
        {"floor": 0.01},
    ):
        lab.choose(**change)
        seen.append(fit_of(lab))
    for before in seen[-2::-1]:
        lab.press("undo")
        assert fit_of(lab) == before
    assert button(lab, "undo").disabled
    for after in seen[1:]:
        lab.press("redo")
        assert fit_of(lab) == after
    assert button(lab, "redo").disabled


def test_a_change_after_one_was_taken_back_leaves_nothing_to_do_again() -> None:
    lab = Lab("explore")
    lab.choose(k=2)
    lab.press("undo")
    lab.choose(k=5)
    assert (button(lab, "redo").disabled, button(lab, "undo").disabled) == (True, False)
    lab.press("undo")
    assert lab.value("k") == 3


def test_another_page_keeps_what_can_be_taken_back_and_another_table_does_not() -> None:
    lab = Lab("explore")
    lab.choose(k=2)
    lab.visit("take_away")
    assert not button(lab, "undo").disabled
    lab.choose(data="faithful")
    assert button(lab, "undo").disabled
