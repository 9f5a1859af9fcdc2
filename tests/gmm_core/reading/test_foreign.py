"""Files that are no tables are named, with what to do."""

import gzip

import pytest

from gmm_core.errors import DataError
from gmm_core.reading import read_table

ATOMS = b"".join(
    b"ATOM  %5d  CA  MET A%4d    %8.3f%8.3f%8.3f  1.00 20.00           C\n"
    % (i, i, 8.4, 20.5, -3.0)
    for i in range(1, 4)
)
FILES = {
    b"SQLite format 3\0" + bytes(80): "an SQLite database",
    b"%PDF-1.7\n": "a PDF document",
    b"-- dump\nCREATE TABLE a (x REAL);\n": "a script of SQL",
    b"insert into a values (1, 2);\n": "a script of SQL",
    b"version https://git-lfs.github.com/spec/v1\n": "a note of where a file lies (Git LFS)",
    b"$FL2@(#) SPSS DATA FILE": "an SPSS file",
    b"* A comment.\nDATA LIST FREE / x y.\nBEGIN DATA\n1 2\nEND DATA.\n": "syntax of SPSS",
    b"GET DATA\n  /TYPE=TXT\n  /FILE='x.csv'.\nEXECUTE.\n": "syntax of SPSS",
    b"HEADER    X\nREMARK   2 A\n" + ATOMS: "a protein structure (PDB)",
    ATOMS + b"END\n": "a protein structure (PDB)",
    b"data_1ABC\n#\n_entry.id 1ABC\nloop_\n_atom_site.id\n_atom_site.x\n1 2.5\n": (
        "a CIF or STAR file"
    ),
    b"#\\#CIF_1.1\n\ndata_x\r\n_cell.a 5.4\nloop_\r\n_site\n_x\nN_1 2.5\n": "a CIF or STAR file",
    b"\n# version 30001\n\ndata_\n\nloop_ \n_rlnX #1 \n_rlnY #2 \n1.5 2.5\n": "a CIF or STAR file",
    b"DATA_x\n  LOOP_ _site _x\nN_1 2.5\n": "a CIF or STAR file",
    b"loop_\n_site\n_x\nN_1 2.5\n": "a CIF or STAR file",
    b">sp|P1|A\nMKVLAA\nGIV\n>sp|P2|B\nMKV\n": "sequences (FASTA)",
    b"@r1 x\nACGT\n+\nIIII\n@r2\nACGA\n+\nIIII\n": "sequences (FASTQ)",
    b"#NEXUS\nBEGIN DATA;\n": "an alignment or a tree (NEXUS)",
    b"structure(list(size = c(1.5, 2.5)), row.names = c(NA, -2L))\n": (
        "a table as dput of R writes it"
    ),
    b"{{1.5, 2}, {2.5, 3}, {3.5, 5}}\n": "a list of Mathematica",
    b"- size: 1.5\n  mass: 3\n- size: 2.5\n  mass: 4\n": "YAML",
    b"$FL3@(#) SPSS DATA FILE": "an SPSS file",
    b"ASCII SPSS PORT FILE" + b" " * 200: "an SPSS portable file",
    b"<stata_dta><header><release>118": "a Stata file",
    b"\x73\x02\x01\x00\x05\x00": "a Stata file",
    b"\x72\x01\x01\x00\x05\x00": "a Stata file",
    b"\0" * 12 + b"\xc2\xea\x81\x60" + bytes(40): "a SAS file",
    b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!": "a SAS transport file",
    b"RDX3\nX\n": "an RData file",
    b"X\n\0\0\0\3": "an RDS file of R",
    b"\x80\x04\x95\x10\0\0\0": "a pickle of Python",
    b"\x93NUMPY\x01\0": "an array of NumPy",
    b"ARROW1\0\0": "a Feather (Arrow) file",
    b"FEA1\0\0": "a Feather file",
    b"\x89HDF\r\n\x1a\n\0": "an HDF5 file",
    b"MATLAB 5.0 MAT-file, Platform: GLNXA64": "a MATLAB file",
    b"\0\x01\0\0Standard ACE DB\0": "an Access database",
    b"CDF\x01" + bytes(40): "a netCDF file",
    b"SIMPLE  =                    T" + b" " * 50: "a FITS file",
    b"FCS3.1         256     512": "a file of flow cytometry (FCS)",
    b"%%MatrixMarket matrix coordinate real general\n3 3 1\n": "a sparse matrix (Matrix Market)",
    b"ID;PWXL;N;E\nC;Y1;X1\nE\n": "a SYLK file",
    b"0 1:4.2 2:33.4\n1 1:5 7:1e-3\n": "a sparse table (LIBSVM)",
    b"% birds\n\\begin{tabular}{ll}\n": "a LaTeX document",
    b"\x03\x78\x01\x01\x05\0\0\0\x41\0\x0b\0": "a dBase file (DBF)",
    b"7z\xbc\xaf\x27\x1c\0\4": "a 7z archive",
    b"Rar!\x1a\x07\x01\0": "a RAR archive",
    b"\xfd7zXZ\0\0\4": "packed by xz",
    b"BZh91AY&SY": "packed by bzip2",
    b"\x28\xb5\x2f\xfd\x04": "packed by zstd",
    b"a.csv" + bytes(252) + b"ustar\x0000": "a tar archive",
    b"\xff\xd8\xff\xe0\0\x10JFIF": "a picture (JPEG)",
    b"GIF89a\1\0": "a picture (GIF)",
    b"II*\0\x08\0": "a picture (TIFF)",
    b"RIFF\x10\0\0\0WEBPVP8 ": "a picture (WebP)",
}


@pytest.mark.parametrize(("content", "what"), FILES.items(), ids=FILES.values())
def test_a_file_of_another_kind_is_named_with_what_to_do(content: bytes, what: str) -> None:
    for packed in (content, gzip.compress(content)):
        with pytest.raises(DataError) as caught:
            read_table(packed, "birds.csv")
        sentence = str(caught.value)
        assert sentence.startswith(f"birds.csv is {what}, which is not read here. ")
        assert sentence.count(". ") == 1


@pytest.mark.parametrize(
    "text", ["A\n2\n3\n", "BZh\n1\n2\n", "ORC\n1\n2\n", "X\n1\n2\n", "€\n1\n2\n", "rank\n1\n2\n"]
)
def test_a_table_whose_header_begins_like_another_kind_is_a_table(text: str) -> None:
    assert len(read_table(text.encode("cp1252")).frame) == 2


@pytest.mark.parametrize("text", ['{"a": 1}\n{"a": 2}\n', '["a", "b"]', "{}", '[\n {"a": 1}\n]'])
def test_json_is_named(text: str) -> None:
    with pytest.raises(DataError, match=r"birds\.csv is JSON, not a table\. Save"):
        read_table(text.encode(), "birds.csv")


def test_many_signs_of_comments_in_one_line_are_read_at_once() -> None:
    with pytest.raises(DataError, match="no rows"):  # one step for each sign, not two to its power
        read_table(b"% length, width " * 400, "birds.csv")


def test_comments_may_stand_above_a_latex_document() -> None:
    with pytest.raises(DataError, match="a LaTeX document"):
        read_table(b"\n  % by hand % 2020\n%\n\n\\begin{tabular}{rr}\n1 & 2\n", "birds.csv")
