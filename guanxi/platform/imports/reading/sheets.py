"""The small parts of a workbook: names of sheets, date styles, shared texts."""

import posixpath
import re
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from guanxi.platform.imports.reading.events import streamed
from guanxi.platform.imports.reading.kinds import Unreadable

_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_THE_FORMAT = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s|H|M|S)[^\]]*\]|_.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    EOFError,
    OSError,
    ParseError,
    DefusedXmlException,
    UnicodeDecodeError,
)


@dataclass(frozen=True)
class Layout:
    """Where the sheets of a workbook are, and how it counts days."""

    parts: dict[str, str]
    from_1904: bool


class SharedTexts:
    """The texts of a workbook, packed into one block so that millions of them stay small."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._block = bytearray()
        self._ends = array("Q", [0])
        for text in texts:
            self._block += text.encode("utf-8", "replace")
            self._ends.append(len(self._block))

    def __getitem__(self, place: int) -> str:
        return self._block[self._ends[place] : self._ends[place + 1]].decode()

    def __len__(self) -> int:
        return len(self._ends) - 1


def layout_of(archive: zipfile.ZipFile) -> Layout:
    """Sheet names with their parts in the order of the tabs; hidden ones come last."""
    book_part = next(part for part in archive.namelist() if part.endswith("workbook.xml"))
    book = _parsed(archive, book_part)
    targets = _targets(archive, book_part)
    sheets = [node for node in book.iter() if _local(node) == "sheet"]
    sheets.sort(key=lambda node: node.get("state", "visible") != "visible")
    parts = {}
    for node in sheets:
        link = next((value for key, value in node.items() if key.endswith("}id")), "")
        if "worksheets" in targets.get(link, ""):
            parts[node.get("name", link)] = targets[link]
    from_1904 = any(
        _local(node) == "workbookPr" and node.get("date1904") in ("1", "true")
        for node in book.iter()
    )
    return Layout(parts, from_1904)


def date_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The style numbers whose cells are dates or times."""
    part = _part_named(archive, "styles.xml")
    if not part:
        return frozenset()
    styles = _parsed(archive, part)
    own = {
        node.get("numFmtId", ""): node.get("formatCode", "")
        for node in styles.iter()
        if _local(node) == "numFmt"
    }
    cell_styles = [node for node in styles.iter() if _local(node) == "cellXfs"]
    return frozenset(
        str(place)
        for group in cell_styles
        for place, node in enumerate(group)
        if _is_date_format(node.get("numFmtId", "0"), own)
    )


def shared_texts(archive: zipfile.ZipFile) -> SharedTexts:
    """Every shared text of the workbook by its place."""
    part = _part_named(archive, "sharedStrings.xml")
    return SharedTexts(_texts(archive, part) if part else iter(()))


def unescaped(text: str) -> str:
    """Text with the `_x000D_` forms of spreadsheets turned back into characters."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)


def _texts(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    with archive.open(part) as file:
        yield from streamed(file.read, _Texts())


class _Texts:
    """Collects whole texts; `rPh`, the reading aid of Chinese and Japanese, is no part of them."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._found: list[str] = []
        self._is_in_text = self._is_in_reading_aid = False

    def take(self) -> list[str]:
        texts, self._texts = self._texts, []
        return texts

    def start(self, name: str, _given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self._is_in_text = not self._is_in_reading_aid
        elif local == "si":
            self._found = []
        elif local == "rPh":
            self._is_in_reading_aid = True

    def text(self, piece: str) -> None:
        if self._is_in_text:
            self._found.append(piece)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self._is_in_text = False
        elif local == "si":
            self._texts.append(unescaped("".join(self._found)))
        elif local == "rPh":
            self._is_in_reading_aid = False


def _targets(archive: zipfile.ZipFile, book_part: str) -> dict[str, str]:
    folder, name = posixpath.split(book_part)
    links = _parsed(archive, f"{folder}/_rels/{name}.rels".lstrip("/"))
    return {
        node.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, node.get("Target", ""))
        ).lstrip("/")
        for node in links
    }


def _is_date_format(number: str, own: dict[str, str]) -> bool:
    if number in own:
        bare = _NOT_THE_FORMAT.sub("", own[number]).lower()
        return "general" not in bare and bool(re.search(r"[ymdhs年月日时]", bare))
    return number.isdigit() and int(number) in _BUILT_IN_DATES


def _part_named(archive: zipfile.ZipFile, name: str) -> str:
    return next((part for part in archive.namelist() if part.endswith(name)), "")


def _parsed(archive: zipfile.ZipFile, part: str) -> Element:
    try:
        root: Element = fromstring(archive.read(part), forbid_dtd=True)
    except DAMAGED as error:
        raise Unreadable("half_written") from error
    return root


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
