"""Lines that came into a UTF-8 file from elsewhere, read as what they were written in."""

import codecs
import re

from guanxi.platform.imports.reading.encoding import WESTERN, eight_bit_encoding

# A byte that is no UTF-8 travels behind the sign for the unreadable, and can be had back.
KEPT = "guanxi.kept"
UNREADABLE = "\ufffd"
_KEPT_BYTE = re.compile("\ufffd(?=[\udc80-\udcff])")
_WORD = re.compile(r"\w+")
_EVIDENCE = 4096
_BROKEN = 0.5
_SIGNS = frozenset("£€¥§°±²³µ·¼½¾¿¡«»–—‘’“”„…•™©®×")


def _keep(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    wrong = fault.object[fault.start : fault.end]
    return "".join(f"{UNREADABLE}{chr(0xDC00 + one)}" for one in wrong), fault.end


codecs.register_error(KEPT, _keep)


class Strangers:
    """Reads lines that are no UTF-8; what all of them are written in tells of each."""

    def __init__(self) -> None:
        self._evidence = b""

    def read(self, line: str) -> tuple[str, str]:
        """The line as it was meant, and its encoding; none where it is UTF-8 with broken signs."""
        written = _KEPT_BYTE.sub("", line)
        if written == line:
            return line, ""
        raw = written.encode("utf-8", "surrogateescape")
        encoding = "" if _is_broken_utf8(raw) else self._encoding_of(raw)
        if not encoding:
            return raw.decode("utf-8", "replace"), ""
        return raw.decode(encoding, "replace"), encoding

    def _encoding_of(self, raw: bytes) -> str:
        self._evidence = (self._evidence + raw)[-_EVIDENCE:]
        encoding = eight_bit_encoding(self._evidence)
        if encoding == WESTERN and not _is_western(raw):
            return ""
        return encoding


def _is_broken_utf8(raw: bytes) -> bool:
    """Whether most of the line is Chinese in UTF-8, of which a sign was cut."""
    beyond = [sign for sign in raw.decode("utf-8", "replace") if sign > "\x7f"]
    sound = [sign for sign in beyond if sign != UNREADABLE]
    return any(sign > "\u07ff" for sign in sound) and len(sound) >= _BROKEN * len(beyond)


def _is_western(raw: bytes) -> bool:
    """Whether what is beyond ASCII are letters within words, or signs that people write."""
    text = raw.decode(WESTERN, "replace")
    strange = [word for word in _WORD.findall(text) if not word.isascii()]
    signs = {sign for sign in text if sign > "\x7f" and not sign.isalpha()}
    return all(len(word) > 1 for word in strange) and signs <= _SIGNS
