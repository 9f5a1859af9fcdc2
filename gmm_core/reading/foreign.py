"""What a file is that is no table here, told from its first bytes, and what to do with it."""

import re
from codecs import BOM_UTF8

from gmm_core.errors import NoTableError

_EXPORT = "Export the table from the program that wrote it as CSV (comma-separated values)"
_UNPACK = "Unpack it and upload the table that is in it"
_FROM_R = "In R, write the table with write.csv"
_FROM_PYTHON = "In Python, read it with pandas and write it with to_csv or to_parquet"
_FROM_PYTHON_ARRAYS = "Export its numbers as CSV (comma-separated values), a column for each"
_SPARSE = "Write it as a table with a column for each feature, zeros too, and save that as CSV"
_PICTURE = "Type the numbers into a spreadsheet, or ask its author for the table"

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"SQLite format 3\0", "an SQLite database", _EXPORT),
    (b"%PDF", "a PDF document", "Copy the table into a spreadsheet and save that"),
    (b"$FL2", "an SPSS file", _EXPORT),
    (b"$FL3", "an SPSS file", _EXPORT),
    (b"<stata_dta>", "a Stata file", _EXPORT),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "a SAS file", _EXPORT),
    (b"HEADER RECORD*******", "a SAS transport file", _EXPORT),
    (b"RDX2\n", "an RData file", _FROM_R),
    (b"RDX3\n", "an RData file", _FROM_R),
    (b"RDA2\n", "an RData file", _FROM_R),
    (b"RDA3\n", "an RData file", _FROM_R),
    (b"X\n\0\0\0", "an RDS file of R", _FROM_R),
    *((bytes([0x80, version]), "a pickle of Python", _FROM_PYTHON) for version in (2, 3, 4, 5)),
    (b"\x93NUMPY", "an array of NumPy", _FROM_PYTHON),
    (b"ARROW1", "a Feather (Arrow) file", _FROM_PYTHON),
    (b"FEA1", "a Feather file", _FROM_PYTHON),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", _FROM_PYTHON),
    (b"ORC", "an ORC file", _FROM_PYTHON),
    (b"Obj\x01", "an Avro file", _FROM_PYTHON),
    (b"CDF\x01", "a netCDF file", _FROM_PYTHON_ARRAYS),
    (b"CDF\x02", "a netCDF file", _FROM_PYTHON_ARRAYS),
    (b"SIMPLE  =  ", "a FITS file", _FROM_PYTHON_ARRAYS),
    *(
        (version, "a file of flow cytometry (FCS)", "Export the events as CSV from its program")
        for version in (b"FCS2.0 ", b"FCS3.0 ", b"FCS3.1 ", b"FCS3.2 ")
    ),
    (b"%%MatrixMarket ", "a sparse matrix (Matrix Market)", _SPARSE),
    (b"ID;P", "a SYLK file", "Open it in a spreadsheet and save it as .xlsx or CSV"),
    (b"MATLAB 7.3 MAT-file", "a MATLAB file", "In MATLAB, write the table with writetable"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file", "In MATLAB, write the table with writetable"),
    (b"\0\x01\0\0Standard Jet DB", "an Access database", _EXPORT),
    (b"\0\x01\0\0Standard ACE DB", "an Access database", _EXPORT),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\xfd7zXZ\0", "packed by xz", _UNPACK),
    (b"BZh", "packed by bzip2", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed by zstd", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", "Choose the file with the table"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF87a", "a picture (GIF)", _PICTURE),
    (b"GIF89a", "a picture (GIF)", _PICTURE),
    (b"II*\0", "a picture (TIFF)", _PICTURE),
    (b"MM\0*", "a picture (TIFF)", _PICTURE),
    (
        b"version https://git-lfs.github.com/spec/",
        "a note of where a file lies (Git LFS)",
        "Fetch the file itself with git lfs pull, or download it anew",
    ),
    (b"{\\rtf", "a document (RTF)", "Copy the table into a spreadsheet and save that"),
)
_SQL = re.compile(rb"(?:\s|--[^\n]*\n)*(?:CREATE TABLE|INSERT INTO|DROP TABLE)\b", re.IGNORECASE)
_LIBSVM = re.compile(rb"(?:[+-]?[\d.,]+(?: +\d+:[+-]?[\d.eE+-]+)+ *\r?\n){2}")
_TABULAR = re.compile(rb"(?:\s*%[^\n]*\n)*\s*\\(?:begin|documentclass|centering|usepackage)\b")
_OF_SEQUENCES = "Measure something of each sequence, and save that as CSV"
_ATOM = rb"(?:ATOM  |HETATM)[ \d]{5} .{14}[ ]{3}(?:[ ]*-?\d+\.\d{3}){3}"
# Text that programs read as their own, by what only it has at its beginning.
_TEXTS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (_SQL, "a script of SQL", _EXPORT),
    (_LIBSVM, "a sparse table (LIBSVM)", _SPARSE),
    (_TABULAR, "a LaTeX document", "Copy the table into a spreadsheet and save that"),
    (
        re.compile(
            rb"(?:\s|\*[^\n]*\n)*(?:DATA LIST|GET DATA|GET TRANSLATE|INPUT PROGRAM)\b",
            re.IGNORECASE,
        ),
        "syntax of SPSS",
        "Save the lines between BEGIN DATA and END DATA alone, or run it and export as CSV",
    ),
    (
        re.compile(rb"(?:[A-Z][A-Z0-9]{2,5}\b[^\n]*\n)*?" + _ATOM),
        "a protein structure (PDB)",
        "Write its atoms as a table with columns x, y and z, and save that as CSV",
    ),
    (
        re.compile(
            # Possessive, or each blank line above would be a place to begin at once more.
            rb"(?:\s|#[^\n]*\n)*+(?:(?:data_|save_|global_)\S*\s(?:[^\n]*\n)*?[ \t]*)?"
            rb"loop_\s+_[\w.]+",
            re.IGNORECASE,
        ),
        "a CIF or STAR file",
        "Write the loop that matters as a table, and save that as CSV",
    ),
    (
        re.compile(rb">[^\n]*\n(?:[A-Za-z*-]+\r?\n)+(?:>|\Z)"),
        "sequences (FASTA)",
        _OF_SEQUENCES,
    ),
    (
        re.compile(rb"@[^\n]*\n[A-Za-z.]+\r?\n\+[^\n]*\n[!-~]+\r?\n"),
        "sequences (FASTQ)",
        _OF_SEQUENCES,
    ),
    (
        re.compile(rb"#NEXUS\b", re.IGNORECASE),
        "an alignment or a tree (NEXUS)",
        _OF_SEQUENCES,
    ),
    (re.compile(rb"\s*structure\(\s*(?:list|c)\("), "a table as dput of R writes it", _FROM_R),
    (
        re.compile(rb"\s*\{\s*\{[^{}\n]*\}\s*,\s*\{"),
        "a list of Mathematica",
        "In Mathematica, export it as CSV",
    ),
    (
        re.compile(rb"(?:---\s*\n)?- [\w ]+:[^\n]*\n(?:  [\w ]+:[^\n]*\n)+- "),
        "YAML",
        "Write it as a table with a column for each key, and save that as CSV",
    ),
)
_BEGINNING = 1 << 14  # bytes in which such text shows what it is
_DBASE = (0x03, 0x83, 0x8B, 0x30, 0xF5)  # the versions that are a first byte
_OLD_STATA = range(0x69, 0x74)  # the versions that are a first byte
_TAR = 257  # where the mark of a tar archive stands
_AFTER = {b"BZh": b"123456789", b"ORC": b"\x08\x12"}  # or a word may begin so


