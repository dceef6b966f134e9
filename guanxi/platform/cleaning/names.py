"""Keys under which two spellings of one name meet."""

import re
import unicodedata
from functools import lru_cache

from pypinyin.constants import PINYIN_DICT

from guanxi.platform.cleaning.kinds import words

_HAN = re.compile("[\u3400-\u9fff]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LEGAL_FORMS_ZH = words(
    "股份有限责任公司 集团股份有限公司 集团有限责任公司 股份有限公司 "
    "有限责任公司 集团有限公司 有限合伙企业 普通合伙企业 个人独资企业 "
    "集团公司 有限公司 总公司 分公司 有限合伙 普通合伙 特殊普通合伙 公司 集团 "
    "个体工商户 責任有限公司 股份公司 株式会社 株式會社 有限会社 合同会社"
)
_LEGAL_FORMS_EN = words(
    "incorporated corporation company limited holdings group inc corp co ltd "
    "llc llp lp plc pte pty gmbh ag kg kgaa ohg ug se sa sas sarl eurl srl "
    "spa sl slu bv nv ab oy oyj as asa aps sro kft zrt doo ooo oao zao pjsc "
    "jsc bhd sdn kk pvt private und and et"
)
_ENDS_ZH = frozenset(_LEGAL_FORMS_ZH)
_LAST_PAIRS_ZH = frozenset(end[-2:] for end in _ENDS_ZH)
_LENGTHS_OF_ENDS_ZH = sorted({len(end) for end in _ENDS_ZH}, reverse=True)
_FORMS_EN = frozenset(_LEGAL_FORMS_EN)
_TONES = re.compile("[\u0300-\u036f]")


def company_key(name: str) -> str:
    """The name without legal form, punctuation, width and case: 远航（集团）有限公司 = 远航."""
    text = _folded(name)
    if text.isascii() or not _has_han(text):
        return _western_key(text)
    key = _letters(text)
    while length := _length_of_end_zh(key):
        if len(key) - length < 2:
            break
        key = key[:-length]
    return key


def person_key(name: str) -> str:
    """A person's name without title, blanks and case; Western parts in alphabetical order."""
    text = re.sub(
        r"(先生|女士|小姐|老师|经理|总)$|^(mr|mrs|ms|miss|dr|prof)\b\.?", "", _folded(name)
    )
    if _has_han(text):
        return _letters(text)
    return " ".join(sorted(_NOT_LETTERS.sub(" ", text).split()))


def pinyin_key(name: str) -> str:
    """The name in pinyin without tones and blanks, so that 张伟 and Zhang Wei meet."""
    return _letters("".join(map(_syllables.__getitem__, _folded(name))))


def _length_of_end_zh(key: str) -> int:
    """How many signs at the end are the longest legal form there, none if there is none."""
    if key[-2:] not in _LAST_PAIRS_ZH:
        return 0
    for length in _LENGTHS_OF_ENDS_ZH:
        if key[-length:] in _ENDS_ZH:
            return length
    return 0


def _western_key(text: str) -> str:
    words = _NOT_LETTERS.sub(" ", text.replace(".", "").replace("'", "")).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _FORMS_EN:
        kept.pop()
    return " ".join(kept)


@lru_cache(maxsize=64)
def _folded(name: str) -> str:
    if name.isascii():
        return name.strip().lower()
    text = unicodedata.normalize("NFKC", name).strip().casefold()
    if _has_han(text):
        return text
    return _TONES.sub("", unicodedata.normalize("NFKD", text))


def _has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def _letters(text: str) -> str:
    return text if text.isalnum() else _NOT_LETTERS.sub("", text)


class _Syllables(dict[str, str]):
    """How signs are read aloud, found out once for each; what has no reading stands for itself."""

    def __missing__(self, sign: str) -> str:
        readings: str = PINYIN_DICT.get(ord(sign), "")
        first = unicodedata.normalize("NFD", readings.split(",")[0])
        found = self[sign] = _TONES.sub("", first.replace("u\u0308", "v")) if readings else sign
        return found


_syllables = _Syllables()
