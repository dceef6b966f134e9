"""How Chinese names are read aloud, one plain syllable per character."""

import re
import unicodedata
from functools import lru_cache

from pypinyin.constants import PINYIN_DICT

FORMS = ("集团", "股份", "控股", "责任")
PERSON_LENGTH = range(2, 5)

# Words that firms and people carry in their names, where the first reading is the wrong one.
WORDS = {
    "重庆": "chong qing",
    "长沙": "chang sha",
    "长春": "chang chun",
    "长江": "chang jiang",
    "长城": "chang cheng",
    "长安": "chang an",
    "长兴": "chang xing",
    "长虹": "chang hong",
    "长丰": "chang feng",
    "长远": "chang yuan",
    "银行": "yin hang",
    "行业": "hang ye",
    "商行": "shang hang",
    "车行": "che hang",
    "洋行": "yang hang",
    "音乐": "yin yue",
    "乐器": "yue qi",
    "会计": "kuai ji",
    "朝阳": "chao yang",
    "六安": "lu an",
    "蚌埠": "beng bu",
    "台州": "tai zhou",
    "亳州": "bo zhou",
    "番禺": "pan yu",
    "乐清": "yue qing",
    "东莞": "dong guan",
    "大厦": "da sha",
    "调味": "tiao wei",
    "调料": "tiao liao",
    "空调": "kong tiao",
    "参茸": "shen rong",
    "人参": "ren shen",
    "便宜": "pian yi",
    "地铁": "di tie",
    "传记": "zhuan ji",
    "重工": "zhong gong",
    "弹簧": "tan huang",
}
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "朴": "piao",
    "查": "zha",
    "任": "ren",
    "盖": "ge",
    "翟": "zhai",
    "覃": "qin",
    "缪": "miao",
    "乐": "yue",
    "冼": "xian",
    "折": "she",
    "种": "chong",
    "繁": "po",
    "召": "shao",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "单于": "chan yu",
}
SPECIAL = re.compile("|".join(WORDS))
SPECIAL_HEADS = frozenset(word[0] for word in WORDS)


def readings_of(title: str) -> list[str]:
    """The syllables of the Chinese characters of a title, without its company ending."""
    core = without_company_ending(title)
    table = syllables()
    if len(core) in PERSON_LENGTH:
        known = SURNAMES.get(core[:2]) or SURNAMES.get(core[0])
        if known:
            spoken = known.split()
            return spoken + [table[c] for c in core[len(spoken) :] if c in table]
    if not SPECIAL_HEADS.isdisjoint(core):
        return _with_special_words(core, table)
    return [table[character] for character in core if character in table]


def without_company_ending(title: str) -> str:
    """The name by which people call a firm: 苏州太湖科技有限公司 is 苏州太湖科技."""
    if title.endswith(("有限公司", "有限责任公司")):
        core = title[: title.rindex("有限")]
        while core.endswith(FORMS):
            core = core[:-2]
        return core or title
    if title.endswith(("公司", "集团")):
        return title[:-2] or title
    return title


def _with_special_words(core: str, table: dict[str, str]) -> list[str]:
    found, at = [], 0
    for match in SPECIAL.finditer(core):
        found += [table[c] for c in core[at : match.start()] if c in table]
        found += WORDS[match.group()].split()
        at = match.end()
    return found + [table[c] for c in core[at:] if c in table]


@lru_cache(maxsize=1)
def syllables() -> dict[str, str]:
    """The first reading of every character, in plain letters."""
    table = {chr(code): _plain(reading) for code, reading in PINYIN_DICT.items()}
    return {character: syllable for character, syllable in table.items() if syllable}


def _plain(readings: str) -> str:
    first = unicodedata.normalize("NFD", readings.split(",")[0])
    # ü is typed v on every Chinese keyboard.
    typed = first.replace("u\u0308", "v")
    return "".join([letter for letter in typed if "a" <= letter <= "z"])
