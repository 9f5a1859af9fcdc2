"""ARFF is read as a table: types as they are declared, gaps, quotes and comments."""

import tracemalloc

import pytest

from gmm_core.errors import DataError
from gmm_core.reading import Choices, read_table
from gmm_core.table import columns

IRIS = """% 1. Title: Iris
%
@RELATION iris

@ATTRIBUTE sepal\tREAL
@attribute 'petal width' numeric
@attribute "the \\"class\\"" {Iris-setosa, 'Iris, other'}
@attribute code {0, 1}
@attribute day date "yyyy-MM-dd"

@DATA
5.1, 0.2, Iris-setosa, 0, 2020-01-01
% a comment
4.9, ?, 'Iris, other', 1, ?

6.3,1.8,"Iris, other",1,"2020-01-03"
"""


def error(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_table(text.encode(), "iris.arff")
    return str(caught.value)


def test_a_table_with_classes_gaps_quotes_and_comments() -> None:
    reading = read_table(IRIS.encode(), "iris.arff")
    assert (reading.summary, reading.format) == ("ARFF", "ARFF")
    frame = reading.frame
    assert list(frame) == ["sepal", "petal width", 'the "class"', "code", "day"]
    assert frame["sepal"].tolist() == [5.1, 4.9, 6.3]
    assert frame["petal width"].isna().tolist() == [False, True, False]
    assert frame['the "class"'].tolist() == ["Iris-setosa", "Iris, other", "Iris, other"]
    assert frame["code"].tolist() == ["0", "1", "1"]
    assert columns.proposed_features(frame) == ("sepal", "petal width")


@pytest.mark.parametrize(
    "text",
    [
        "@relation x\n@attribute a numeric\n@attribute b integer\n@data\n1,2\n3,4\n",
        "\ufeff@RELATION 'a b'\r\n@ATTRIBUTE a REAL\r\n@ATTRIBUTE b REAL\r\n@DATA\r\n1,2\r\n3,4",
        "\n\n% c\n@relation x\n@attribute a numeric [0,9]\n@attribute b real\n@data\n1\t2\n3\t4\n",
        "@relation x\n@attribute a real % first\n@attribute 'b' real\n@data\n 1 , 2 \n3,4\n\n%e\n",
    ],
)
def test_other_forms(text: str) -> None:
    frame = read_table(text.encode()).frame
    assert frame.to_dict("list") == {"a": [1, 3], "b": [2, 4]}


def test_the_encoding_and_the_kinds_of_columns_can_be_chosen() -> None:
    text = "@relation x\n@attribute größe numeric\n@attribute b {7,8}\n@data\n1,7\n2,8\n"
    choices = Choices(encoding="Windows-1252", kinds=(("b", "number"), ("größe", "text")))
    frame = read_table(text.encode("cp1252"), choices=choices).frame
    assert frame.to_dict("list") == {"größe": ["1", "2"], "b": [7, 8]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@relation x\n@attribute a real\n@data\n{0 1}\n", "Line 4 of iris.arff is a sparse row"),
        ("@relation x\n@data\n1\n", "iris.arff is an ARFF file without attributes. Give"),
        ("@relation x\n@attribute a real\n@data\n", "iris.arff has attributes and no rows. Add"),
        (
            "@relation x\n@attribute a real\n@data\n1,2\n",
            "Line 4 of iris.arff has 2 fields where 1 attribute is declared. Correct",
        ),
        ("@relation x\n@attribute bag relational\n", "Line 2 of iris.arff declares a relation"),
    ],
)
def test_one_sentence_says_what_is_wrong(text: str, sentence: str) -> None:
    assert error(text).startswith(sentence)


def test_blank_lines_without_end_are_looked_through_soon() -> None:
    assert error("\n" * 100_000).startswith("iris.arff")


FISH = (
    "@attribute length numeric\n@attribute 'its kind' {'a b', \"it's\"}\n@data\n"
    "8.4,'a b'\n27.4,\"it's\"\n9.5,'a b'\n"
)


def test_a_file_without_the_name_of_a_relation_is_read() -> None:
    reading = read_table(FISH.encode(), "fish.arff")
    assert (reading.format, reading.target) == ("ARFF", "its kind")
    assert reading.frame["its kind"].tolist() == ["a b", "it's", "a b"]


def test_tabs_separate_also_beside_quotes() -> None:
    text = FISH.replace("8.4,", "8.4\t").replace("27.4,", "27.4\t").replace("9.5,", "9.5\t")
    assert read_table(text.encode(), "fish.arff").frame.equals(
        read_table(FISH.encode(), "fish.arff").frame
    )


def test_weights_behind_rows_are_a_column() -> None:
    text = FISH.replace('27.4,"it\'s"', '27.4,"it\'s",{2.5}')
    reading = read_table(text.encode(), "fish.arff")
    assert reading.frame["sample weight"].tolist() == [1.0, 2.5, 1.0]
    assert reading.target == "its kind"


def test_quotes_of_both_kinds_in_a_row() -> None:
    text = FISH.replace("@data", "@attribute day date 'yyyy-MM-dd'\n@data")
    text = text.replace("'\n", '\',"2021-03-04"\n').replace('s"\n', "s\",'2021-03-05'\n")
    text = text.replace("@attribute day date 'yyyy-MM-dd',\"2021-03-04\"", "@attribute day date x")
    frame = read_table(text.encode(), "fish.arff").frame
    assert frame["day"].tolist() == ["2021-03-04", "2021-03-05", "2021-03-04"]


def test_weights_are_a_column_that_the_reading_names() -> None:
    weighted = read_table(
        IRIS.replace("Iris-setosa, 0, 2020-01-01", "Iris-setosa, 0, 2020-01-01, {2.5}").encode()
    )
    assert weighted.weight == "sample weight"
    assert weighted.frame["sample weight"].tolist() == [2.5, 1.0, 1.0]
    assert read_table(IRIS.encode()).weight is None


def test_rows_are_packed_as_they_are_read() -> None:
    content = (
        b"@relation x\n@attribute a numeric\n@attribute b numeric\n@data\n" + b"1,2\n" * 30_000
    )
    read_table(IRIS.encode())  # whatever is loaded once
    tracemalloc.start()
    frame = read_table(content).frame
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert frame.shape == (30_000, 2)
    assert peak < 5 * 2**20  # 6.2 MB as lists of fields, 4.4 with the lowest versions
