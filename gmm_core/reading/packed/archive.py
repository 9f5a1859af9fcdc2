"""What is in a ZIP file, told from its directory before anything is unpacked."""

import io
import struct
import zipfile

from gmm_core.errors import NoTableError
from gmm_core.reading.limits import MAX_UNZIPPED, unpacks_to_too_much

MARK = b"PK\x03\x04"
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_LARGEST_DIRECTORY = 1 << 20  # bytes; a workbook of a thousand sheets has a tenth of that
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")


def workbook_format(content: bytes, name: str = "file") -> str:
    """Return "Excel" or "OpenDocument" of a ZIP file.

    One that is cut off, unpacks to too much or is no workbook is a DataError.
    """
    try:
        entries = _entries(content)
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise NoTableError(
            f"{name} is a workbook or ZIP archive that is damaged or cut off. "
            "Save or copy the whole file again."
        ) from error
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise unpacks_to_too_much(name, MAX_UNZIPPED)
    names = {entry.filename for entry in entries}
    if names & {*_WORKBOOKS}:
        return "Excel"
    if {"mimetype", "content.xml"} <= names:
        return "OpenDocument"
    if any(each.endswith(".iwa") for each in names):
        raise NoTableError(
            f"{name} is a document of Numbers, which is not read here. "
            "In Numbers, export it to Excel or CSV and upload that."
        )
    raise NoTableError(
        f"{name} is a ZIP archive and no workbook. Unpack it and upload the table that is in it."
    )


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - (1 << 17)))
    if end < 0 or _END_OF_DIRECTORY.unpack_from(content, end)[5] > _LARGEST_DIRECTORY:
        raise zipfile.BadZipFile
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()
