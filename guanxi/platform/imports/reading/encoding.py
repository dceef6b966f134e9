"""Which encoding a text file is in, judged by a few looks into it."""

import codecs
from itertools import islice, takewhile
from pathlib import Path

from guanxi.platform.imports.reading.kinds import Unreadable

LOOK = 256 * 1024
LOOKS = 5
# How far a file is searched for the first sign that tells an encoding from another.
SEARCHED = 4096 * LOOK

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x00\x1a\x1b")
# The everyday characters of both standards lie together: a wrong reading falls outside of them.
_EVERYDAY = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
_PUNCTUATION = (0xA1, 0xA3)
_SURE = 0.6
_NEARLY_ALL = 0.9


def encoding_of(path: Path) -> str:
    """The Python name of the file's encoding; refuses a file that is not text."""
    looks = _look_into(path)
    marked = next((name for mark, name in _MARKS if looks[0].startswith(mark)), "")
    if not marked and all(look.isascii() for look in looks):
        looks += _beyond_ascii(path)
    return marked or _utf16_without_mark(looks[0]) or _eight_bit(looks)


def _look_into(path: Path) -> list[bytes]:
    size = path.stat().st_size
    step = max(LOOK, size // LOOKS)
    with path.open("rb") as file:
        looks = []
        for start in range(0, max(size, 1), step):
            file.seek(start)
            looks.append(file.read(LOOK))
    return looks


def _beyond_ascii(path: Path) -> list[bytes]:
    """The first parts of the file that hold more than every encoding writes alike."""
    with path.open("rb") as file:
        parts = takewhile(bool, (file.read(LOOK) for _ in range(SEARCHED // LOOK)))
        return list(islice((part for part in parts if not part.isascii()), LOOKS))


def _utf16_without_mark(look: bytes) -> str:
    even, odd = look[0:4096:2].count(0), look[1:4096:2].count(0)
    half = max(1, min(len(look), 4096) // 2)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _eight_bit(looks: list[bytes]) -> str:
    text = b"".join(looks)
    controls = sum(text.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    if controls > len(text) * 0.01 or text.count(0) > len(text) * 0.1:
        raise Unreadable("not_a_table")
    if all(_is_utf8(look, first=not index) for index, look in enumerate(looks)):
        return "utf-8"
    if _utf8_share(text) >= _NEARLY_ALL:
        return "utf-8"
    return _best_chinese(text)


def _utf8_share(text: bytes) -> float:
    """Of what is beyond ASCII, the part that is UTF-8: some rows may come from elsewhere."""
    read = text.decode("utf-8", "replace")
    wrong = read.count("\ufffd")
    beyond = sum(sign > "\x7f" for sign in read)
    return (beyond - wrong) / beyond if beyond else 0.0


def _is_utf8(look: bytes, *, first: bool) -> bool:
    # A look that starts in the middle of the file may start in the middle of a character.
    start = 0
    while not first and start < min(4, len(look)) and look[start] & 0xC0 == 0x80:
        start += 1
    try:
        codecs.getincrementaldecoder("utf-8")().decode(look[start:])
    except UnicodeDecodeError:
        return False
    return True


def _best_chinese(text: bytes) -> str:
    shares = {name: _everyday_share(text, *lead) for name, lead in _EVERYDAY.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _SURE else "cp1252"


def _everyday_share(text: bytes, lowest: int, highest: int) -> float:
    everyday = total = position = 0
    while position < len(text) - 1:
        lead, trail = text[position], text[position + 1]
        if lead < 0x80:
            position += 1
            continue
        total += 1
        is_everyday = lead in _PUNCTUATION or lowest <= lead <= highest
        everyday += is_everyday and _is_trail(trail, lowest)
        position += 2
    return everyday / total if total else 0.0


def _is_trail(trail: int, lowest: int) -> bool:
    return trail >= 0xA1 or (lowest == 0xA4 and 0x40 <= trail <= 0x7E)
