"""The encoding of a table is found by its letters, and what is in doubt is told with some."""

import itertools

import pytest

from benchmarks.encodings import LANGUAGES, N_TABLES, found
from gmm_core.reading import read_table
from gmm_core.reading.encodings.encoding import find_encoding
from gmm_core.reading.encodings.letters import MOST_FIELDS, doubt, fields, fits

# Of twenty tables; of every other encoding, all.
LEAST = {
    **{"cp1250": 18, "cp1253": 19, "cp1254": 19, "cp1255": 18, "cp1257": 12, "iso8859_2": 12},
    **dict.fromkeys(("cp850", "mac_roman"), 6),  # of 20 rows nearly all
}


@pytest.mark.parametrize("n_rows", [2, 20])
@pytest.mark.parametrize("name", LANGUAGES)
def test_small_tables_in_many_languages(name: str, n_rows: int) -> None:
    language = LANGUAGES[name]
    assert found(language, n_rows) >= LEAST.get(language.codec, N_TABLES)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp932", "年月日,平均気温(℃),降水量の合計(mm)\n2020/1/1,5.1,0\n"),
        ("cp932", "x,y,性別\n1,2,男\n2,3,女\n"),
        ("gb18030", "國家,人口\n中國,1\n日本,2\n"),
        ("gb18030", "x,y,类\n1,2,甲\n2,3,乙\n"),
        ("cp950", "品種,花萼長度\n山鳶尾,5.1\n變色鳶尾,4.9\n"),
        ("cp1251", "РЕГИОН;ДОХОД\nМОСКВА;1\nОМСК;3\n"),
        ("cp1251", "пол,x\nм,1\nж,2\n"),
        ("cp1251", "№,City (город)\n1,Москва\n"),
        ("cp1250", "WOJEWÓDZTWO;LUDNOŚĆ\nŁÓDZKIE;1\nŚLĄSKIE;2\n"),
        ("cp1250", "kwota\n12,50 zł\n8,00 zł\n"),
        ("cp1250", "Megye;Népesség;Terület\nGyőr-Moson-Sopron;1;2\nFertőszéki;3;4\n"),
        ("cp1252", "RÉGION;DÉPARTEMENT\nÎLE-DE-FRANCE;HÉRAULT\n"),
        ("cp1252", "Temperature (°C),CO² (µg/m³)\n1,2\n"),
        ("cp1252", "price,err ±\n€ 5,1\n£3,2\n"),
        ("cp1252", "name,x\nO’Neil,1\nD’Arcy,2\n"),
        ("cp1252", "city,x\nSão Paulo,1\nKöln,2\nMálaga,3\nMalmö,4\nÅrhus,5\nZürich,6\n"),
        ("cp1252", "nimi,x\nJõgi,1\nÕunapuu,2\nPärnu,3\n"),
        ("cp1252", "name,x\nÞórður,1\nÆgir,2\n"),
    ],
)
def test_forms_that_files_have(codec: str, text: str) -> None:
    encoding = find_encoding(text.encode(codec))
    assert text.encode(codec).decode(encoding.codec) == text


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_few_bytes_among_utf_8_are_windows_1252_and_that_is_said(codec: str) -> None:
    table = "".join(f"Orléans,{i}\nNîmes,{i}\n" for i in range(9)).encode()
    content = table + "Évreux,1\n".encode(codec) + table
    found = find_encoding(content)
    assert content.decode(found.codec, found.errors).count("Évreux") == 1
    assert found.doubt.startswith("Not all of the file is UTF-8: 1 byte of the beginning was")
    reading = read_table(b"town,x\n" + content, "t.csv")
    assert reading.frame["town"].iloc[18] == "Évreux"
    assert reading.doubt == found.doubt


def test_marks_of_files_that_were_joined_are_nothing() -> None:
    one = b"\xef\xbb\xbf" + "ville,x\nNîmes,1.5\n".encode()
    reading = read_table(one * 3, "t.csv")
    assert reading.frame.to_dict("list") == {"ville": ["Nîmes"] * 3, "x": [1.5] * 3}


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_known_by_its_mark(codec: str) -> None:
    content = "\ufeffville,x\nNîmes,1.5\n".encode(codec)
    assert list(read_table(content, "t.csv").frame) == ["ville", "x"]


def test_a_doubt_is_told_with_three_letters_of_both_at_the_most() -> None:
    content = "Poznámka,Počet,Kraj\nZvolen,1,2\n".encode("cp1250")
    assert find_encoding(content).doubt == (
        "The encoding is in doubt: as Windows-1252 the file has è, where as Windows-1250 "
        "(Central European) it would have č."
    )


