"""The translations of each room, kept as one .po file beside its code."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from os import getpid
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from guanxi.platform.i18n.extraction import Text

LANGUAGE = "zh_Hans"
PLACE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"


@dataclass(frozen=True)
class Changes:
    """What bringing a catalogue into line with the code did to it."""

    added: list[Text]
    removed: list[Text]


def read_catalog(room: Path) -> Catalog:
    """The room's translations; an empty catalogue when it has none yet."""
    path = room / PLACE
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def entries(catalog: Catalog) -> dict[Text, Message]:
    """The catalogue's messages by the text they translate, without the header."""
    return {_text(message): message for message in catalog if message.id}


def bring_into_line(room: Path, wanted: Iterable[Text]) -> Changes:
    """Adds the texts that the room's catalogue lacks, empty, and drops those nobody shows."""
    wanted = set(wanted)
    known = entries(read_catalog(room))
    added, removed = sorted(wanted - known.keys()), sorted(known.keys() - wanted)
    tidy = _as_po({text: known.get(text) for text in sorted(wanted)})
    path = room / PLACE
    if wanted and (not path.exists() or path.read_bytes() != tidy):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tidy)
    return Changes(added, removed)


def compile_catalog(po: Path) -> None:
    """Writes the .mo file that gettext reads beside a .po file."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=LANGUAGE)
    # Written aside and moved, so that a process that is reading never meets half a file.
    # The name is this process's own: web and worker may start at the same moment.
    fresh = po.with_suffix(f".{getpid()}.new")
    with fresh.open("wb") as target:
        write_mo(target, catalog)
    fresh.replace(po.with_suffix(".mo"))


def _as_po(messages: dict[Text, Message | None]) -> bytes:
    catalog = Catalog(locale=LANGUAGE)
    for text, known in messages.items():
        identity = (text.singular, text.plural) if text.plural else text.singular
        translated = known.string if known else None
        catalog.add(identity, translated, context=text.context or None)
    file = BytesIO()
    write_po(file, catalog, width=100, no_location=True, omit_header=True)
    return file.getvalue()


def _text(message: Message) -> Text:
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return Text(str(singular), str(plural), message.context or "")
