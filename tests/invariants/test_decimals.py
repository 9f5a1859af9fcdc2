"""Fractions in a table on a page have one number of decimals a column."""

import json

import pytest
from lab import Lab

pytestmark = pytest.mark.usefixtures("no_other_starts")

LISTS = ["uncertain", "low", "off", "gaps"]


def without_decimals(lab: Lab) -> dict[str, list[str]]:
    """Columns of fractions for which no decimals are stated, table by table."""
    found = {}
    for table in lab.app.dataframe:
        looks = json.loads(table.proto.columns or "{}")
        stated = {name for name, look in looks.items() if look.get("type_config", {}).get("format")}
        fractions = table.value.select_dtypes("float")
        loose = [name for name in fractions if (fractions[name] % 1 != 0).any()]
        found[table.proto.alt] = sorted({*loose} - stated)
    return {title: columns for title, columns in found.items() if columns}


@pytest.mark.parametrize("rows", LISTS)
def test_tables_of_explore(rows: str) -> None:
    assert without_decimals(Lab("explore", data="penguins", list=rows)) == {}


@pytest.mark.parametrize("page", ["choose", "sure", "new_rows"])
def test_tables_of_other_pages(page: str) -> None:
    assert without_decimals(Lab(page, data="penguins")) == {}
