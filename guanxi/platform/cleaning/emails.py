"""E-mail addresses."""

import re

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare, plain

_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-\u0080-\uffff]{1,64}"
_LABEL = r"[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9\u0080-\uffff-]{0,61}[A-Za-z0-9\u0080-\uffff])?"
_ADDRESS = re.compile(
    rf"({_LOCAL})@((?:{_LABEL}\.)+(?:[A-Za-z\u0080-\uffff]{{2,}}|xn--[A-Za-z0-9-]+))"
)
_PART = r"[a-z0-9_+-]+"
_PLAIN = re.compile(rf"{_PART}(?:\.{_PART})*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{{2,}}")
_SEVERAL = re.compile(r"[;,、；，\s]+")
_WRAPPED = re.compile(r"^(?:.*<)?(?:mailto:)?([^<>]+)>?$", re.IGNORECASE | re.DOTALL)


def clean_email(cell: Cell) -> Cleaned[str]:
    """The address in small letters; of several in one cell, the first good one."""
    text = cell if isinstance(cell, str) else plain(cell)
    if _is_address(text):
        small = text.lower()
        return Cleaned(small, "" if small == text else "reformatted")
    short = bare(text).replace("。", ".")
    if not short:
        return Cleaned(None, "empty_word" if text.strip() else "")
    inner = _WRAPPED.sub(r"\1", short).strip()
    if _is_address(inner):
        return Cleaned(inner.lower(), "reformatted")
    pieces = [_WRAPPED.sub(r"\1", piece) for piece in _SEVERAL.split(short)]
    good = [piece for piece in pieces if _is_address(piece)]
    return (
        Cleaned(good[0].lower(), "first_of_several") if good else Cleaned(None, problem="bad_email")
    )


def is_plain_address(text: str) -> bool:
    """Whether this is surely an address that cleaning leaves as it is; most are."""
    return len(text) < 64 and _PLAIN.fullmatch(text) is not None


def _is_address(text: str) -> bool:
    found = _ADDRESS.fullmatch(text)
    if not found or len(text) > 254:
        return False
    local = found.group(1)
    return ".." not in local and not local.startswith(".") and not local.endswith(".")
