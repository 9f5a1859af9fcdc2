import numpy as np
import pandas as pd

from dashboard.look import tables
from gmm_core.names import LONGEST


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


NAN = float("nan")


def test_estimates_are_written_with_their_intervals() -> None:
    rows = [(1.25, 0.1, 1.0, 1.5), (2.0, NAN, NAN, NAN), (NAN, NAN, NAN, NAN)]
    assert tables.with_intervals(*zip(*rows, strict=True)) == [
        "1.250 ± 0.100 [1.000; 1.500]",
        "2.000",
        "none",
    ]
    tiny = tables.with_intervals([2e-12], [1e-13], [1.8e-12], [2.2e-12])
    assert tiny == ["(2.000 ± 0.100) × 10⁻¹² [1.800 × 10⁻¹²; 2.200 × 10⁻¹²]"]


def test_shares_are_written_in_percent() -> None:
    rows = [(0.5, 0.05, 0.402, 0.598), (1.0, NAN, NAN, NAN), (NAN, NAN, NAN, NAN)]
    assert tables.percentages(*zip(*rows, strict=True)) == [
        "50.0 ± 5.0 [40.2; 59.8]",
        "100.0",
        "none",
    ]


def test_an_index_is_as_wide_as_its_names_up_to_an_end() -> None:
    names = [["1 ●", "2 ■"], ["low income", "high income"], ["所得が低い", "2 ■"], ["long " * 20]]
    short, words, wide, endless = (
        tables.of_names(pd.Index(each))["_index"]["width"] for each in names
    )
    assert 30 < short < wide < words < endless == tables.WIDEST_NAME
    assert tables.of_names(pd.Index(["1 ●"], name="cluster"))["_index"]["width"] > short
    assert tables.of_names(pd.Index(names[-1]), 160)["_index"]["width"] == 160


def test_columns_of_long_names_leave_a_phone_room_and_say_the_whole_name() -> None:
    names = ["width (cm)", "concentration of the substance in the upper layer of the soil"]
    data = tables.of_data(pd.DataFrame([[1.5, 2.25]], columns=names))
    for looks in (tables.to_the_right(names), data):
        assert looks[names[0]].get("width") is None
        assert looks[names[1]]["width"] == tables.MOST_PINNED
        assert looks[names[1]]["help"] == names[1]
    assert tables.of_data(pd.DataFrame({"note": ["x" * 1_000]}))["note"]["width"] == 180


def formats(looks: dict) -> dict[str, str]:
    return {name: look["type_config"]["format"] for name, look in looks.items()}


def test_the_longest_name_of_a_cluster_is_whole_in_every_table() -> None:
    named = pd.Index([f"{'x' * LONGEST} ●"])
    marked = pd.Index([f"{'x' * LONGEST} ●, smallest"])
    assert tables.of_names(named)["_index"]["width"] >= 7 * (LONGEST + 2)
    assert tables.width(marked, tables.WIDEST_MARKED) >= 7 * (LONGEST + 12)


def test_a_column_of_long_texts_to_the_right_is_as_wide_as_they_are() -> None:
    assert tables._right(["test", "F(8, 651) = 0.8440"])["width"] >= 7 * 18
    assert tables._right(["p", "< .001"]) is tables.RIGHT


def test_measured_numbers_have_the_decimals_of_the_longest() -> None:
    table = pd.DataFrame(
        {
            "length": [46.0, 42.5, np.nan],
            "mass": [3350.0, 4150.0, 3500.0],
            "computed": [1 / 3, 2 / 3, 1.0],
            "tiny": [1.5e-9, 2e-9, np.nan],
            "huge": [1e300, 1.5, 2.0],
            "none": [np.nan, np.nan, np.nan],
            "word": ["a", "b", "c"],
        }
    )
    assert formats(tables.as_measured(table)) == {
        **{"length": "%.1f", "mass": "%.0f", "computed": "%.3f"},
        **{"tiny": "%.3e", "huge": "%.3e", "none": "%.0f"},
    }


def test_no_p_value_is_shown_as_nothing() -> None:
    plain, small, nothing = (
        tables.of_p_values(np.array(each))["type_config"]["format"]
        for each in ([0.29, 0.0004], [0.29, 1e-9], [np.nan, 0.5])
    )
    assert (plain, small, nothing) == ("%.4f", "%.1e", "%.4f")
