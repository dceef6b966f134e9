"""统一社会信用代码 by GB 32100-2015, and the 15-digit registration number it replaced."""

import re
from functools import lru_cache
from operator import mul

from guanxi.platform.cleaning.kinds import Cell, Cleaned, bare

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
# Letters the standard leaves out because people confuse them with digits.
_MISREAD = str.maketrans("OIZS", "0125")
_BETWEEN = re.compile(r"[\s\-.·]")


def clean_credit_code(cell: Cell) -> Cleaned[str]:
    """The 18-sign code with a right check sign, or a right 15-digit registration number."""
    if type(cell) is str and is_credit_code(cell):
        return Cleaned(cell)
    text = bare(cell)
    if not text:
        return Cleaned(None, "empty_word" if str(cell).strip() else "")
    code = _BETWEEN.sub("", text).upper()
    if is_credit_code(code) or is_registration_number(code):
        return Cleaned(code, "" if code == str(cell) else "reformatted")
    reread = code.translate(_MISREAD)
    if reread != code and is_credit_code(reread):
        return Cleaned(reread, "misread_signs")
    return Cleaned(None, problem=_problem(code))


# An import checks a column of 2,000 cells, and then the records that were made of them.
@lru_cache(maxsize=4_096)
def is_credit_code(code: str) -> bool:
    """Whether these are 18 signs of the standard whose last one checks the others."""
    return bool(_FORM.fullmatch(code)) and code[17] == check_sign(code[:17])


def check_sign(first_17: str) -> str:
    """The sign that makes 17 signs a whole code (GB 32100-2015, modulo 31)."""
    total = sum(map(mul, map(_VALUES.__getitem__, first_17), _WEIGHTS))
    return _SIGNS[-total % 31]


def is_registration_number(code: str) -> bool:
    """Whether these are 15 digits that pass the check of GB/T 17710 (modulo 11, 10)."""
    if len(code) != 15 or not code.isascii() or not code.isdigit():
        return False
    product = 10
    for digit in code[:14]:
        product = (product + int(digit)) % 10 or 10
        product = product * 2 % 11
    return (product + int(code[14])) % 10 == 1


def _problem(code: str) -> str:
    if len(code) not in (15, 18):
        return "credit_code_length"
    return "credit_code_check"
