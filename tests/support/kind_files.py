"""All files with lines that are no observations: those of `line_files`, and further kinds.

``python tests/support/kind_files.py`` writes them anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from hostile_makers import Cell, xlsx
from line_files import FILES as LINES
from line_files import FOLDER, HEAD, PAIRS, Lines, cut, named

ROWS = [(f"s{i}", a, b) for i, (a, b) in enumerate(PAIRS)]


def _comma(number: float) -> str:
    return str(number).replace(".", ",")


def _xy(text: str, *kinds: str, **more) -> Lines:
    return Lines(text.encode(), ["length", "width"], kinds=kinds, **more)


def _three(text: str, *kinds: str, first: str = "shop", **more) -> Lines:
    return Lines(text.encode(), [first, "length", "width"], kinds=kinds, **more)


def decimal_commas() -> dict[str, Lines]:
    """Numbers with a decimal comma between commas, in no quotes."""
    both = "".join(f"{_comma(a)},{_comma(b)}\n" for _, a, b in ROWS)
    beside = "".join(f"{name},{_comma(a)},{_comma(b)}\n" for name, a, b in ROWS)
    dated = "".join(f"{i + 1}.3.2021,{_comma(a)},{_comma(b)}\n" for i, (_, a, b) in enumerate(ROWS))
    counted = "".join(
        f"{i + 3},{int(a)},0{i % 9},{int(b)},{i % 7}5\n" for i, (_, a, b) in enumerate(ROWS)
    )
    below_zero = "".join(f"{_comma(-a)},{_comma(b)}\n" for _, a, b in ROWS)
    one = "".join(f"{name},{int(a)},0{i % 9},{round(b)}\n" for i, (name, a, b) in enumerate(ROWS))
    return {
        "commas_twice.csv": _xy(f"length,width\n{both}", "decimal pairs"),
        "commas_beside_names.csv": _three(f"shop,length,width\n{beside}", "decimal pairs"),
        "commas_beside_dates.csv": _three(
            f"day,length,width\n{dated}", "decimal pairs", first="day"
        ),
        "commas_below_zero.csv": _xy(f"length,width\n{below_zero}", "decimal pairs"),
        "commas_below_a_title.csv": _xy(
            f"Survey\n\nlength,width\n{both}", "above", "decimal pairs"
        ),
        "commas_with_units.csv": _xy(
            f"length,width\nmm,kg\n{both}", "decimal pairs", "units",
            units={"length": "mm", "width": "kg"},
        ),
        "commas_and_a_note.csv": _three(
            f"shop,length,width\n{beside}\nSource: us\n", "decimal pairs", "below"
        ),
        "commas_of_one_column.csv": _three(
            f"shop,length,width\n{one}", "decimal pairs",
        ),
        "commas_beside_counts.csv": _three(
            f"n,length,width\n{counted}", "decimal pairs", first="n"
        ),
    }  # fmt: skip


def stacked() -> dict[str, Lines]:
    """A second table below the first, with a gap between."""
    table = f"shop,{HEAD}{named()}"
    other = "site,depth,ph\n" + "".join(f"p{i},{3 * i + 1},{6 + i / 10}\n" for i in range(4))
    body: list[list[Cell]] = [list(row) for row in ROWS]
    sheet: list[list[Cell]] = [
        ["shop", "length", "width"], *body, [], ["Ponds"], ["site", "depth", "ph"], ["p", 3.0, 6.5],
        ["q", 4.0, 6.7],
    ]  # fmt: skip
    return {
        "two_tables.csv": _three(f"{table}\n{other}", "another"),
        "two_tables_of_other_width.csv": _three(
            f"{table}\nyear,n\n2001,5\n2002,7\n2003,9\n2004,6\n2005,8\n", "another"
        ),
        "two_tables_with_titles.csv": _three(
            f"Table 1: shops\n{table}\n\nTable 2: ponds\n{other}", "above", "another"
        ),
        "two_tables_of_numbers.csv": _xy(
            f"{HEAD}{cut()}\ncount,age\n3,40\n7,55\n9,61\n5,33\n", "another"
        ),
        "two_tables_padded.csv": _three(f"{table},,\n{other}", "another"),
        "two_tables_of_semicolons.csv": _xy(
            (f"{HEAD}{cut()}".replace(",", ";").replace(".", ",") + "\nAnzahl;Alter\n3;40\n7;55\n"),
            "another",
        ),
        "two_tables_of_tabs.tsv": _three(
            f"{table}\n{other}".replace(",", "\t"), "another"
        ),
        "two_tables_in_quotes.csv": _three(
            f'{table}\n"site, no","depth","ph"\n"p, 1",3,6.5\n"q",4,6.6\n', "another"
        ),
        "two_tables_the_second_larger.csv": _three(
            f"name,gain,offset\nfirst,3,2\n\n{table}", "above"
        ),
        "three_tables.csv": _three(f"{table}\n{other}\n{other}", "another"),
        "two_tables_with_summary.csv": _three(
            f"{table}\nSummary\nstatistic,length,width\nmean,19.8,42.4\n", "another"
        ),
        "two_tables.xlsx": Lines(
            xlsx({"Birds": sheet}), ["shop", "length", "width"], kinds=("another",)
        ),
    }  # fmt: skip


def notes() -> dict[str, Lines]:
    """Sentences that commas cut into as many fields as a row has."""
    table = f"shop,{HEAD}{named()}"
    return {
        "note_of_three_fields.csv": _three(
            f"{table}Values were taken by hand, in spring, by Ann\n", "below"
        ),
        "note_of_two_fields.csv": _xy(f"{HEAD}{cut()}All in grams, by hand\n", "below"),
        "notes_of_three_fields.csv": _three(
            f"{table}Values were taken by hand, in spring, by Ann\n"
            "No warranty is given, ask us, or the office\n", "below"
        ),
        "note_of_stars.csv": _three(f"{table}* p<0.05, ** p<0.01, *** p<0.001\n", "below"),
        "note_of_semicolons.csv": _three(
            table.replace(",", ";") + "Alle Werte sind vorläufig; ohne Gewähr; vom Amt\n", "below"
        ),
        "title_of_three_fields.csv": _three(
            f"Values taken by hand, in spring, by Ann\n{table}", "above"
        ),
        "titles_of_three_fields.csv": _three(
            f"Measured in Bonn, Germany, Europe\nby Ann, Bob, Cem\n{table}", "above"
        ),
        "title_of_two_fields.csv": _xy(f"All values by hand, in grams\n{HEAD}{cut()}", "above"),
    }  # fmt: skip


def units_above() -> dict[str, Lines]:
    """A row of units above the names."""
    units = {"length": "mm", "width": "kg"}
    body: list[list[Cell]] = [[*row] for row in ROWS]
    book: list[list[Cell]] = [["", "mm", "kg"], ["shop", "length", "width"], *body]
    return {
        "units_above.csv": _xy(f"mm,kg\n{HEAD}{cut()}", "units", units=units),
        "units_above_beside_a_name.csv": _three(
            f",mm,kg\nshop,{HEAD}{named()}", "units", units=units
        ),
        "units_above_in_brackets.csv": _xy(f"[mm],(kg)\n{HEAD}{cut()}", "units", units=units),
        "units_above_of_tabs.tsv": _xy(
            f"mm\tkg\nlength\twidth\n{cut(by=chr(9))}", "units", units=units
        ),
        "units_above_below_a_title.csv": _xy(
            f"Survey 2020\n\nmm,kg\n{HEAD}{cut()}", "above", "units", units=units
        ),
        "units_above.xlsx": Lines(
            xlsx({"Birds": book}), ["shop", "length", "width"], kinds=("units",), units=units
        ),
    }  # fmt: skip


def rows_of_names() -> dict[str, Lines]:
    """Names below or beside rows that hold values, and first rows that are none."""
    four = "".join(f"{name},{a},{b},{a + 1:.1f},{b + 2:.1f}\n" for name, a, b in ROWS)
    merged = ["shop", "Sales 2019", "Sales 2020", "Cost 2019", "Cost 2020"]
    stamped = "".join(f"2021-01-{i + 1:02d},{a},{b}\n" for i, (_, a, b) in enumerate(ROWS))
    logged = "".join(f'"2021-01-{i + 1:02d}",{a},{b}\n' for i, (_, a, b) in enumerate(ROWS))
    waves = "".join(",".join(f"{a + j}" for j in range(6)) + "\n" for _, a, _ in ROWS)
    return {
        "years_below_merged_names.csv": Lines(
            f"shop,Sales,,Cost,\n,2019,2020,2019,2020\n{four}".encode(), merged,
            kinds=("joined",),
        ),
        "years_below_merged_names_of_tabs.tsv": Lines(
            f"shop,Sales,,Cost,\n,2019,2020,2019,2020\n{four}".replace(",", "\t").encode(),
            merged, kinds=("joined",),
        ),
        "values_above_the_names.csv": _three(
            "place,Basel,Basel\nlat,47.55,47.55\nlon,7.58,7.58\nwhat,Length,Width\n"
            f"unit,mm,kg\nlevel,ground,2 m above\nday,length,width\n{stamped}",
            "above", first="day",
        ),
        "units_and_more_below.csv": Lines(
            ('"TOA5","Station","CR1000","1234"\n"day","length","width"\n"TS","mm","kg"\n"","Avg","Smp"\n'
             + logged).encode(),
            ["day", "length", "width"], kinds=("above", "units"),
            units={"day": "TS", "length": "mm", "width": "kg"},
        ),
        "no_header_beside_names.csv": Lines(
            "".join(f"{name},{a},{b}\n" for name, a, b in ROWS).encode(),
            ["column 1", "column 2", "column 3"],
        ),
        "no_header_beside_dates.csv": Lines(
            stamped.encode(), ["column 1", "column 2", "column 3"]
        ),
        "header_of_wavelengths.csv": Lines(
            f"400,410,420,430,440,450\n{waves}".encode(),
            ["400", "410", "420", "430", "440", "450"],
        ),
    }  # fmt: skip


def cut_by_other_signs() -> dict[str, Lines]:
    """Fields that no usual separator cuts: rare signs, places in the line, other quotes."""
    table = f"shop,{HEAD}{named()}"
    signs = {
        "carets": "^", "tildes": "~", "colons": ":", "two_colons": "::", "broken_bars": "¦",
        "unit_separators": "\x1f", "of_hive": "\x01", "full_width_commas": "，", "hashes": "#",
        "spaces_that_hold": "\u00a0",
    }  # fmt: skip
    printed = "".join(f"{f'lake {i}':10}{a:6.1f}  {b:6.1f}\n" for i, (_, a, b) in enumerate(ROWS))
    lacking = "".join(
        f"{name:10}{f'{a:6.1f}' if i % 6 else ' ' * 6}  {b:6.1f}\n"
        for i, (name, a, b) in enumerate(ROWS)
    )
    escaped = "".join(f'"a \\"big\\" one, {i}",{a},{b}\n' for i, (_, a, b) in enumerate(ROWS))
    single = "".join(f"'the one, {i}','{a}','{b}'\n" for i, (_, a, b) in enumerate(ROWS))
    semicolons = "".join(f"{n},{a} [0.1; 0.9],{b}\n" for n, a, b in ROWS)
    remarks = "".join(f"{name}~{a}~well, yes; {i % 5}\n" for i, (name, a, _) in enumerate(ROWS))
    return {
        **{f"cut_by_{name}.csv": _three(table.replace(",", sign)) for name, sign in signs.items()},
        "cut_by_carets_with_commas.csv": _three(table.replace(",", "^").replace(".", ",")),
        "cut_by_tildes_beside_text.csv": Lines(
            f"shop~length~said\n{remarks}".encode(), ["shop", "length", "said"]
        ),
        "cut_by_places.txt": _three(f"shop      length   width\n{printed}"),
        "cut_by_places_with_gaps.txt": _three(f"shop      length   width\n{lacking}"),
        "single_quotes.csv": _three(f"shop,{HEAD}{single}"),
        "escaped_quotes.csv": _three(f"shop,{HEAD}{escaped}"),
        "semicolons_in_brackets.csv": Lines(
            f"shop,range,width\n{semicolons}".encode(), ["shop", "range", "width"]
        ),
    }  # fmt: skip


def states_and_rules() -> dict[str, Lines]:
    """A row of words below the names, rules between rows, stars above."""
    table = f"shop,{HEAD}{named()}"
    day = "".join(f"2021-03-{i + 1:02d},{a},{b}\n" for i, (_, a, b) in enumerate(ROWS))
    grid = "".join(f"| {n:4} | {a:6} | {b:5} |\n+------+--------+-------+\n" for n, a, b in ROWS)
    stars = "* System: north\n* Software 7.23\n# bad = -9\n*END*\n"
    words: list[list[Cell]] = [["check", "ok", "ok"], *([*row] for row in ROWS)]
    again: list[list[Cell]] = [
        *([*row] for row in ROWS),
        ["shop", "length", "width"],
        ["z", 1.5, 2.5],
    ]
    names: list[Cell] = ["shop", "length", "width"]
    few: list[list[Cell]] = [["Shops", 12.0], ["Years", 3.0], ["Variables", 2.0]]
    rows: list[list[Cell]] = [names, *([*row] for row in ROWS)]
    return {
        "state_below_names.csv": _three(f"shop,{HEAD}check,ok,ok\n{named()}", "labels"),
        "state_beside_dates.csv": _three(
            f"day,{HEAD}quality,good,good\n{day}", "labels", first="day"
        ),
        "state_alone.csv": _xy(f"{HEAD}valid,valid\n{cut()}", "labels"),
        "no_units.csv": _xy(f"{HEAD}(-),(-)\n{cut()}", "labels"),
        "powers_of_ten.csv": _xy(
            f"{HEAD}W m^-2,10^3 kg\n{cut()}", "units",
            units={"length": "W m^-2", "width": "10^3 kg"},
        ),
        "state_below_names.xlsx": Lines(
            xlsx({"Birds": [names, *words]}), ["shop", "length", "width"], kinds=("labels",)
        ),
        "header_again.xlsx": Lines(
            xlsx({"Birds": [names, *again]}), ["shop", "length", "width"], 13, ("repeated",)
        ),
        "notes_with_numbers.xlsx": Lines(
            xlsx({"Notes": few, "Birds": rows}), ["shop", "length", "width"]
        ),
        "rules_between.csv": _three(f"{table}---,---,---\n{named()}", "comments", n_rows=24),
        "rule_below.csv": _three(f"{table}-----,-----,-----\nSource: us,,\n", "below"),
        "address_below.csv": _three(f"{table}https://example.org/d?id=1,,\n", "below"),
        "grid.txt": _three(
            "+------+--------+-------+\n| shop | length | width |\n"
            f"+======+========+=======+\n{grid}",
            "above", "comments", "below",
        ),
        "stars_above.txt": Lines(
            f"{stars}{cut(by=' ')}".encode(), ["column 1", "column 2"], kinds=("above",)
        ),
        "orange_in_one_row.tab": _three(
            f"mS#shop\tC#length\tC#width\n{named(by=chr(9))}", "types"
        ),
    }  # fmt: skip


def limits_and_groups() -> dict[str, Lines]:
    """Rows of limits below the names, names above which values group them, and those of pivots."""
    table = f"shop,{HEAD}{named()}"
    four = "".join(f"{name},{a},{b},{a + 1:.1f},{b + 2:.1f}\n" for name, a, b in ROWS)
    years = ["shop", "2019 length", "2019 width", "2020 length", "2020 width"]
    body: list[list[Cell]] = [[*row] for row in ROWS]
    pivot: list[list[Cell]] = [["Sum of length", "Column Labels"], ["shop", 2019.0, 2020.0], *body]
    return {
        "range_below_names.csv": _three(f"shop,{HEAD}range,0-50,0..100\n{named()}", "labels"),
        "reference_below_names.csv": _three(f"shop,{HEAD}Reference,<50,< 100\n{named()}", "labels"),
        "accuracy_below_units.csv": _three(
            f"shop,{HEAD},mm,kg\naccuracy,±0.1,±0.5\n{named()}", "units",
            units={"length": "mm", "width": "kg"},
        ),
        "years_above_names.csv": Lines(
            f",2019,,2020,\nshop,length,width,length,width\n{four}".replace(",", ";").encode(),
            years, kinds=("joined",),
        ),
        "names_of_read_html.csv": Lines(
            "Unnamed: 0_level_0,2019,2019,2020,2020\nshop,length,width,length,width\n"
            f"{four}".encode(), years, kinds=("joined",),
        ),
        "pivot.csv": Lines(
            f"Sum of length,Column Labels,\nRow Labels,2019,2020\n{named()}".encode(),
            ["Row Labels", "2019", "2020"], kinds=("above",),
        ),
        "pivot.xlsx": Lines(
            xlsx({"Pivot": pivot}), ["shop", "2019", "2020"], kinds=("above",)
        ),
        "header_again_in_capitals.csv": _three(
            f"{table}SHOP,LENGTH,WIDTH\n{named()}", "repeated", n_rows=24
        ),
        "last_name_missing.csv": Lines(
            b"id,length,width\n"
            + "".join(f"{i},{a},{b},ok\n" for i, (_, a, b) in enumerate(ROWS)).encode(),
            ["id", "length", "width", "column 4"],
        ),
        "nothing_below_names.csv": _three(f"shop,{HEAD},,\n{named()}"),
        "count_below.csv": _three(f"{table},,\n12,record(s) downloaded,\nSeller: x,,\n", "below"),
        "trailer.txt": _three(f"{table}TRL,12,20210304\n".replace(",", "|"), "below"),
        "at_signs_above.txt": Lines(
            f'# made by gmx 2020\n@ title "RMSD"\n@TYPE xy\n{cut(by=" ")}'.encode(),
            ["column 1", "column 2"], kinds=("above",),
        ),
        "json_above.csv": _three(f'{{"device": "X1", "fw": 2}}\n{table}', "above"),
    }  # fmt: skip


def of_programs() -> dict[str, Lines]:
    """What consoles print, and what devices and large computers leave in a file."""
    three = f"shop,{HEAD}{named()}"
    left = "> d\n           length\n" + "".join(
        f"lake {i:<5} {a:6.1f}\n" for i, (a, _) in enumerate(PAIRS)
    )
    right = "           width\n" + "".join(
        f"lake {i:<5} {b:5.1f}\n" for i, (_, b) in enumerate(PAIRS)
    )
    polars = "".join(f"│ s{i:<3} ┆ {a:<6} ┆ {b:<5} │\n" for i, (a, b) in enumerate(PAIRS))
    julia = "".join(f"{i:4} │ s{i:<5}  {a:7.1f}  {b:7.1f}\n" for i, (a, b) in enumerate(PAIRS, 1))
    cars = "".join(
        f'{a:.1f}   {4 + i % 3}   {10 * b:.0f}.\t"car number {i}"\n'
        for i, (a, b) in enumerate(PAIRS)
    )
    return {
        "console_of_r.txt": Lines(
            f"{left}{right}> ".encode(), ["column 1", "length", "width"], kinds=("blocks",)
        ),
        "console_with_spaced_names.txt": Lines(left.encode(), ["column 1", "length"]),
        "vector_of_r.txt": Lines(
            "".join(f"[{6 * i + 1}] " + " ".join(str(a) for a, _ in PAIRS[6 * i : 6 * i + 6]) + "\n"
                    for i in range(2)).replace("[1]", " [1]").encode(), ["column 1"],
        ),
        "polars.txt": _three(
            "shape: (12, 3)\n┌──────┬────────┬───────┐\n│ shop ┆ length ┆ width │\n"
            "│ ---  ┆ ---    ┆ ---   │\n│ str  ┆ f64    ┆ f64   │\n╞══════╪════════╪═══════╡\n"
            f"{polars}└──────┴────────┴───────┘\n", "above", "below", "comments",
        ),
        "julia.txt": Lines(
            "12×3 DataFrame\n Row │ shop    length   width   \n     │ String  Float64  Float64 \n"
            f"─────┼────────────────────\n{julia}".encode(),
            ["Row", "shop", "length", "width"], kinds=("above", "labels"),
        ),
        "spaces_and_a_tab.data": Lines(
            cars.encode(), ["column 1", "column 2", "column 3", "column 4"]
        ),
        "padded_with_zeros.csv": Lines(
            three.encode() + bytes(512), ["shop", "length", "width"], kinds=("padding",)
        ),
        "fields_padded_with_zeros.csv": Lines(
            three.replace(",", "\0\0,").encode(), ["shop", "length", "width"], kinds=("padding",)
        ),
        "pages.txt": _three(f"{three}\fshop,{HEAD}{named()}", "repeated", n_rows=24),
        "iso_2022.csv": Lines(
            f"店,{HEAD}{named()}".replace("s1", "東京").encode("iso2022_jp"),
            ["店", "length", "width"],
        ),
    }  # fmt: skip


def of_offices_and_banks() -> dict[str, Lines]:
    """Units at each number too, years below one name, names with a #, titles of other forms."""
    units = {"length": "mm", "width": "kg"}
    at_each = "".join(f"{name};{_comma(a)} mm;{_comma(b)} kg\n" for name, a, b in ROWS)
    marked = "".join(f"{name};{_comma(a)};{_comma(b)};\n" for name, a, b in ROWS)
    places = "".join(
        f"   Fish {i:2d}      {a:5.1f}       {b:5.1f}\n" for i, (a, b) in enumerate(PAIRS)
    )
    three = f"shop,{HEAD}{named()}"
    return {
        "units_at_each_number_too.csv": _three(
            f"shop;length;width\n;mm;kg\n{at_each}", "units", units=units
        ),
        "years_below_one_name.csv": Lines(
            f"Table 6579,,\nPeople,,\nshop,Year,\n,2019,2020\n{named()}".encode(),
            ["shop", "Year 2019", "Year 2020"], kinds=("above", "joined"),
        ),
        "years_below_names_that_come_back.csv": Lines(
            f"shop,births,births\n,2019,2020\n,[n],[n]\n{named()}".encode(),
            ["shop", "births 2019", "births 2020"], kinds=("joined", "units"),
            units={"births 2019": "n", "births 2020": "n"},
        ),
        "names_with_hashes.csv": _three(
            f"The Bank;\n\n#Client;\nANN;\n\n#shop;#length;#width;\n{marked}", "above", "types"
        ),
        "title_with_an_address.csv": _three(
            f"All points,units are at,https://example.org/units.html\n{three}", "above"
        ),
        "title_that_is_centred.txt": _three(
            "              Table 3. Fish of the lake\n\n   shop         length      width\n"
            f"   ----         ------      -----\n{places}", "above", "labels",
        ),
    }  # fmt: skip


FILES: Mapping[str, Lines] = {
    **LINES,
    **decimal_commas(),
    **stacked(),
    **notes(),
    **units_above(),
    **rows_of_names(),
    **cut_by_other_signs(),
    **states_and_rules(),
    **limits_and_groups(),
    **of_programs(),
    **of_offices_and_banks(),
}
"""The files by name."""


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, each in FILES.items():
        (FOLDER / name).write_bytes(each.content)
