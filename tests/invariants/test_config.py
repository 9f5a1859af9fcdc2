"""The settings of the server: private, silent, and without a pause after each step."""

import tomllib
from types import SimpleNamespace

import pytest
from lab import ROOT
from streamlit import config
from streamlit.runtime.scriptrunner import ScriptRunner, script_runner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.testing.v1.util import patch_config_options

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def flat(settings: dict, prefix: str = "") -> dict[str, object]:
    """Return nested settings by their full names."""
    names = {}
    for name, value in settings.items():
        nested = flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {}
        names |= nested or {f"{prefix}{name}": value}
    return names


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("server.address", "localhost"),
        ("client.showErrorDetails", "type"),
        ("client.showErrorLinks", False),
        ("runner.postScriptGC", False),
        ("server.fileWatcherType", "none"),
    ],
)
def test_setting(name: str, value: object) -> None:
    assert flat(SETTINGS)[name] == value


def test_uploads_have_a_limit() -> None:
    assert 0 < flat(SETTINGS)["server.maxUploadSize"] <= 500  # pyright: ignore


def test_streamlit_knows_every_setting() -> None:
    assert set(flat(SETTINGS)) <= set(config.get_config_options())


@pytest.mark.parametrize(
    ("post_script_gc", "collections"), [(True, 1), (SETTINGS["runner"]["postScriptGC"], 0)]
)
def test_no_garbage_is_collected_after_a_run(
    post_script_gc: bool, collections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option is hidden, so it may stop working in any version of Streamlit."""
    collected = []
    monkeypatch.setattr(script_runner, "gc", SimpleNamespace(collect=collected.append))
    # AppTest's own runner leaves out what the real one does when a script has finished.
    monkeypatch.setattr(LocalScriptRunner, "_on_script_finished", ScriptRunner._on_script_finished)
    with patch_config_options({"runner.postScriptGC": post_script_gc}):
        AppTest.from_string("import streamlit as st; st.text('done')").run()
    assert len(collected) == collections
