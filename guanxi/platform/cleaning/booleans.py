"""Yes and no in the many ways people mark them."""

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare, words

_YES = words("是 有 对 真 y yes t true 1 √ ✓ ✔ ☑ on ok x 已 启用 同意 はい ja si oui")
_NO = words("否 无 没有 错 假 不是 不 n no f false 0 × ✗ ✘ ☐ off 未 停用 不同意 nein non")
_YES_AND_NO = {word: True for word in _YES} | {word: False for word in _NO}


def clean_boolean(cell: Cell) -> Cleaned[bool]:
    """True or False; anything that is neither is a problem."""
    if isinstance(cell, bool):
        return Cleaned(cell)
    word = str(cell).strip().lower()
    answer = _YES_AND_NO.get(word, _YES_AND_NO.get(bare(cell).lower()))
    if answer is not None:
        return Cleaned(answer)
    return Cleaned(None, problem="not_yes_or_no") if bare(cell) else Cleaned(None)
