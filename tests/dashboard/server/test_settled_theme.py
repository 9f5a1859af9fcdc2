"""Each run is told the looks that the settings say, which are put together once."""

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dashboard.server import settled_theme


@pytest.fixture
def put_together(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which parts were put together, as it is done."""
    done: list[str] = []
    monkeypatch.setattr(app_session, "_populate_theme_msg", app_session._populate_theme_msg)
    monkeypatch.setattr(settled_theme, "_known", {})
    monkeypatch.setattr(
        settled_theme,
        "_put_together",
        lambda message, section="theme": (done.append(section), original(message, section)),
    )
    original = app_session._populate_theme_msg
    settled_theme.begin()
    return done


def _themes() -> CustomThemeConfig:
    said = CustomThemeConfig()
    app_session._populate_theme_msg(said)
    app_session._populate_theme_msg(said.light, "theme.light")
    app_session._populate_theme_msg(said.light.sidebar, "theme.light.sidebar")
    return said


def test_it_is_what_streamlit_says_put_together_once(
    monkeypatch: pytest.MonkeyPatch, put_together: list[str]
) -> None:
    said = [_themes(), _themes()]
    assert put_together == ["theme", "theme.light", "theme.light.sidebar"]
    monkeypatch.setattr(app_session, "_populate_theme_msg", settled_theme._put_together)
    whole = _themes()
    assert whole.light.primary_color  # the app sets colours of its own
    assert [each.SerializeToString(deterministic=True) for each in said] == 2 * [
        whole.SerializeToString(deterministic=True)
    ]


def test_it_is_put_together_anew_when_settings_are_read_anew(put_together: list[str]) -> None:
    _themes()
    config._on_config_parsed.send()
    _themes()
    assert len(put_together) == 6
