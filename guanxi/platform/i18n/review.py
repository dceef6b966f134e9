"""What is wrong with a room's translations, one sentence for each fault."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Message

from guanxi.platform.i18n.catalogs import entries, read_catalog
from guanxi.platform.i18n.extraction import Text

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")
# Chinese text takes the wide marks; the narrow ones look like a slip of the keyboard.
NARROW = re.compile(r"[\u4e00-\u9fff][,;:!?](?=\s|$|[\u4e00-\u9fff])")
# Names and codes stay as they are; four words in a row are a sentence that was left in.
UNTRANSLATED = re.compile(r"[A-Za-z][a-z']+(?:[ ,;]+[a-z]{2,}){3,}")


def faults(room: Path, wanted: set[Text]) -> Iterator[str]:
    """Everything that keeps the room from being fully and correctly translated."""
    known = entries(read_catalog(room))
    for text in sorted(wanted - known.keys()):
        yield f"missing: {text.singular!r}"
    for text in sorted(known.keys() - wanted):
        yield f"no longer shown: {text.singular!r}"
    for text in sorted(wanted & known.keys()):
        yield from _faults_of(text, known[text])


def disagreements(rooms: Mapping[str, Path]) -> Iterator[str]:
    """Texts that two rooms translate differently, of which gettext would silently pick one."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for name, room in rooms.items():
        for text, message in entries(read_catalog(room)).items():
            translation = "".join(_translations(message))
            if not translation:
                continue
            other, elsewhere = first.setdefault((text.context, text.singular), (name, translation))
            if elsewhere != translation:
                yield (
                    f"{text.singular!r} is {elsewhere!r} in {other} and {translation!r} in {name}: "
                    "use one word, or pgettext"
                )


def _faults_of(text: Text, message: Message) -> Iterator[str]:
    translations = _translations(message)
    if not all(translations):
        yield f"empty: {text.singular!r}"
        return
    if message.fuzzy:
        yield f"marked fuzzy: {text.singular!r}"
    for translation in translations:
        if _placeholders(translation) != _placeholders(text.plural or text.singular):
            yield f"other placeholders: {text.singular!r} and {translation!r}"
        if NARROW.search(translation):
            yield f"narrow punctuation: {translation!r}"
        if left := UNTRANSLATED.search(translation):
            yield f"English left in: {left.group()!r}"


def _translations(message: Message) -> list[str]:
    string = message.string
    return [str(form) for form in string] if isinstance(string, list | tuple) else [string or ""]


def _placeholders(text: str) -> list[str]:
    return sorted(match.group() for match in PLACEHOLDER.finditer(text.replace("%%", "")))
