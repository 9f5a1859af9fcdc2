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
    looks = tables.looks(table, since=1)
    formats = {name: look["type_config"]["format"] for name, look in looks.items()}
    assert formats == {"responsibility": "%.4f", "log-density": "%.0f"}


def test_numbers_too_small_for_decimals_are_shown_by_powers_of_ten():
    looks = tables.looks(pd.DataFrame({"density": [1e-9, 2e-8]}), since=0)
    assert looks["density"]["type_config"]["format"] == "%.3e"
