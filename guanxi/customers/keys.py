"""The keys by which names sort and under which spellings of one name meet."""

from functools import cache

from guanxi.platform.cleaning import company_key, person_key, pinyin_key
from guanxi.platform.cleaning.regions import regions

_LONGEST_PLACE = 5
_SHORTEST_NAME = 3


def account_keys(name: str, kind: str) -> tuple[str, str]:
    """The key that sorts a customer by pinyin, and the one under which duplicates meet."""
    match = person_key(name) if kind == "person" else company_key(name)
    return pinyin_key(name)[:200], match[:200]


def person_keys(name: str) -> tuple[str, str]:
    """The key that sorts a person by pinyin, and the one under which duplicates meet."""
    return pinyin_key(name)[:200], person_key(name)[:120]


def own_name(name: str) -> str:
    """A firm's own name without legal form and place: 苏州博衡传感有限公司 = 博衡传感.

    A place stays where too little would be left to tell firms apart, as in 北京银行.
    """
    key = company_key(name)
    for length in range(min(_LONGEST_PLACE, len(key) - _SHORTEST_NAME), 1, -1):
        if key[:length] in _places():
            rest = key[length:].lstrip("省市区县")
            return rest if len(rest) >= _SHORTEST_NAME else key
    return key


@cache
def _places() -> frozenset[str]:
    table = regions()
    return frozenset(name for name in {*table.provinces, *table.cities} if len(name) > 1)
