"""What ends a run that nobody expected is one sentence on the page; the log says where it was."""

import streamlit as st
from streamlit.runtime.runtime_util import WidgetStateSizeError

SENTENCE = (
    "A fault of the app ended this page before it was whole; the app's log says where. What you "
    "have chosen is kept: choose something else, or load the page again."
)
TOO_MUCH = "Your browser sent more at once than the app takes, and nothing of it was taken."


def say(error: Exception) -> bool:
    """Say that a fault ended the run; True, as that is all that is shown of it."""
    is_large = isinstance(error, WidgetStateSizeError)
    with st.container(key="fault"):
        st.error(TOO_MUCH if is_large else SENTENCE, icon=":material/error:")
    return True