def check_known(content: bytes, name: str) -> None:
    r"""Raise for a file of another kind that is known by its first bytes.

    Examples
    --------
    >>> check_known(b"SQLite format 3\0...", "birds.db")
    Traceback (most recent call last):
        ...
    gmm_core.errors.NoTableError: birds.db is an SQLite database, which is not read here. ...
    """
    found = next((kind for kind in _MARKS if _bears(content, kind[0])), None) or _by_place(content)
    if found:
        _, what, remedy = found
        raise NoTableError(f"{name} is {what}, which is not read here. {remedy}.")


def _bears(content: bytes, mark: bytes) -> bool:
    after = content[len(mark) : len(mark) + 1]
    return content.startswith(mark) and after in _AFTER.get(mark, after)


def _by_place(content: bytes) -> tuple[bytes, str, str] | None:
    """What is known by bytes that no other file has in these places."""
    if content[:1] and content[0] in _OLD_STATA and content[1:4] in (b"\1\1\0", b"\2\1\0"):
        return b"", "a Stata file", _EXPORT
    if content[_TAR : _TAR + 5] == b"ustar":
        return b"", "a tar archive", _UNPACK
    if content[:9].upper() == b"##TITLE=" + content[8:9] and b"##JCAMP" in content[:4096].upper():
        return b"", "a spectrum (JCAMP-DX)", _EXPORT
    beginning = content[:_BEGINNING].removeprefix(BOM_UTF8)
    for pattern, what, remedy in _TEXTS:
        if pattern.match(beginning):
            return b"", what, remedy
    if content[:1] and content[0] in _DBASE and _is_date(content[1:4]) and 0 in content[4:12]:
        return b"", "a dBase file (DBF)", "Open it in a spreadsheet and save it as .xlsx or CSV"
    if content[8:12] == b"WEBP" and content.startswith(b"RIFF"):
        return b"", "a picture (WebP)", _PICTURE
    if b"SPSS PORT FILE" in content[:600]:
        return b"", "an SPSS portable file", _EXPORT
    return None


def _is_date(part: bytes) -> bool:
    """Whether three bytes are a year since 1900, a month and a day."""
    return len(part) == 3 and 1 <= part[1] <= 12 and 1 <= part[2] <= 31 and part[0] < 200
