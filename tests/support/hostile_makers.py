"""Write the hostile files: ``python tests/support/hostile_makers.py`` makes them anew.

They come out byte for byte the same on every machine: archives bear one date, and what is packed
tightly is packed here rather than by a library whose versions differ. Only Parquet files name the
version of the library that wrote them.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
from pyarrow import parquet

FOLDER = Path(__file__).parents[1] / "uploads" / "files"
MEGABYTE = 2**20
KOREAN = "종,날개 길이,성별\n아델리,181.5,암컷\n젠투,217.0,수컷\n턱끈,195.0,암컷\n"
PLAIN = "x,y\n1.5,2\n2.5,3\n"
Cell = str | float | bool | date | None


def texts() -> dict[str, bytes]:
    """Return tables that are written in every way that there is, and can be read."""
    wide = [",".join(f"gene {i}" for i in range(500)), *[",".join(["1.5"] * 500)] * 3]
    widest = [",".join(f"x{i}" for i in range(2_000)), *[",".join(["1", "2"] * 1_000)] * 2]
    files = {
        "aligned_by_spaces.txt": "  x    y\n 1.5   2 \n10.5  30\n",
        "bars.txt": "x|name\n1.5|Doe, Jane\n2.5|Roe; Jo\n",
        "amounts_beside_a_code.csv": (
            'Customer,Price,Units\n1000,$8 ,"46,759.94"\n'
            '1111,$27 ,"126,725.46"\n1000,$10 ,"35,147.11"\n'
        ),
        "apostrophes_in_thousands.csv": "canton;sum\nZH;1'234.50\nBE;987.25\nUR;12'000.-\n",
        "measured_in_units.csv": "animal,mass,heat\na,3.5 kg,38.1 °C\nb,12 kg,37 °C\n",
        "negatives_in_parentheses.csv": 'year,gain\n2001,"$1,200"\n2002,"($1,050)"\n2003,$950\n',
        "quoted_decimal_commas.csv": '"name","mass"\n"a","8,40"\n"b","1.170,35"\n"c","9,50"\n',
        "spaces_in_thousands.csv": "town;people\nA;1\u202f234,5\nB;12\u00a0000,0\nC;987,5\n",
        "blank_lines.csv": "\n\nx,y\n\n1.5,2\n   \n2.5,3\n\n   ",
        "codes_with_leading_zeros.csv": "code,x\n007,1.5\n042,2.5\n",
        "decimal_commas.csv": "länge;breite\n1,5;2\n2,25;3\n",
        "duplicate_headers.csv": "a,a, a ,a_2\n1,2,3,4\n5,6,7,8\n",
        "emoji_headers.csv": "😀,👩‍🔬 age,x\n1,2,3\n4,5,6\n",
        "empty_headers.csv": "a,,\n1,2,3\n4,5,6\n",
        "five_hundred_columns.csv": "\n".join(wide) + "\n",
        "formulas.csv": "name,x\n=cmd|' /C calc'!A0,1\n+1+1,2\n@SUM(A1),3\n-a,4\n",
        "hangul_headers.csv": KOREAN,
        "html_and_script.csv": (
            "<script>alert(1)</script>,<b>x</b>,[link](http://evil.example)\n"
            "<img src=x onerror=alert(2)>,1.5,1\n</td></table>,2.5,2\n"
        ),
        "huge_whole_numbers.csv": "x,y\n99999999999999999999,9007199254740993\n1,2\n",
        "iris.arff": (
            "% from Weka\n@RELATION iris\n@ATTRIBUTE 'sepal length' REAL\n@ATTRIBUTE width REAL\n"
            "@ATTRIBUTE class {setosa, 'other, one'}\n@DATA\n"
            "5.1,3.5,setosa\n4.9,?,setosa\n% odd\n6.3,3.3,'other, one'\n"
        ),
        "line_ends_cr.csv": PLAIN.replace("\n", "\r"),
        "line_ends_mixed.csv": "x,y\r\n1.5,2\r2.5,3\n",
        "mixed_types.csv": "x,y\n1.5,1\ntwo,2\n2.5,True\n",
        "nan_spellings.csv": "x,y\n1.5,a\nNA,NA\nn/a,?\n-,b\n#N/A,c\nnull,d\n,e\n2.5,NaN\n",
        "no_header.csv": "5.1,3.5\n4.9,3.0\n",
        "numbers_beyond_floats.csv": "x,y\n1e400,1\n-1e400,2\n1e-400,3\n1,4\n",
        "one_column.csv": "velocity\n9172\n9350\n",
        "one_row.csv": "x,y\n1.5,2\n",
        "percents_and_currencies.csv": (
            'share;price\n12 %;"€ 1.234,50"\n3,5 %;"€ 99,00"\n7 %;"€ 0,50"\n'
        ),
        "quotes.csv": 'a,b\n"say ""hi"", she\nsaid",1\n"x, y",2\n',
        "right_to_left.csv": "\u202egnp\u202c,x\nعربي,1\nעברית,2\n",
        "separator_line_of_excel.csv": "sep=;\nx;y\n1,5;2\n2,5;3\n",
        "tabs.tsv": "x\tname\n1.5\tDoe, Jane\n2.5\tRoe, Jo\n",
        "thousands_separators.csv": 'a,b\n"1,234",1\n"2,500",2\n',
        "trailing_spaces.csv": "x , y,kind\n 1.5 ,2 , a \n2.5\xa0, 3, b\n",
        "true_minus_signs.csv": "x,y\n−1.5,1\n2.5,2\n",
        "two_thousand_columns.csv": "\n".join(widest) + "\n",
    }
    encoded = {
        "korean_cp949.csv": KOREAN.replace("젠투", "똠방각하").encode("cp949"),
        "korean_euc_kr.csv": KOREAN.encode("euc_kr"),
        "utf_16_big_endian.csv": b"\xfe\xff" + KOREAN.encode("utf-16-be"),
        "utf_16_with_mark.csv": b"\xff\xfe" + KOREAN.encode("utf-16-le"),
        "utf_16_without_mark.csv": PLAIN.encode("utf-16-le"),
        "utf_8_with_two_marks.csv": b"\xef\xbb\xbf" * 2 + KOREAN.encode(),
        "shift_jis.csv": "名前,長さ\n桜,1.5\nゾウ,2.5\n".encode("shift-jis"),
        "shift_jis_half_width.csv": "ｶﾃｺﾞﾘ,ﾈﾝﾚｲ\nﾀﾅｶ,31\nｽｽﾞｷ,42\n".encode("shift-jis"),
        "euc_jp.csv": "種類,がくの長さ\nセトーサ,5.1\nバーシカラー,4.9\n".encode("euc-jp"),
        "gb18030.csv": (
            "客户,消费金额,年龄,类型\n客户甲,8.4,23,会员\n客户乙,27.4,63,普通\n客户丙,9.5,18,会员\n"
        ).encode("gb18030"),
        "big5.csv": "縣市,平均溫度\n臺北市,23.5\n彰化縣,22.9\n".encode("big5"),
        "windows_1251.csv": (
            "Регион;Доход;Возраст\nОмск;8,4;23,4\nКазань;27,4;63,4\n".encode("cp1251")
        ),
        "windows_1251_capitals.csv": "ОБЛАСТ\tДОХОД\nПЛОВДИВ\t8\nВАРНА\t27\n".encode("cp1251"),
        "windows_1250.csv": (
            "Województwo;Ludność\nŁódzkie;2,4\nŚląskie;4,4\nMałopolskie;3,4\n".encode("cp1250")
        ),
        "windows_1250_czech.csv": (
            "Kraj;Příjem\nJihočeský;24,5\nPlzeňský;26,1\nKrálovéhradecký;25,0\n".encode("cp1250")
        ),
        "windows_1252.csv": "prénom;taille\nÉloïse;1,71\nFrançois;1,80\n".encode("cp1252"),
    }
    return {name: text.encode() for name, text in files.items()} | encoded


def broken_texts() -> dict[str, bytes]:
    """Return files of text, or that claim to be, which are no table."""
    html = "<!doctype html>\n<html><body><table><tr><td>1,2</td></tr></table></body></html>\n"
    return {
        "cut_in_the_middle.csv": b"x,y,kind\n1.5,2,a\n2.5,3,b\n3.5",
        "cut_inside_a_character.csv": "종,x\n젠투,1\n턱끈,나".encode()[:-1],
        "empty.csv": b"",
        "image_renamed.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        "sparse.arff": b"@relation s\n@attribute a real\n@attribute b real\n@data\n{0 1, 1 2}\n",
        "sqlite_renamed.csv": b"SQLite format 3\0" + bytes(84),
        "stata_renamed.csv": b"<stata_dta><header><release>118</release>" + bytes(40),
        "json_renamed.csv": b'[{"x": 1, "y": 2}, {"x": 3, "y": 4}]\n',
        "nul_bytes.csv": b"x,y\n1,\x00\n2,3\n",
        "only_a_header.csv": b"x,y,kind\n",
        "only_line_ends.csv": b"\r\n\r\n\n\r",
        "ragged_long.csv": b"x,y\n1,2\n3,4,5\n",
        "ragged_short.csv": b"x,y,z\n1,2,3\n4,5\n6,7,8\n",
        "separators_at_line_ends.csv": b"x,y\n1,2,\n3,4,\n",
        "title_above.csv": b"Birds of 2024\nx,y\n1,2\n3,4\n",
        "unclosed_quote.csv": b'x,y\n1,"2\n3,4\n5,6\n',
        "web_page_renamed.xls": html.encode(),
    }


def packed() -> dict[str, bytes]:
    """Return gzip and ZIP files, whole and broken, small and endless."""
    plain = gzipped_as_it_is(PLAIN.encode())
    return {
        "ten_megabytes_in_one_line.csv.gz": gzipped_run(b"x", 10 * MEGABYTE),
        "gzip.csv.gz": plain,
        "gzip_bomb.csv.gz": gzipped_run(b"1", 201 * MEGABYTE),
        "gzip_cut.csv.gz": plain[:-9],
        "gzip_of_several_members.csv.gz": plain + gzipped_as_it_is(b"3.5,4\n"),
        "gzip_of_members_amid_zeros.csv.gz": (
            plain + bytes(700) + gzipped_as_it_is(b"3.5,4\n") + bytes(700)
        ),
        "gzip_twice.csv.gz": gzipped_as_it_is(plain),
        "gzip_with_a_wrong_sum.csv.gz": plain[:-8] + bytes(8),
        "three_million_spaces.txt.gz": (
            gzipped_as_it_is(b"a b\n" + b"1 2\n" * 9 + b"1")
            + gzipped_run(b" ", 3_000_000)
            + gzipped_as_it_is(b"2\n")
        ),
        "twenty_thousand_columns.csv.gz": gzipped_run(b",", 19_999),
        "zip_of_a_csv.zip": zipped({"birds.csv": PLAIN.encode()}),
        "zip_bomb.xlsx": zip_bomb(),
    }


def workbooks() -> dict[str, bytes]:
    """Return workbooks with what people and attackers put into them."""
    title: list[list[Cell]] = [["Birds of 2024"], [], ["", "wing"], ["kind", "x", "y"]]
    several = xlsx(
        {
            "Empty": [],
            "Birds": [*title, ["a", 1.5, 2.0], [], ["b", 2.5, 3.0], [None, None, 4.0]],
            "시트 3": [["z"], [1.0], [2.0]],
        }
    )
    dates: list[list[Cell]] = [["day", "x"], [date(2024, 1, 31), 1.5], [date(2024, 2, 29), 2.5]]
    mixed: list[list[Cell]] = [
        ["x", "code", "flag", "price", "gap"],
        [1.0, 7.0, True, "1,5", 1.0],
        [2.0, "B12", False, "2,25", None],
        [3.0, 9.0, True, "NA", 3.0],
    ]
    book = xlsx({"Birds": [["x", "y"], [1.5, 2.0], [2.5, 3.0]]})
    return {
        "csv_renamed.xlsx": PLAIN.encode(),
        "far_cell.xlsx": xlsx({"Birds": [["x", "y"], [1.5, 2.0]]}, more=far_cell()),
        "formula_cells.xlsx": xlsx({"Birds": [["x", "y"], [1.5, "=2*A2"], [2.5, "=1/0"]]}),
        "open_document.ods": ods({"Birds": [["x", "kind"], [1.5, "a"], [2.5, "b"]]}),
        "open_document_repeated.ods": ods({"Birds": [["x"], [1.5]]}, repeated=2_000_000_000),
        "password.xlsx": old_mark() + "EncryptedPackage".encode("utf-16-le") + bytes(200),
        "workbook_cut.xlsx": book[: len(book) // 2],
        "workbook_damaged.xlsx": book.replace(b"<sheetData>", b"<sheetData<"),
        "workbook_garbage.xls": old_mark() + bytes(range(256)) * 4,
        "workbook_gzipped.xlsx.gz": gzipped_as_it_is(book),
        "workbook_of_dates.xlsx": xlsx({"Days": dates}),
        "workbook_of_mixed_cells.xlsx": xlsx({"Birds": mixed}),
        "workbook_of_numbers_beyond_floats.xlsx": xlsx(
            {"Birds": [["x", "y"], [1.0, 2.0]]}, more=beyond_floats()
        ),
        "workbook_of_nothing.xlsx": xlsx({"Sheet1": []}),
        "workbook_of_several_sheets.xlsx": several,
        "cell_of_forty_thousand.xlsx": xlsx({"Birds": [["x", "y"], ["a" * 40_000, 1.0]]}),
        "notes_before_the_table.xlsx": xlsx(
            {
                "Notes": [["About these birds"], ["measured in"], [2024.0]],
                "Birds": [["x", "y"], [1.5, 2.0], [2.5, 3.0]],
            }
        ),
        "workbook_only_a_header.xlsx": xlsx({"Birds": [["x", "y"]]}),
        "zip_of_a_document.docx": zipped({"word/document.xml": b"<w:document/>"}),
    }


@cache
def columnar() -> dict[str, bytes]:
    """Return Parquet files; their bytes differ with the version of the library."""
    typed = pa.table(
        {
            "x": pa.array([1, None, 3], pa.int32()),
            "price": pa.array([Decimal("1.50"), Decimal("2.25"), None], pa.decimal128(8, 2)),
            "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
            "day": pa.array([date(2024, 1, 31), None, date(2024, 2, 29)]),
            "tags": [["a"], [], ["b", "c"]],
            "place": [{"lat": 1.5}, None, {"lat": 2.5}],
            "flag": [True, False, True],
        }
    )
    whole = in_parquet(typed)
    moments = pa.array([0, 10**15], pa.timestamp("us", "Mars/Olympus"))
    # Text of two cells, "a" and a byte that begins no character.
    offsets, letters = pa.py_buffer(struct.pack("<3i", 0, 1, 2)), pa.py_buffer(b"a\xff")
    no_text = pa.Array.from_buffers(pa.string(), 2, [None, offsets, letters])
    return {
        "parquet_cut.parquet": whole[: len(whole) // 2],
        "parquet_damaged.parquet": b"PAR1" + bytes(200) + struct.pack("<I", 100) + b"PAR1",
        "parquet_nested_and_typed.parquet": whole,
        "parquet_of_an_unknown_time_zone.parquet": in_parquet(
            pa.table({"x": [1.5, 2.5], "at": moments})
        ),
        "parquet_of_no_rows.parquet": in_parquet(typed.slice(0, 0)),
        "parquet_of_text_that_is_none.parquet": in_parquet(
            pa.table({"x": [1.5, 2.5], "name": no_text})
        ),
        "parquet_of_too_many_cells.parquet": in_parquet(pa.table({"x": pa.nulls(60_000_000)})),
    }


def gzipped_as_it_is(content: bytes) -> bytes:
    """Return a gzip file of content that is stored, not compressed."""
    length = len(content)
    stored = b"\x01" + struct.pack("<HH", length, length ^ 0xFFFF) + content
    return _with_gzip_header(stored, zlib.crc32(content), length)


def gzipped_run(byte: bytes, length: int) -> bytes:
    """Return a gzip file of one byte over and over, about a thousandth of its length."""
    repeats, rest = divmod(length - 1, 258)
    block = byte * MEGABYTE
    checksum = 0
    for start in range(0, length, MEGABYTE):
        checksum = zlib.crc32(block[: length - start], checksum)
    return _with_gzip_header(deflated_run(byte[0], repeats, rest), checksum, length)


def _with_gzip_header(deflated: bytes, checksum: int, length: int) -> bytes:
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return header + deflated + struct.pack("<II", checksum, length % 2**32)


def deflated_run(byte: int, repeats: int, rest: int) -> bytes:
    """Return deflate's densest block: a byte, then "the last 258 again" in two bits each.

    RFC 1951: codes of one bit for length 258 (symbol 285) and for distance 1, of two bits for the
    byte and for the end of the block; what is left of the run is literals.
    """
    lengths = [0, 0, 1] + [0] * 12 + [2, 0, 2]  # of code-length symbols 18, 2 and 1, in its order
    bits = "1" + "01" + _least_first(29, 5) + _least_first(0, 5) + _least_first(len(lengths) - 4, 4)
    bits += "".join(_least_first(length, 3) for length in lengths)
    one, two = "10", "11"
    bits += _zeros(byte) + two + _zeros(255 - byte) + two + _zeros(28) + one + one
    bits += "10" * (1 + rest) + "00" * repeats + "11"
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))


def _zeros(count: int) -> str:
    """Return so many code lengths of zero, of which one symbol stands for 11 to 138."""
    bits = ""
    while count:
        run = min(count, 138) if not 138 < count < 149 else 127
        bits, count = bits + "0" + _least_first(run - 11, 7), count - run
    return bits


def _least_first(number: int, width: int) -> str:
    return f"{number:0{width}b}"[::-1]


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file without compression, of one date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def zip_bomb() -> bytes:
    """Return a small archive whose 300 entries of 10 MB all point to the same few bytes."""
    n_bytes = 10 * MEGABYTE
    repeats, rest = divmod(n_bytes - 1, 258)
    data = deflated_run(ord(" "), repeats, rest)
    entry = zipfile.ZipInfo("xl/workbook.xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, data)
        entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, n_bytes
        for place in range(299):
            again = copy(entry)
            again.filename = f"xl/worksheets/sheet{place}.xml"
            archive.filelist.append(again)
    return buffer.getvalue()


def xlsx(sheets: dict[str, list[list[Cell]]], more: str = "") -> bytes:
    """Return a workbook; a text that begins with "=" is a formula, and dates are dates."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    places = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in zip(places, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in places
    )
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{types}.worksheet+xml"/>'
        for i in places
    )
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>{parts}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook {main} xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">{related}<Relationship Id="rId0" '
            f'Type="{office}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
        ),
    }
    for i, rows in zip(places, sheets.values(), strict=True):
        files[f"xl/worksheets/sheet{i}.xml"] = (
            f"<worksheet {main}><sheetData>{_rows(rows)}{more}</sheetData></worksheet>"
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return zipped({name: (head + text).encode() for name, text in files.items()})


def _rows(rows: Iterable[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{i}">{"".join(_xlsx_cell(f"{chr(64 + j)}{i}", v) for j, v in enumerate(row, 1))}'
        "</row>"
        for i, row in enumerate(rows, start=1)
    )


def _xlsx_cell(place: str, value: Cell) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    if value == "=1/0":
        return f'<c r="{place}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    if value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f><v>3</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def far_cell() -> str:
    """Return a row that makes a sheet as large as a sheet can be."""
    return '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def beyond_floats() -> str:
    """Return a row with a number that is too large for any program."""
    return '<row r="3"><c r="A3"><v>1e400</v></c><c r="B3"><v>3</v></c></row>'


def ods(sheets: dict[str, list[list[Cell]]], repeated: int = 1) -> bytes:
    """Return a workbook as LibreOffice writes it, its last row repeated so many times."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [("office", "office"), ("table", "table"), ("text", "text")]
    )
    tables = ""
    for name, rows in sheets.items():
        last = len(rows) - 1
        lines = "".join(
            f'<table:table-row table:number-rows-repeated="{repeated if i == last else 1}">'
            f"{''.join(map(_ods_cell, row))}</table:table-row>"
            for i, row in enumerate(rows)
        )
        tables += f'<table:table table:name="{escape(name)}">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content{names}>'
                f"{body}</office:document-content>"
            ).encode(),
            "META-INF/manifest.xml": (
                b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
                b'manifest:1.0"/>'
            ),
        }
    )


def _ods_cell(value: Cell) -> str:
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def old_mark() -> bytes:
    """Return what files of Excel before 2007 begin with."""
    return bytes.fromhex("D0CF11E0A1B11AE1")


def in_parquet(table: pa.Table) -> bytes:
    """Return a Parquet file of the table."""
    file = io.BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


@cache
def contents() -> dict[str, bytes]:
    """Return all files by name; they are made once, where a test asks for them."""
    return texts() | broken_texts() | packed() | workbooks() | columnar()


if __name__ == "__main__":
    assert gzip.decompress(gzipped_run(b"1", 1_000)) == b"1" * 1_000
    FOLDER.mkdir(exist_ok=True)
    for name, content in contents().items():
        (FOLDER / name).write_bytes(content)
