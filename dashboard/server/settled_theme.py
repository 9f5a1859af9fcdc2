"""How the app looks is put together once, not whenever a page runs.

Streamlit says it anew to each run, and for that goes through all its settings six times: 6 % of
what an action of a class costs.
"""

from typing import Any

from streamlit.config import on_config_parsed
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_session: Any = app_session
_put_together: Any = app_session._populate_theme_msg
_known: dict[str, CustomThemeConfig] = {}


def begin() -> None:
    """Have the sessions of this process say what was put together, until settings are read anew."""
    _session._populate_theme_msg = _say
    on_config_parsed(_known.clear, force_connect=True)


def _say(message: CustomThemeConfig, section: str = "theme") -> None:
    known = _known.get(section)
    if known is None:
        _put_together(known := CustomThemeConfig(), section)
        _known[section] = known
    if known.ByteSize():  # a part that was set to nothing is there all the same
        message.MergeFrom(known)