def test_prices_in_pounds_are_in_no_doubt() -> None:
    assert find_encoding("item,price\ntea,£3\nscone,£2.50\n".encode("cp1252")).doubt == ""


def test_there_is_no_doubt_between_encodings_that_have_the_same_letters() -> None:
    best, other = fits(fields("größer\n".encode("cp1252")))[:2]
    assert doubt(best, best) is None
    assert best.log_likelihood > other.log_likelihood


def test_a_person_who_has_chosen_has_no_doubt() -> None:
    content = "Poznámka,Počet,Kraj\nZvolen,1,2\n".encode("cp1250")
    chosen = find_encoding(content, chosen="Windows-1250 (Central European)")
    assert (chosen.codec, chosen.doubt) == ("cp1250", "")


def test_so_many_different_fields_are_judged_digits_aside() -> None:
    assert fields("é1,é2,é3".encode("cp1252")) == [b"\xe91"]
    words = ",".join(map("é".join, itertools.product("abcdefghijklmno", repeat=3)))
    assert len(fields(words.encode("cp1252"))) == MOST_FIELDS


def test_a_long_field_is_judged_by_its_beginning() -> None:
    (long,) = fields(("é" + "x" * 10_000).encode("cp1252"))
    assert len(long) == 200
    text = "한" * 300
    assert find_encoding(f"{text},x\n".encode("cp949")).codec == "euc_kr"


CITIES = {
    "cp1252": ["ville", "Orléans", "Nîmes", "Besançon", "Évry"],
    "cp1250": ["město", "Plzeň", "Děčín", "Třebíč", "Jičín"],
    "cp1251": ["город", "Москва", "Казань", "Тула", "Самара"],
    "iso8859_5": ["город", "Москва", "Казань", "Тула", "Самара"],
}


def joined(codec: str, which: int) -> bytes:
    """A table of which some lines are in UTF-8 and the others in another encoding."""
    head, *names = CITIES[codec]
    lines = [f"{head},x\n", *(f"{names[i % 4]},{i}.5\n" for i in range(24))]
    parts = ("utf-8",) * 12 + (codec,) * 13, (codec,) * 13 + ("utf-8",) * 12, ("utf-8", codec) * 13
    return b"".join(line.encode(part) for line, part in zip(lines, parts[which], strict=False))


@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize("codec", CITIES)
def test_files_of_two_encodings_that_were_joined(codec: str, which: int) -> None:
    reading = read_table(joined(codec, which))
    head, *names = CITIES[codec]
    assert [*reading.frame] == [head, "x"]
    assert reading.frame[head].tolist() == [names[i % 4] for i in range(24)]
    assert reading.doubt.startswith("Not all of the file is UTF-8: ")


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("euc_kr", "이름,키\n민수,171\n영희,162\n수,150\n"),
        ("gb18030", "客户,年龄\n李明,30\n王芳,41\n女,25\n"),
        ("cp932", "名前,身長\n太郎,171\n花子,162\n男,170\n"),
    ],
)
def test_a_file_of_one_encoding_was_not_joined(codec: str, text: str) -> None:
    reading = read_table((text * 9).encode(codec))
    assert [*reading.frame] == text.partition("\n")[0].split(",")
    assert not reading.doubt.startswith("Not all")


@pytest.mark.parametrize(
    "names", ["Регион,Доход,Возраст", "Город,Цена,Площадь", "Имя,Рост,Вес", "Область,Год,Объём"]
)
def test_cyrillic_as_iso_has_it(names: str) -> None:
    rows = "".join(f"{('Тверь', 'Калуга', 'Псков', 'Омск')[i % 4]},{i}.5,{i}\n" for i in range(20))
    reading = read_table(f"{names}\n{rows}".encode("iso8859_5"))
    assert [*reading.frame] == names.split(",")
    assert reading.encoding == "ISO 8859-5 (Cyrillic)"


@pytest.mark.parametrize(
    "text",
    [
        "ville;é\rSaint-Étienne;1\rÉvry;2\r",
        "Stadt;Länge;Größe\rMünchen;3;4\rKöln;4;5\r",
        "país;año;niño\rEspaña;1;2\rPerú;3;4\r",
        "data;preço\rSão Paulo;3\rBelém;4\r",
    ],
)
@pytest.mark.parametrize("codec", ["mac_roman", "cp1252"])
def test_few_letters_tell_the_encoding_of_a_mac_where_lines_end_as_there(text, codec) -> None:
    assert find_encoding(text.encode(codec)).codec == codec
    as_elsewhere = text.replace("\r", "\n").encode("cp1252")
    assert find_encoding(as_elsewhere).codec == "cp1252"
