"""What goes by rows that count once each refuses weights in a sentence."""

import pandas as pd
import pytest

from dashboard.fit.without_weights import refuse_weights
from dashboard.look.messages import NotTakenError
from gmm_core import complete_rows
from gmm_core.row_weights import Weighting


def test_weights_are_refused_and_rows_without_are_not() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0], "n": [1, 2]})
    refuse_weights(complete_rows(frame, ["x"]), "It goes by rows")
    weighted = complete_rows(frame, ["x"], weighting=Weighting("n", "frequency"))
    with pytest.raises(NotTakenError, match=r"^It goes by rows; this part does not"):
        refuse_weights(weighted, "It goes by rows")
