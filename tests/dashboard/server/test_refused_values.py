"""Values that no control can have leave what was chosen, and are told of once."""

from typing import Any

import pytest
from lab import COMPONENTS
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState, WStates
from streamlit.testing.v1 import AppTest

from dashboard.server import refused_values


def page() -> None:
    import streamlit as st

    from dashboard.server import refused_values

    refused_values.say()
    st.number_input("size", 1, 9, 3, key="size")
    st.slider("share", 0.0, 1.0, 0.5, key="share")
    st.multiselect("kinds", ["a", "b"], ["a"], key="kinds")
    st.selectbox("one", ["x", "y"], key="one")
    st.text_input("name", "iris", key="name")
    if st.checkbox("more", key="more"):
        st.number_input("later", 1, 9, 2, key="later")


CHOSEN = {"size": 3, "share": 0.5, "kinds": ["a"], "one": "x", "name": "iris", "more": False}
FORGED = [
    ("size", "string_value", "many"),
    ("size", "double_value", float("nan")),
    ("size", "double_array_value", [4.0, 5.0]),
    ("size", "bool_value", True),
    ("share", "double_value", 0.7),
    ("share", "string_array_value", ["0.7"]),
    ("kinds", "int_array_value", [0, 1]),
    ("kinds", "string_value", "b"),
    ("one", "int_value", 1),
    ("one", "string_array_value", ["y"]),
    ("name", "json_value", "{"),
    ("name", "bytes_value", b"\xff"),
    ("more", "string_value", "yes"),
    ("more", "json_trigger_value", "[[[["),
]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    for owner, name in (
        (WStates, "set_widget_from_proto"),
        (SessionState, "_set_widget_metadata"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # as it was, after the test
    refused_values.begin()
    app = AppTest.from_function(page, default_timeout=60)
    app._bidi_component_manager = COMPONENTS
    app.run()
    return app


def send(app: AppTest, control: str, field: str, value: object) -> None:
    """Send what a browser does, with a value of this control of whatever type."""
    sent = WidgetState(id=control)
    of_type = getattr(sent, field)
    if hasattr(of_type, "data"):
        of_type.data.extend(value)
    else:
        setattr(sent, field, value)
    states = app._tree.get_widget_states()
    states.widgets.extend([sent])
    app._run(states)
    assert not app.exception


def chosen(app: AppTest) -> dict[str, object]:
    return {key: app.session_state[key] for key in CHOSEN}


def said(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


@pytest.mark.parametrize(("key", "field", "value"), FORGED)
def test_what_no_control_can_have_is_not_taken_and_said_once(
    app: AppTest, key: str, field: str, value: object
) -> None:
    send(app, app.get_by_key(key).proto.id, field, value)
    assert (said(app), chosen(app)) == ([refused_values.SENTENCE], CHOSEN)
    app.run()
    assert (said(app), chosen(app)) == ([], CHOSEN)


def test_what_a_control_can_have_is_taken(app: AppTest) -> None:
    app.number_input(key="size").set_value(7)
    app.multiselect(key="kinds").set_value(["a", "b"])
    app.run()
    assert (said(app), chosen(app)) == ([], CHOSEN | {"size": 7, "kinds": ["a", "b"]})


def test_a_whole_number_is_sent_as_one_and_taken(app: AppTest) -> None:
    """By a browser, of a number field; those of tests send all numbers alike."""
    send(app, app.get_by_key("size").proto.id, "int_value", 7)
    assert (said(app), chosen(app)) == ([], CHOSEN | {"size": 7})


def test_a_value_of_a_control_that_comes_later_is_tried_then(app: AppTest) -> None:
    app.checkbox(key="more").check().run()
    later = app.number_input(key="later").proto.id
    fresh = AppTest.from_function(page, default_timeout=60)
    fresh.run()
    fresh.checkbox(key="more").check()
    send(fresh, later, "string_value", "many")
    assert fresh.session_state["later"] == 2
    fresh.run()  # a page that had begun says it when it runs again
    assert (said(fresh), fresh.session_state["later"]) == ([refused_values.SENTENCE], 2)


def test_a_control_that_was_cleared_has_the_type_that_it_had(app: AppTest) -> None:
    """Of one that is not drawn meanwhile, too."""
    values = WStates()
    values.set_widget_metadata(WidgetMetadata("one", str, str, "json_value"))
    values.set_widget_from_proto(WidgetState(id="one"))
    forged = WidgetState(id="one")
    forged.int_array_value.data.extend([1, 2])
    values.set_widget_from_proto(forged)
    assert values["one"] == "None"
    assert said(app) == []


@pytest.mark.parametrize(("nested", "taken"), [(90, True), (900, False)])
def test_what_is_nested_deeply_is_not_taken(app: AppTest, nested: int, taken: bool) -> None:
    values = WStates()
    values.set_widget_metadata(WidgetMetadata("one", str, str, "json_value"))
    text = '{"a":' * nested + "1" + "}" * nested
    values.set_widget_from_proto(WidgetState(id="one", json_value=text))
    assert ("one" in values.states) is taken
    assert said(app) == []


@pytest.mark.parametrize(
    ("field", "text", "taken"),
    [
        ("json_trigger_value", f"[{'1,' * 1_000_000}1]", False),
        ("json_value", f'{{"a": "{"x" * 2_000_000}"}}', False),
        ("string_value", f"[{'1,' * 1_000_000}1]", False),
        ("string_value", "1,5\n" * 1_000_000, True),  # a table that was pasted
    ],
    ids=["events", "state", "list", "paste"],
)
def test_of_long_values_only_plain_text_is_taken(
    app: AppTest, field: Any, text: str, taken: bool
) -> None:
    """Nothing is made of others, not even to see that they are none."""
    made: list[object] = []
    values = WStates()
    values.set_widget_metadata(WidgetMetadata("one", made.append, str, field))
    sent = WidgetState(id="one")
    setattr(sent, field, text)
    values.set_widget_from_proto(sent)
    assert (("one" in values.states), bool(made)) == (taken, taken)


def test_controls_that_nobody_knows_are_nothing(app: AppTest) -> None:
    send(app, "$$ID-0-nobody", "string_value", "x")
    assert (said(app), chosen(app)) == ([], CHOSEN)
