"""Large XML parts read block by block."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar
from xml.parsers import expat

from guanxi.platform.imports.reading.kinds import Unreadable

BLOCK = 128 * 1024
Thing = TypeVar("Thing")


class Collector(Protocol[Thing]):
    """Takes the events of a parser and gives what it made of them."""

    def start(self, name: str, given: dict[str, str], /) -> None: ...
    def text(self, piece: str, /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def take(self) -> list[Thing]: ...


def streamed(read: Callable[[int], bytes], collector: Collector[Thing]) -> Iterator[Thing]:
    """What the collector makes of the part, with one block of it in memory at a time."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while block := read(BLOCK):
        parser.Parse(block, False)
        yield from collector.take()
    parser.Parse(b"", True)
    yield from collector.take()


def _refuse_doctype(*_parts: object) -> None:
    # A document type is how entities are declared, and entities are how small files grow huge.
    raise Unreadable("zip_bomb")
