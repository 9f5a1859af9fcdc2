"""Files with lines that are no observations, and what must come of each; see `kind_files`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hostile_makers import Cell, ods, xlsx

FOLDER = Path(__file__).parents[1] / "uploads" / "lines"
PAIRS = [(8.4, 23.4), (27.4, 63.4), (9.5, 17.6), (30.8, 59.7), (12.3, 25.4), (30.2, 58.4),
         (8.9, 20.8), (28.4, 59.9), (11.5, 22.4), (33.3, 58.5), (10.5, 19.4),
         (27.5, 61.0)]  # fmt: skip


ONE_COLUMN = "\n".join(str(a) for a, _ in PAIRS)


@dataclass(frozen=True)
class Lines:
    """A file, with the columns, the number of rows and the kinds of remarks that come of it."""

    content: bytes
    columns: list[str]
    n_rows: int = len(PAIRS)
    kinds: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""


def cut(*, by: str = ",", end: str = "\n", tail: str = "") -> str:
    """Return the observations, two numbers a line."""
    return "".join(f"{a}{by}{b}{tail}{end}" for a, b in PAIRS)


def named(*, by: str = ",", end: str = "\n", quote: str = "") -> str:
    """Return the observations with a name before each."""
    return "".join(f"{quote}s{i}{quote}{by}{a}{by}{b}{end}" for i, (a, b) in enumerate(PAIRS))


def _xy(text: str, *kinds: str, **more) -> Lines:
    return Lines(text.encode(), ["length", "width"], kinds=kinds, **more)


def _three(text: str, *kinds: str, first: str = "shop", **more) -> Lines:
    return Lines(text.encode(), [first, "length", "width"], kinds=kinds, **more)


HEAD = "length,width\n"


def above() -> dict[str, Lines]:
    """Titles, comments and preambles."""
    key_values = "Station: north\nLat, 50.1\nLon, 8.7\nUnits: mm, g\n\n"
    german = "Messstelle;Nord\nZeitraum;2020 bis 2021\n\nlength;width\n" + cut(by=";").replace(
        ".", ","
    )
    tabs = '!Series_title\t"A study"\n!Sample\tGSM1\nlength\twidth\n' + cut(by="\t")
    return {
        "comments.csv": _xy(f"# logger X\n# site: north, lat 50.0\n# mm\n{HEAD}{cut()}", "above"),
        "comments_of_percent.csv": _xy(f"% by hand, 2020\n%\n% mm\n{HEAD}{cut()}", "above"),
        "comments_of_slashes.csv": _xy(f"// by hand, 2020\n{HEAD}{cut()}", "above"),
        "comments_of_semicolons.csv": _xy(f"; by hand, 2020\n;\n{HEAD}{cut()}", "above"),
        "comments_quoted.csv": _xy(f'"# by hand, 2020"\n"# mm"\n{HEAD}{cut()}', "above"),
        "comments_padded.csv": _xy(f"# by hand 2020,\n# mm,\n{HEAD}{cut()}", "above"),
        "comments_of_tabs.tsv": _xy(tabs, "above"),
        "comment_that_names.txt": _xy(f"# by hand\n# length width\n{cut(by=' ')}", "above",
                                      "named by comment"),
        "comment_with_names_and_commas.csv": _xy(f"# length,width\n{cut()}", "named by comment"),
        "comments_between.csv": _xy(
            HEAD + cut().replace("12.3,", "# moved, again\n12.3,"), "comments"
        ),
        "title.csv": _xy(f"Survey export 2021\n\n{HEAD}{cut()}", "above"),
        "title_with_comma.csv": _xy(f"Survey, by hand\n\n{HEAD}{cut()}", "above"),
        "titles_padded.csv": _three(f"Survey 2021,,\nby hand,,\n,,\nshop,{HEAD}{named()}", "above"),
        "titles_with_mark.csv": Lines(
            b"\xef\xbb\xbf" + f"Survey\r\nby hand\r\n\r\n{HEAD}{cut()}".encode(),
            ["length", "width"], kinds=("above",),
        ),
        "title_of_semicolons.csv": _three(
            f"Survey, of 2021;;\n\nshop;length;width\n{named(by=';')}", "above"
        ),
        "title_above_spaces.txt": _xy(f"Survey of 2021\n\nlength width\n{cut(by=' ')}", "above"),
        "preamble_of_keys.csv": _three(f"{key_values}shop,{HEAD}{named()}", "above"),
        "preamble_without_gap.csv": _three(
            f"SOURCE: OFFICE\nNote: values may differ, see the site, or ask\nshop,{HEAD}{named()}",
            "above",
        ),
        "preamble_german.csv": Lines(german.encode("cp1252"), ["length", "width"],
                                     kinds=("above",)),
        "world_bank.csv": _three(
            '"Data Source","World Development Indicators",\n\n"Last Updated Date","2021-07-30",\n\n'
            f'"shop","length","width",\n{named().replace(chr(10), "," + chr(10))}',
            "above",
        ),
        "title_of_one_column.csv": Lines(
            f"Velocities of galaxies\n\nvelocity\n{ONE_COLUMN}\n".encode(),
            ["velocity"], kinds=("above",),
        ),
    }  # fmt: skip


def below() -> dict[str, Lines]:
    """Notes, sources and footnotes."""
    table = f"shop,{HEAD}{named()}"
    return {
        "note.csv": _three(f"{table}\nSource: head office\n", "below"),
        "note_without_gap.csv": _three(f"{table}Source: head office", "below"),
        "note_padded.csv": _three(f"{table}Source: head office,,\n", "below"),
        "note_with_commas.csv": _three(f"{table}\nNote: values may differ, see us, or ask\n",
                                       "below"),
        "notes_several.csv": _three(f"{table}\n* estimated\n** by hand, later\n(c) the office\n",
                                    "below"),
        "note_of_sql.csv": _xy(f"{HEAD}{cut()}\n(12 rows affected)\n", "below"),
        "note_of_tabs.tsv": _three(table.replace(",", "\t") + "\nSource: us, the office\n",
                                   "below"),
        "world_bank_end.csv": _three(
            f"{table},,\n,,\nData from database: Indicators,,\nLast Updated: 02/15/2022,,\n",
            "below",
        ),
        "empty_end.csv": _three(f"{table},,\n,,\n", n_rows=len(PAIRS) + 2),  # rows of gaps
        "note_of_one_column.csv": Lines(
            f"velocity\n{ONE_COLUMN}\n\nSource: us\n".encode(),
            ["velocity"], kinds=("below",),
        ),
    }  # fmt: skip


def headers() -> dict[str, Lines]:
    """Units, several rows, a name too few, Orange's three rows, none."""
    units = {"length": "mm", "width": "kg"}
    table = f"shop,{HEAD}{named()}"
    groups = ["day", "Sepal length", "Sepal width", "Petal length", "Petal width"]
    four = "".join(f"{i},{a},{b},{a + 1:.1f},{b + 2:.1f}\n" for i, (a, b) in enumerate(PAIRS))
    return {
        "units.csv": _xy(f"{HEAD}mm,kg\n{cut()}", "units", units=units),
        "units_in_brackets.csv": _three(f"shop,{HEAD},(mm),[kg]\n{named()}", "units", units=units),
        "units_beside_a_date.csv": Lines(
            ("TIMESTAMP,temp\nTS,Deg C\n" + "".join(
                f"2020-01-{i + 1:02d} 00:00,{a}\n" for i, (a, _) in enumerate(PAIRS))).encode(),
            ["TIMESTAMP", "temp"], kinds=("units",), units={"TIMESTAMP": "TS", "temp": "Deg C"},
        ),
        "units_of_semicolons.csv": Lines(
            ("length;width\nmm;m/s\n" + cut(by=";").replace(".", ",")).encode(),
            ["length", "width"], kinds=("units",), units={"length": "mm", "width": "m/s"},
        ),
        "units_in_names.csv": Lines(f"length (mm),width [kg]\n{cut()}".encode(),
                                    ["length (mm)", "width [kg]"]),
        "units_below_a_title.csv": _xy(f"Survey\n\n{HEAD}mm,kg\n{cut()}", "above", "units",
                                       units=units),
        "labels.csv": Lines(
            f"Q1,Q2\nHow long is it?,How wide is it?\n{cut()}".encode(), ["Q1", "Q2"],
            kinds=("labels",),
        ),
        "two_rows_merged.csv": Lines(
            f",Sepal,,Petal,\nday,length,width,length,width\n{four}".encode(), groups,
            kinds=("joined",),
        ),
        "two_rows_repeated.csv": Lines(
            f"day,Sepal,Sepal,Petal,Petal\n,length,width,length,width\n{four}".encode(), groups,
            kinds=("joined",),
        ),
        "two_rows_of_pandas.csv": Lines(
            f",Sepal,Sepal,Petal,Petal\n,length,width,length,width\nday,,,,\n{four}".encode(),
            groups, kinds=("joined",),
        ),
        "three_rows.csv": Lines(
            ("Downloaded: 2021/07/31 11:20:33\n\n,Tokyo,Tokyo,Tokyo\nday,temp,temp,temp\n"
             ",,quality,homogeneity\n" + "".join(
                 f"2011/{i + 1},{a},8,1\n" for i, (a, _) in enumerate(PAIRS))).encode(),
            ["day", "temp", "temp quality", "temp homogeneity"], kinds=("above", "joined"),
        ),
        "orange.csv": _three(f"shop,{HEAD}d,c,c\nclass,,\n{named()}", "types"),
        "orange.tab": _three(
            f"shop\tlength\twidth\nstring\tcontinuous\tcontinuous\nmeta\t\t\n{named(by=chr(9))}",
            "types",
        ),
        "orange_with_levels.tab": _three(
            f"shop\tlength\twidth\na b\tc\tc\nclass\t\t\n{named(by=chr(9))}", "types"
        ),
        "orange_of_semicolons.csv": _three(
            f"shop;length;width\ndiscrete;numeric;continuous\nmeta;;\n{named(by=';')}", "types"
        ),
        "one_short.csv": Lines(f"{HEAD}{named()}".encode(), ["column 1", "length", "width"],
                               kinds=("row names",)),
        "one_short_of_r.txt": Lines(
            f'"length" "width"\n{named(by=" ", quote=chr(34))}'.encode(),
            ["column 1", "length", "width"], kinds=("row names",),
        ),
        "one_short_of_tabs.tsv": Lines(
            f"length\twidth\n{named(by=chr(9))}".encode(), ["column 1", "length", "width"],
            kinds=("row names",),
        ),
        "one_short_numbered.txt": Lines(
            ("length width\n" + "".join(f'"{i}" {a} {b}\n' for i, (a, b) in enumerate(PAIRS, 1))
             ).encode(),
            ["column 1", "length", "width"], kinds=("row names",),
        ),
        "no_header_at_all.csv": Lines(cut().encode(), ["column 1", "column 2"]),
        "no_header_below_a_title.csv": Lines(f"Survey\n\n{cut()}".encode(),
                                             ["column 1", "column 2"], kinds=("above",)),
        "years_beside_a_name.csv": Lines(
            f"Title\n\nshop,2019,2020\n{named()}".encode(), ["shop", "2019", "2020"],
            kinds=("above",),
        ),
        "plain.csv": _three(table),
    }  # fmt: skip


