"""A workbook's zip, opened only when it is whole and of a sane size."""

import zipfile
from pathlib import Path

from guanxi.platform.imports.reading.kinds import Unreadable

MAX_PARTS = 10_000
MAX_DECLARED = 8 * 1024**3
MAX_SHARED_STRINGS = 1024**3
# Spreadsheets of one repeated row reach about 100; a bomb is ten times denser.
MAX_RATIO = 250
SMALL = 20 * 1024**2


def opened_workbook(path: Path) -> zipfile.ZipFile:
    """The zip of a workbook; refuses half-written files and bombs before unpacking anything."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("half_written") from error
    _refuse_bomb(archive)
    if not any(part.endswith("workbook.xml") for part in archive.namelist()):
        raise Unreadable("not_a_workbook")
    return archive


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_DECLARED:
        raise Unreadable("zip_bomb")
    for part in parts:
        if part.flag_bits & 0x1:
            raise Unreadable("password_protected")
        dense = part.file_size > MAX_RATIO * max(1, part.compress_size)
        if dense and part.file_size > SMALL:
            raise Unreadable("zip_bomb")
        if part.filename.endswith("sharedStrings.xml") and part.file_size > MAX_SHARED_STRINGS:
            raise Unreadable("too_many_texts")
