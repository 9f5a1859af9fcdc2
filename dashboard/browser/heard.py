"""What a browser reports is heard once in a run, however often it stands in one message."""

from collections.abc import Callable

from streamlit.runtime.scriptrunner import get_script_run_ctx


class Heard:
    """A callback of a component that works once in a run.

    Streamlit calls it for every event of a message, always with the value of the last one; so the
    others are for nothing, and to look up that value takes the longer the more there are.
    """

    def __init__(self, take: Callable[[], None]) -> None:
        self.take = take
        self.run: object = None

    def __call__(self) -> None:
        context = get_script_run_ctx()
        run = None if context is None else context.cursors  # which are made anew for every run
        if run is None or run is not self.run:
            self.run = run
            self.take()