def odd() -> dict[str, Lines]:
    """Lines with a field too few or too many, empty ends, quotes around whole rows."""
    table = HEAD + cut() * 20
    many = len(PAIRS) * 20
    quoted = "".join(f'"{line}"\n' for line in f"shop,{HEAD}{named()}".splitlines())
    semicolons = "".join(f'"{a};""x {a}"";{b}"\n' for a, b in PAIRS)
    return {
        "one_short_line.csv": _xy(table + "7\n" + cut(), "odd", n_rows=many + 12),
        "one_long_line.csv": _xy(table + "7,8,9\n" + cut(), "odd", n_rows=many + 12),
        "cut_off.csv": _xy(f"{table}8.", "odd", n_rows=many),
        "two_unlike_lines.csv": _xy(table + "7\n" + cut() + "7,8,9,10\n" + cut(), "odd",
                                    n_rows=many + 24),
        "short_among_quotes.csv": _three(
            f'shop,{HEAD}"a,b",1,2\n"two\nlines",3\n{named() * 3}', "odd", n_rows=37
        ),
        "short_among_spaces.txt": _xy(
            "length width\n" + cut(by="  ") * 2 + " 7\n" + cut(by=" "), "odd", n_rows=36
        ),
        "ends_in_separators.csv": _three(f"shop,{HEAD}" + named().replace("\n", ",\n")),
        "all_end_in_separators.csv": _xy("length,width,,\n" + cut(tail=",,")),
        "some_end_in_separators.csv": _xy(HEAD + cut() + cut(tail=",") + cut(tail=",,,"),
                                          n_rows=36),
        "header_ends_in_separator.csv": _xy("length,width,\n" + cut()),
        "rows_in_quotes.csv": _three(quoted, "quoted"),
        "rows_in_quotes_but_the_header.csv": _three(
            f"shop,{HEAD}" + "".join(f'"{line}"\n' for line in named().splitlines()), "quoted"
        ),
        "rows_in_doubled_quotes.csv": Lines(
            ('"length;""name"";width"\n' + semicolons).encode(), ["length", "name", "width"],
            kinds=("quoted",),
        ),
        "rows_in_quotes_of_windows.csv": Lines(
            quoted.replace("\n", "\r\n").encode(), ["shop", "length", "width"], kinds=("quoted",)
        ),
        "sentences_in_quotes.csv": Lines(
            b'said,x\n"Well, yes",1\n"No, no, no",2\n', ["said", "x"], n_rows=2
        ),
        "column_of_hashes.csv": Lines(
            b"tag,x\n#a,1\n#b,2\nc,3\n", ["tag", "x"], n_rows=3
        ),
    }  # fmt: skip


