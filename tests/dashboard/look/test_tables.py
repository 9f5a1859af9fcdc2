import numpy as np
import pandas as pd

from dashboard.look import tables


def test_added_numbers_have_one_number_of_decimals_and_own_ones_stay_as_they_are():
    table = pd.DataFrame(
        {
            "mine": [1.5, 2.25, 3.0],
            "cluster": ["1", "2", None],
            "responsibility": [0.5, 0.98765432, np.nan],
            "log-density": [-3.25, -1234.5, np.nan],
        }
    )
    shown, looks = tables.written(table, since=1)
    assert shown["mine"].tolist() == [1.5, 2.25, 3.0]
    assert shown["responsibility"].tolist() == ["0.5000", "0.9877", ""]
    assert shown["log-density"].tolist() == ["−3", "−1234", ""]
    assert set(looks) == {"responsibility", "log-density"}
