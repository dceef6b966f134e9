"""Which encoding a text file is in, judged by a few looks into it."""

import codecs
from collections import Counter
from functools import cache
from itertools import islice, takewhile
from pathlib import Path

from guanxi.platform.imports.reading.common_signs import JAPANESE, KANA, SIMPLIFIED, TRADITIONAL
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
# The everyday characters of a standard lie together: a wrong reading falls outside of them.
_EVERYDAY = {
    "gb18030": (range(0xB0, 0xD8), (range(0xA1, 0xFF),)),
    "big5": (range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF))),
    "shift_jis": (range(0x88, 0x99), (range(0x40, 0x7F), range(0x80, 0xFD))),
}
# Of these some stand in every text, however short: they decide where two readings fit as well.
_COMMON = {"gb18030": SIMPLIFIED, "big5": TRADITIONAL, "shift_jis": JAPANESE | KANA}
_PUNCTUATION = frozenset("，。、；：？！（）《》「」『』【】“”‘’—…·～％￥＋－＝／○●★◎　〇々")
_WIDE = frozenset(map(chr, range(0xFF01, 0xFF5F)))
WESTERN = "cp1252"
_SAMPLE = 128 * 1024
_SURE = 0.6
_FEW = 8
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
    """Every other byte of Latin text is nothing, and beside commas and line ends in Chinese."""
    part = look[: 4096 & ~1]
    zeros = {"utf-16-be": part[0::2].count(0), "utf-16-le": part[1::2].count(0)}
    for name, other in (("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-16-le")):
        if zeros[name] > len(part) * 0.2 and zeros[other] < len(part) * 0.025:
            return name
    if not any(zeros.values()):
        return ""
    read = {name: _readable_share(part, name) for name in zeros}
    best = max(read, key=lambda name: read[name])
    return best if read[best] >= _NEARLY_ALL and zeros[best] else ""


def _readable_share(part: bytes, name: str) -> float:
    """How much of a reading is Latin, Chinese or Japanese text with line ends in it."""
    text = part[: len(part) & ~1].decode(name, "replace")
    if not text or "\n" not in text:
        return 0.0
    fitting = sum(_is_script(sign) for sign in text)
    return fitting / len(text)


def _is_script(sign: str) -> bool:
    code = ord(sign)
    return (
        sign in "\t\r\n"
        or 0x20 <= code < 0x7F
        or 0x3000 <= code < 0x3100
        or 0x4E00 <= code < 0xA000
        or 0xFF00 <= code < 0xFFEF
    )


def _eight_bit(looks: list[bytes]) -> str:
    text = b"".join(looks)
    controls = sum(text.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    if controls > len(text) * 0.01 or text.count(0) > len(text) * 0.1:
        raise Unreadable("not_a_table")
    if all(_is_utf8(look, first=not index) for index, look in enumerate(looks)):
        return "gb18030" if _is_chinese_by_chance_utf8(text) else "utf-8"
    if _utf8_share(text) >= _NEARLY_ALL or any(map(_is_sure_utf8, text.splitlines())):
        return "utf-8"
    return eight_bit_encoding(text)


def _is_chinese_by_chance_utf8(text: bytes) -> bool:
    """Few characters of GBK may be signs of UTF-8 that nobody writes, such as 小学."""
    signs = [sign for sign in text.decode("utf-8", "replace") if sign > "\x7f"]
    if not 0 < len(signs) <= _FEW or max(signs) > "\u07ff":
        return False
    return all(sign in SIMPLIFIED for sign in text.decode("gb18030", "replace") if sign > "\x7f")


def _utf8_share(text: bytes) -> float:
    """Of what is beyond ASCII, the part that is UTF-8: some rows may come from elsewhere."""
    read = text.decode("utf-8", "replace")
    wrong = read.count("\ufffd")
    beyond = sum(sign > "\x7f" for sign in read)
    return (beyond - wrong) / beyond if beyond else 0.0


def _is_sure_utf8(line: bytes) -> bool:
    """Signs of three bytes in a sound line are no chance: the others came in from elsewhere."""
    try:
        return not line.isascii() and max(line.decode()) > "\u07ff"
    except UnicodeDecodeError:
        return False


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


def eight_bit_encoding(text: bytes) -> str:
    """What text that is no UTF-8 is written in, Western where nothing Chinese or Japanese fits."""
    sample = _beyond_ascii_of(text)
    everyday = {name: _share(sample, name, _everyday(name)) for name in _EVERYDAY}
    fitting = [name for name, share in everyday.items() if share >= _SURE]
    common = {name: _share(sample, name, _COMMON[name]) for name in fitting}
    return max(fitting, key=lambda name: common[name] + everyday[name], default=WESTERN)


def _beyond_ascii_of(text: bytes) -> bytes:
    """The lines that hold more than ASCII, as far as is enough to judge by."""
    lines = (line for line in text.split(b"\n") if not line.isascii())
    found = bytearray()
    for line in lines:
        if len(found) > _SAMPLE:
            break
        found += line + b"\n"
    return bytes(found)


def _share(sample: bytes, name: str, signs: frozenset[str]) -> float:
    """Of what is beyond ASCII in this reading, how much is one of these signs."""
    counted = Counter(sample.decode(name, "replace"))
    beyond = {sign: times for sign, times in counted.items() if sign > "\x7f"}
    total = sum(times for sign, times in beyond.items() if sign not in _PUNCTUATION | _WIDE)
    held = sum(times for sign, times in beyond.items() if sign in signs)
    return held / total if total else 0.0


@cache
def _everyday(name: str) -> frozenset[str]:
    leads, trails = _EVERYDAY[name]
    pairs = (bytes((lead, trail)) for lead in leads for part in trails for trail in part)
    signs = "".join(pair.decode(name, "ignore") for pair in pairs)
    return frozenset(signs) | (KANA if name == "shift_jis" else frozenset())