def books() -> dict[str, Lines]:
    """The same in sheets."""
    body: list[list[Cell]] = [[f"s{i}", a, b] for i, (a, b) in enumerate(PAIRS)]
    head: list[Cell] = ["shop", "length", "width"]
    three = ["shop", "length", "width"]
    units = {"length": "mm", "width": "kg"}
    rows: dict[str, tuple[list[list[Cell]], tuple[str, ...], Mapping[str, str]]] = {
        "titles": ([["Survey"], ["by hand"], [], head, *body], ("above",), {}),
        "units": ([head, ["", "mm", "kg"], *body], ("units",), units),
        "note": ([head, *body, [], ["Source: head office"]], ("below",), {}),
        "all": ([["Survey"], [], head, ["", "(mm)", "(kg)"], *body, [], ["Note: by hand"]],
                ("above", "units", "below"), units),
        "two_rows": ([["", "size"], ["", "length", "width"], ["shop"], *body], ("above",), {}),
    }  # fmt: skip
    made = {
        f"{name}.xlsx": Lines(xlsx({"Birds": cells}), three, 12, kinds, units)
        for name, (cells, kinds, units) in rows.items()
        if name != "two_rows"
    }
    cells, kinds, units = rows["all"]
    return made | {"all.ods": Lines(ods({"Birds": cells}), three, 12, kinds, units)}


FILES: Mapping[str, Lines] = above() | below() | headers() | odd() | books()
"""The files by name."""
