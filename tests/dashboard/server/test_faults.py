"""What nobody expected ends in one sentence, without what the error says."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.server import faults


def page(is_large: bool) -> None:
    from streamlit.runtime.runtime_util import WidgetStateSizeError

    from dashboard.server import faults

    assert faults.say(WidgetStateSizeError(10**9) if is_large else KeyError("income of Ann"))


@pytest.mark.parametrize(
    ("is_large", "sentence"), [(False, faults.SENTENCE), (True, faults.TOO_MUCH)]
)
def test_a_fault_is_one_sentence(is_large: bool, sentence: str) -> None:
    app = AppTest.from_function(page, args=(is_large,), default_timeout=60).run()
    assert [error.value for error in app.error] == [sentence]
    assert not app.exception
