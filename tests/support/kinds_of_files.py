"""Which files are of which kind, for the table in docs/tables.md: cases, and further ones of each.

The further files are those of `kind_files`, `value_files`, `hostile_files` and `further_files`;
each of them is read with gmm_core and shown on the page by a test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

import further_files
import hostile_files
import kind_files
import value_files

ALL = (*kind_files.FILES, *value_files.FILES, *hostile_files.FILES, *further_files.FILES)


@dataclass(frozen=True)
class Kind:
    """The cases of a kind by their numbers, and patterns of the names of further files."""

    cases: Sequence[str]
    patterns: Sequence[str]

    @property
    def files(self) -> list[str]:
        """The further files, each once."""
        return [name for name in ALL if any(fnmatch(name, each) for each in self.patterns)]


KINDS: Mapping[str, Kind] = {
    "titles and preambles above": Kind(
        ("04", "06"), ("title*", "preamble*", "world_bank.csv", "values_above*", "json_above*")
    ),
    "comments": Kind(("03",), ("comment*", "stars_above*", "at_signs*")),
    "notes and sources below": Kind(
        ("07",), ("note*", "world_bank_end*", "address_below*", "count_below*", "trailer*")
    ),
    "such lines padded with separators": Kind((), ("*_padded.csv", "rule_below*")),
    "such lines in workbooks": Kind((), ("title*.xlsx", "note.xlsx", "all.*", "units*.xlsx")),
    "another table below or above": Kind((), ("two_tables*", "three_tables*")),
    "a row of units": Kind(("16",), ("units*",)),
    "rows of labels or limits": Kind((), ("labels*", "state_*", "range_*", "reference_*")),
    "two and three rows of names": Kind(
        ("35",), ("two_rows*", "three_rows*", "years_*names*", "names_of_read_html*")
    ),
    "Orange's three rows": Kind((), ("orange*",)),
    "names one field short": Kind(("08",), ("one_short.csv", "one_short_of*", "one_short_num*")),
    "no names": Kind((), ("no_header*",)),
    "lines with other fields": Kind(
        ("09",), ("one_*_line.csv", "cut_off*", "two_unlike*", "short_among*")
    ),
    "empty fields at line ends": Kind(
        (), ("*ends_in_separator*", "*_end_in_separators*", "separators_at_line_ends*")
    ),
    "rows inside quotes": Kind((), ("rows_in_*quotes*",)),
    "Shift-JIS": Kind(("15",), ("encoding_*_cp932_*", "shift_jis*")),
    "GB18030": Kind(("11",), ("encoding_*_gb18030_*", "gb18030*")),
    "Big5": Kind((), ("encoding_*_cp950_*", "big5*")),
    "Windows-1251": Kind(("13",), ("encoding_*_cp1251_*", "windows_1251*")),
    "Windows-1250": Kind((), ("encoding_*_cp1250_*", "windows_1250*")),
    "numbers with signs, nothing in doubt": Kind(
        ("18", "32"),
        (
            "amounts_of_*",
            "amounts_in_*",
            "amounts_with_thin*",
            "percents*",
            "*decimal_commas*",
            "negatives*",
            "*_in_thousands*",
        ),
    ),
    "numbers with something in doubt": Kind(
        (), ("doubtful_*", "amounts_below*", "amounts_with_l*")
    ),
    "codes, accounts, postcodes": Kind(("19",), ("accounts_*", "amounts_beside*", "codes_with*")),
    "ARFF": Kind(("28",), ("arff_*", "iris.arff")),
    "files that are no tables": Kind(
        (), ("*_renamed.csv", "*_renamed.xls", "password*", "zip_of*", "workbook_garbage*")
    ),
    "the first sheet has no numbers": Kind((), ("sheets_*",)),
    "codes for missing values": Kind(("01", "02"), ("codes_[0-9m]*", "lacking_*")),
    "an impossible value": Kind((), ("impossible_*",)),
    "row names": Kind(("20",), ("row_names_*",)),
    "running numbers": Kind((), ("numbered_*",)),
    "dates and times": Kind(("06", "33"), ("dates_*",)),
    "answers of few levels": Kind(("26",), ("answers_*",)),
    "skewed columns": Kind((), ("skewed_*",)),
    "target": Kind(("30",), ("target_*",)),
    "total rows": Kind(("24",), ("total_*",)),
    "a table on its side": Kind(("29",), ("sideways_*",)),
    "a wide table": Kind((), ("wide_*",)),
    "few rows": Kind(("22",), ("few_*",)),
    "rows on which fits collapse": Kind(("23",), ("equal_*",)),
    "frequencies and weights": Kind((), ("weights_*",)),
}
"""By the kinds that the assistant tells apart."""
