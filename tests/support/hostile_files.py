"""What must come of each hostile file: the right table, or one clear sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "uploads" / "files"
NUMBER, TEXT, DATE, FLAG = "number", "text", "date", "flag"

Value = float | str | bool | None


@dataclass(frozen=True)
class Expected:
    """A table (its size, how it was written, and each column that is listed) or a sentence.

    ``columns`` has the first cells of each column from the top, None where one is missing; a date
    is written as 2024-01-31. ``kinds`` has a letter for each column of the table.
    """

    n_rows: int = 0
    columns: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    summary: str = ""
    n_columns: int = 0
    sentence: str = ""

    @property
    def is_table(self) -> bool:
        """Whether the file can be read."""
        return not self.sentence


def path(name: str) -> Path:
    """Return where a file is."""
    return FOLDER / name


def _table(
    kinds: Sequence[str],
    columns: Mapping[str, Sequence[Value]],
    n_rows: int = 0,
    *,
    written: str = "UTF-8, separated by commas, decimal point",
    n_columns: int = 0,
) -> Expected:
    n_rows = n_rows or len(next(iter(columns.values())))
    return Expected(n_rows, columns, kinds, written, n_columns or len(columns))


def _sentence(text: str) -> Expected:
    return Expected(sentence=text)


_XY = {"x": [1.5, 2.5], "y": [2, 3]}
_KOREAN = {"종": ["아델리", "젠투", "턱끈"], "날개 길이": [181.5, 217.0, 195.0],
           "성별": ["암컷", "수컷", "암컷"]}  # fmt: skip
_RARE = _KOREAN | {"종": ["아델리", "똠방각하", "턱끈"]}
_KOREAN_KINDS = (TEXT, NUMBER, TEXT)
_IN_UTF_16 = "UTF-16, separated by commas, decimal point"
_AS_CSV = "Save the table as CSV (comma-separated values) and upload that."
_ROWS_THAT_MATTER = "Save the rows or the columns that matter in a file of their own."
_NO_TEXT = "is not a text table: it holds binary data. " + _AS_CSV
_DAMAGED_BOOK = "is a workbook that is damaged or cut off. Save or copy it again."
_DAMAGED_PARQUET = "is a Parquet file that is damaged or cut off. Save or copy it again."
_DAMAGED_GZIP = "is a gzip file that is damaged or cut off. Pack or copy the whole file again."
_NO_BOOK = "is a ZIP archive and no workbook. Unpack it and upload the table that is in it."

FILES: Mapping[str, Expected] = {
    "aligned_by_spaces.txt": _table(
        (NUMBER, NUMBER),
        {"x": [1.5, 10.5], "y": [2, 30]},
        written="UTF-8, separated by spaces, decimal point",
    ),
    "amounts_beside_a_code.csv": _table(
        (NUMBER,) * 3,
        {
            "Customer": [1000, 1111, 1000],
            "Price": [8, 27, 10],
            "Units": [46759.94, 126725.46, 35147.11],
        },
    ),
    "apostrophes_in_thousands.csv": _table(
        (TEXT, NUMBER),
        {"canton": ["ZH", "BE", "UR"], "sum": [1234.5, 987.25, 12000]},
        written="UTF-8, separated by semicolons, decimal point",
    ),
    "bars.txt": _table(
        (NUMBER, TEXT),
        {"x": [1.5, 2.5], "name": ["Doe, Jane", "Roe; Jo"]},
        written="UTF-8, separated by vertical bars, decimal point",
    ),
    "blank_lines.csv": _table((NUMBER, NUMBER), _XY),
    "codes_with_leading_zeros.csv": _table((NUMBER, NUMBER), {"code": [7, 42], "x": [1.5, 2.5]}),
    "csv_renamed.xlsx": _table((NUMBER, NUMBER), _XY),
    "cut_in_the_middle.csv": _sentence(
        "Line 4 of cut_in_the_middle.csv has 1 field where the header has 3. "
        "The file may be cut off, or a separator is missing."
    ),
    "cut_inside_a_character.csv": _sentence(
        "cut_inside_a_character.csv ends in the middle of a character, so a part of it is missing. "
        "Save or copy the whole file again."
    ),
    "decimal_commas.csv": _table(
        (NUMBER, NUMBER),
        {"länge": [1.5, 2.25], "breite": [2, 3]},
        written="UTF-8, separated by semicolons, decimal comma",
    ),
    "duplicate_headers.csv": _table(
        (NUMBER,) * 4, {"a": [1, 5], "a_3": [2, 6], "a_4": [3, 7], "a_2": [4, 8]}
    ),
    "emoji_headers.csv": _table((NUMBER,) * 3, {"😀": [1, 4], "👩‍🔬 age": [2, 5], "x": [3, 6]}),
    "empty.csv": _sentence(
        "empty.csv is empty. Choose a file with a header line and one line for each observation."
    ),
    "empty_headers.csv": _table(
        (NUMBER,) * 3, {"a": [1, 4], "column 2": [2, 5], "column 3": [3, 6]}
    ),
    "far_cell.xlsx": _sentence(
        "far_cell.xlsx claims more cells than can be held in memory. "
        "Save the table alone as CSV (comma-separated values) and upload that."
    ),
    "five_hundred_columns.csv": _table(
        (NUMBER,) * 500, {"gene 0": [1.5] * 3, "gene 499": [1.5] * 3}, n_columns=500
    ),
    "formula_cells.xlsx": _table(
        (NUMBER, NUMBER), {"x": [1.5, 2.5], "y": [3.0, None]}, written='Excel, sheet "Birds"'
    ),
    "formulas.csv": _table(
        (TEXT, NUMBER),
        {"name": ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-a"], "x": [1, 2, 3, 4]},
    ),
    "gzip.csv.gz": _table(
        (NUMBER, NUMBER),
        _XY,
        written="UTF-8, separated by commas, decimal point, unpacked from gzip",
    ),
    "gzip_bomb.csv.gz": _sentence(
        "gzip_bomb.csv.gz unpacks to more than 200 MB, and no more can be read. "
        + _ROWS_THAT_MATTER
    ),
    "gzip_cut.csv.gz": _sentence(f"gzip_cut.csv.gz {_DAMAGED_GZIP}"),
    "gzip_of_members_amid_zeros.csv.gz": _table(
        (NUMBER, NUMBER),
        {"x": [1.5, 2.5, 3.5], "y": [2, 3, 4]},
        written="UTF-8, separated by commas, decimal point, unpacked from gzip",
    ),
    "gzip_of_several_members.csv.gz": _table(
        (NUMBER, NUMBER),
        {"x": [1.5, 2.5, 3.5], "y": [2, 3, 4]},
        written="UTF-8, separated by commas, decimal point, unpacked from gzip",
    ),
    "gzip_twice.csv.gz": _sentence(
        "gzip_twice.csv.gz is packed by gzip twice. Unpack it and upload what is in it."
    ),
    "gzip_with_a_wrong_sum.csv.gz": _sentence(f"gzip_with_a_wrong_sum.csv.gz {_DAMAGED_GZIP}"),
    "hangul_headers.csv": _table(_KOREAN_KINDS, _KOREAN),
    "html_and_script.csv": _table(
        (TEXT, NUMBER, NUMBER),
        {
            "<script>alert(1)</script>": ["<img src=x onerror=alert(2)>", "</td></table>"],
            "<b>x</b>": [1.5, 2.5],
            "[link](http://evil.example)": [1, 2],
        },
    ),
    "huge_whole_numbers.csv": _table(
        (NUMBER, NUMBER), {"x": [1e20, 1.0], "y": [9007199254740993, 2]}
    ),
    "image_renamed.csv": _sentence(
        "image_renamed.csv is a picture (PNG), which is not read here. "
        "Type the numbers into a spreadsheet, or ask its author for the table."
    ),
    "iris.arff": _table(
        (NUMBER, NUMBER, TEXT),
        {
            "sepal length": [5.1, 4.9, 6.3],
            "width": [3.5, None, 3.3],
            "class": ["setosa", "setosa", "other, one"],
        },
        written="ARFF",
    ),
    "sparse.arff": _sentence(
        "Line 5 of sparse.arff is a sparse row of ARFF, which is not read. "
        "In Weka, apply the filter SparseToNonSparse and save the file again."
    ),
    "sqlite_renamed.csv": _sentence(
        "sqlite_renamed.csv is an SQLite database, which is not read here. "
        "Export the table from the program that wrote it as CSV (comma-separated values)."
    ),
    "stata_renamed.csv": _sentence(
        "stata_renamed.csv is a Stata file, which is not read here. "
        "Export the table from the program that wrote it as CSV (comma-separated values)."
    ),
    "notes_before_the_table.xlsx": _table(
        (NUMBER, NUMBER),
        _XY,
        written='Excel, sheet "Birds" of 2 sheets, the first with numbers',
    ),
    "cell_of_forty_thousand.xlsx": _sentence(
        "cell_of_forty_thousand.xlsx has a cell of 40,000 characters, and at most 32,767 can be "
        "read. Shorten it, or leave its column out of the file."
    ),
    "json_renamed.csv": _sentence(f"json_renamed.csv is JSON, not a table. {_AS_CSV}"),
    "korean_cp949.csv": _table(
        _KOREAN_KINDS, _RARE, written="CP949 (Korean), separated by commas, decimal point"
    ),
    "korean_euc_kr.csv": _table(
        _KOREAN_KINDS, _KOREAN, written="EUC-KR, separated by commas, decimal point"
    ),
    "line_ends_cr.csv": _table((NUMBER, NUMBER), _XY),
    "line_ends_mixed.csv": _table((NUMBER, NUMBER), _XY),
    "measured_in_units.csv": _table(
        (TEXT, NUMBER, NUMBER), {"animal": ["a", "b"], "mass": [3.5, 12], "heat": [38.1, 37]}
    ),
    "negatives_in_parentheses.csv": _table(
        (NUMBER, NUMBER), {"year": [2001, 2002, 2003], "gain": [1200, -1050, 950]}
    ),
    "mixed_types.csv": _table((TEXT, TEXT), {"x": ["1.5", "two", "2.5"], "y": ["1", "2", "True"]}),
    "nan_spellings.csv": _table(
        (NUMBER, TEXT),
        {
            "x": [1.5, None, None, None, None, None, None, 2.5],
            "y": ["a", None, None, "b", "c", "d", "e", None],
        },
    ),
    "no_header.csv": _table(
        (NUMBER, NUMBER),
        {"column 1": [5.1, 4.9], "column 2": [3.5, 3.0]},
        written="UTF-8, separated by commas, decimal point, no header line",
    ),
    "nul_bytes.csv": _sentence(f"nul_bytes.csv {_NO_TEXT}"),
    "numbers_beyond_floats.csv": _table(
        (NUMBER, NUMBER),
        {"x": [float("inf"), float("-inf"), 0.0, 1.0], "y": [1, 2, 3, 4]},
    ),
    "one_column.csv": _table(
        (NUMBER,), {"velocity": [9172, 9350]}, written="UTF-8, one column, decimal point"
    ),
    "one_row.csv": _table((NUMBER, NUMBER), {"x": [1.5], "y": [2]}),
    "only_a_header.csv": _sentence(
        "only_a_header.csv has a header line and no rows. Add one line for each observation."
    ),
    "only_line_ends.csv": _sentence(
        "only_line_ends.csv is empty. "
        "Choose a file with a header line and one line for each observation."
    ),
    "open_document.ods": _table(
        (NUMBER, TEXT),
        {"x": [1.5, 2.5], "kind": ["a", "b"]},
        written='OpenDocument, sheet "Birds"',
    ),
    "open_document_repeated.ods": _table(
        (NUMBER,), {"x": [1.5, 1.5]}, 1_048_575, written='OpenDocument, sheet "Birds"'
    ),
    "parquet_cut.parquet": _sentence(f"parquet_cut.parquet {_DAMAGED_PARQUET}"),
    "parquet_damaged.parquet": _sentence(f"parquet_damaged.parquet {_DAMAGED_PARQUET}"),
    "parquet_nested_and_typed.parquet": _table(
        (NUMBER, NUMBER, TEXT, DATE, TEXT, TEXT, FLAG),
        {
            "x": [1.0, None, 3.0],
            "price": [1.5, 2.25, None],
            "kind": ["a", "b", "a"],
            "day": ["2024-01-31", None, "2024-02-29"],
            "tags": ['["a"]', "[]", '["b", "c"]'],
            "place": ['{"lat": 1.5}', None, '{"lat": 2.5}'],
            "flag": [True, False, True],
        },
        written="Parquet",
    ),
    "parquet_of_an_unknown_time_zone.parquet": _table(
        (NUMBER, DATE), {"x": [1.5, 2.5], "at": ["1970-01-01", "2001-09-09"]}, written="Parquet"
    ),
    "parquet_of_no_rows.parquet": _sentence(
        "parquet_of_no_rows.parquet has no rows. Add one row for each observation."
    ),
    "parquet_of_text_that_is_none.parquet": _sentence(
        f"parquet_of_text_that_is_none.parquet {_DAMAGED_PARQUET}"
    ),
    "parquet_of_too_many_cells.parquet": _sentence(
        "parquet_of_too_many_cells.parquet has 60,000,000 rows of 1 column, and at most "
        "50,000,000 cells can be read. Save the rows or the columns that matter in a file of their "
        "own, or fit it where it lies: python -m gmm_core fit parquet_of_too_many_cells.parquet -k "
        "3 --covariance full --out model.json."
    ),
    "password.xlsx": _sentence("password.xlsx is protected by a password. Save it without one."),
    "percents_and_currencies.csv": _table(
        (NUMBER, NUMBER),
        {"share": [12, 3.5, 7], "price": [1234.5, 99, 0.5]},
        written="UTF-8, separated by semicolons, decimal point",
    ),
    "quotes.csv": _table((TEXT, NUMBER), {"a": ['say "hi", she\nsaid', "x, y"], "b": [1, 2]}),
    "quoted_decimal_commas.csv": _table(
        (TEXT, NUMBER), {"name": ["a", "b", "c"], "mass": [8.4, 1170.35, 9.5]}
    ),
    "spaces_in_thousands.csv": _table(
        (TEXT, NUMBER),
        {"town": ["A", "B", "C"], "people": [1234.5, 12000, 987.5]},
        written="UTF-8, separated by semicolons, decimal comma",
    ),
    "ragged_long.csv": _sentence(
        "Line 3 of ragged_long.csv has 3 fields where the header has 2. "
        "Give every column a name in the header, or take out the surplus fields."
    ),
    "ragged_short.csv": _sentence(
        "Line 3 of ragged_short.csv has 2 fields where the header has 3. "
        "The file may be cut off, or a separator is missing."
    ),
    "right_to_left.csv": _table(
        (TEXT, NUMBER), {"\u202egnp\u202c": ["عربي", "עברית"], "x": [1, 2]}
    ),
    "separator_line_of_excel.csv": _table(
        (NUMBER, NUMBER), _XY, written="UTF-8, separated by semicolons, decimal comma"
    ),
    "separators_at_line_ends.csv": _table((NUMBER, NUMBER), {"x": [1, 3], "y": [2, 4]}),
    "shift_jis.csv": _table(
        (TEXT, NUMBER),
        {"名前": ["桜", "ゾウ"], "長さ": [1.5, 2.5]},
        written="Shift-JIS (Japanese), separated by commas, decimal point",
    ),
    "shift_jis_half_width.csv": _table(
        (TEXT, NUMBER),
        {"ｶﾃｺﾞﾘ": ["ﾀﾅｶ", "ｽｽﾞｷ"], "ﾈﾝﾚｲ": [31, 42]},
        written="Shift-JIS (Japanese), separated by commas, decimal point",
    ),
    "euc_jp.csv": _table(
        (TEXT, NUMBER),
        {"種類": ["セトーサ", "バーシカラー"], "がくの長さ": [5.1, 4.9]},
        written="EUC-JP (Japanese), separated by commas, decimal point",
    ),
    "gb18030.csv": _table(
        (TEXT, NUMBER, NUMBER, TEXT),
        {
            "客户": ["客户甲", "客户乙", "客户丙"],
            "消费金额": [8.4, 27.4, 9.5],
            "年龄": [23, 63, 18],
            "类型": ["会员", "普通", "会员"],
        },
        written="GB18030 (Chinese), separated by commas, decimal point",
    ),
    "big5.csv": _table(
        (TEXT, NUMBER),
        {"縣市": ["臺北市", "彰化縣"], "平均溫度": [23.5, 22.9]},
        written="Big5 (Chinese), separated by commas, decimal point",
    ),
    "windows_1251.csv": _table(
        (TEXT, NUMBER, NUMBER),
        {"Регион": ["Омск", "Казань"], "Доход": [8.4, 27.4], "Возраст": [23.4, 63.4]},
        written="Windows-1251 (Cyrillic), separated by semicolons, decimal comma",
    ),
    "windows_1251_capitals.csv": _table(
        (TEXT, NUMBER),
        {"ОБЛАСТ": ["ПЛОВДИВ", "ВАРНА"], "ДОХОД": [8, 27]},
        written="Windows-1251 (Cyrillic), separated by tabs, decimal point",
    ),
    "windows_1250.csv": _table(
        (TEXT, NUMBER),
        {"Województwo": ["Łódzkie", "Śląskie", "Małopolskie"], "Ludność": [2.4, 4.4, 3.4]},
        written="Windows-1250 (Central European), separated by semicolons, decimal comma",
    ),
    "windows_1250_czech.csv": _table(
        (TEXT, NUMBER),
        {"Kraj": ["Jihočeský", "Plzeňský", "Královéhradecký"], "Příjem": [24.5, 26.1, 25.0]},
        written="Windows-1250 (Central European), separated by semicolons, decimal comma",
    ),
    "tabs.tsv": _table(
        (NUMBER, TEXT),
        {"x": [1.5, 2.5], "name": ["Doe, Jane", "Roe, Jo"]},
        written="UTF-8, separated by tabs, decimal point",
    ),
    "ten_megabytes_in_one_line.csv.gz": _sentence(
        "Line 1 of ten_megabytes_in_one_line.csv.gz has more than 4,000,000 characters. "
        "Look for line ends that are missing."
    ),
    "thousands_separators.csv": _table((TEXT, NUMBER), {"a": ["1,234", "2,500"], "b": [1, 2]}),
    "three_million_spaces.txt.gz": _table(
        (NUMBER, NUMBER),
        {"a": [1] * 10, "b": [2] * 10},
        written="UTF-8, separated by spaces, decimal point, unpacked from gzip",
    ),
    "title_above.csv": _table(
        (NUMBER, NUMBER),
        {"x": [1, 3], "y": [2, 4]},
        written="UTF-8, separated by commas, decimal point, 1 line above the header left out",
    ),
    "trailing_spaces.csv": _table(
        (NUMBER, NUMBER, TEXT), {"x": [1.5, 2.5], "y": [2, 3], "kind": ["a", "b"]}
    ),
    "true_minus_signs.csv": _table((NUMBER, NUMBER), {"x": [-1.5, 2.5], "y": [1, 2]}),
    "twenty_thousand_columns.csv.gz": _sentence(
        "Line 1 of twenty_thousand_columns.csv.gz has 20,000 fields, and at most 2,000 can be "
        "read. Save the columns that matter in a table of their own."
    ),
    "two_thousand_columns.csv": _table(
        (NUMBER,) * 2_000, {"x0": [1, 1], "x1999": [2, 2]}, n_columns=2_000
    ),
    "unclosed_quote.csv": _sentence(
        'Line 2 of unclosed_quote.csv opens a quote (") that is never closed. '
        "Close the quote or remove it."
    ),
    "utf_16_big_endian.csv": _table(_KOREAN_KINDS, _KOREAN, written=_IN_UTF_16),
    "utf_16_with_mark.csv": _table(_KOREAN_KINDS, _KOREAN, written=_IN_UTF_16),
    "utf_16_without_mark.csv": _table((NUMBER, NUMBER), _XY, written=_IN_UTF_16),
    "utf_8_with_two_marks.csv": _table(
        _KOREAN_KINDS, _KOREAN, written="UTF-8 with mark, separated by commas, decimal point"
    ),
    "web_page_renamed.xls": _sentence(
        f"web_page_renamed.xls is a web page or XML, not a table. {_AS_CSV}"
    ),
    "windows_1252.csv": _table(
        (TEXT, NUMBER),
        {"prénom": ["Éloïse", "François"], "taille": [1.71, 1.8]},
        written="Windows-1252, separated by semicolons, decimal comma",
    ),
    "workbook_cut.xlsx": _sentence(
        "workbook_cut.xlsx is a workbook or ZIP archive that is damaged or cut off. "
        "Save or copy the whole file again."
    ),
    "workbook_damaged.xlsx": _sentence(f"workbook_damaged.xlsx {_DAMAGED_BOOK}"),
    "workbook_garbage.xls": _sentence(f"workbook_garbage.xls {_DAMAGED_BOOK}"),
    "workbook_gzipped.xlsx.gz": _table(
        (NUMBER, NUMBER), _XY, written='Excel, sheet "Birds", unpacked from gzip'
    ),
    "workbook_of_dates.xlsx": _table(
        (DATE, NUMBER),
        {"day": ["2024-01-31", "2024-02-29"], "x": [1.5, 2.5]},
        written='Excel, sheet "Days"',
    ),
    "workbook_of_mixed_cells.xlsx": _table(
        (NUMBER, TEXT, FLAG, NUMBER, NUMBER),
        {
            "x": [1, 2, 3],
            "code": ["7", "B12", "9"],
            "flag": [True, False, True],
            "price": [1.5, 2.25, None],
            "gap": [1.0, None, 3.0],
        },
        written='Excel, sheet "Birds"',
    ),
    "workbook_of_nothing.xlsx": _sentence(
        "workbook_of_nothing.xlsx has no cell with anything in it. Add a header and rows below it."
    ),
    "workbook_of_numbers_beyond_floats.xlsx": _table(
        (NUMBER, NUMBER),
        {"x": [1.0, float("inf")], "y": [2, 3]},
        written='Excel, sheet "Birds"',
    ),
    "workbook_of_several_sheets.xlsx": _table(
        (TEXT, NUMBER, NUMBER),
        {"kind": ["a", "b", None], "x": [1.5, 2.5, None], "y": [2, 3, 4]},
        written='Excel, sheet "Birds" of 3 sheets, 2 rows above the header left out',
    ),
    "workbook_only_a_header.xlsx": _sentence(
        'The sheet "Birds" of workbook_only_a_header.xlsx has a header and no rows. '
        "Add one row for each observation, or choose another sheet."
    ),
    "zip_bomb.xlsx": _sentence(
        "zip_bomb.xlsx unpacks to more than 2,048 MB, and no more can be read. " + _ROWS_THAT_MATTER
    ),
    "zip_of_a_csv.zip": _sentence(f"zip_of_a_csv.zip {_NO_BOOK}"),
    "zip_of_a_document.docx": _sentence(f"zip_of_a_document.docx {_NO_BOOK}"),
}
"""The files by name."""
