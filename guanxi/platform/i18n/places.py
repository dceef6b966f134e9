"""Countries, and regions of China, as the reader writes them, whoever wrote them down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from pypinyin import lazy_pinyin

from guanxi.platform.cleaning.regions import regions
from guanxi.platform.i18n.reader import is_chinese

# What people write beside the names that CLDR has.
_ALSO = {
    **{"中国大陆": "CN", "中华人民共和国": "CN", "prc": "CN", "mainland china": "CN"},
    **{"usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB"},
    **{"great britain": "GB", "viet nam": "VN", "korea": "KR", "中国香港": "HK", "中国澳门": "MO"},
    **{"香港": "HK", "澳门": "MO", "中国台湾": "TW", "holland": "NL", "czech republic": "CZ"},
}
# Names that English writes otherwise than in the sounds of Mandarin.
_KNOWN = {
    **{"内蒙古": "Inner Mongolia", "陕西": "Shaanxi", "西藏": "Xizang", "香港": "Hong Kong"},
    **{"澳门": "Macao", "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "呼和浩特": "Hohhot"},
    **{"鄂尔多斯": "Ordos", "呼伦贝尔": "Hulunbuir", "锡林郭勒": "Xilingol", "兴安": "Hinggan"},
    **{"乌兰察布": "Ulanqab", "巴彦淖尔": "Bayannur", "阿拉善": "Alxa", "乌鲁木齐": "Urumqi"},
    **{"克拉玛依": "Karamay", "吐鲁番": "Turpan", "喀什": "Kashgar", "和田": "Hotan"},
    **{"伊犁": "Ili", "阿克苏": "Aksu", "阿勒泰": "Altay", "塔城": "Tacheng", "石河子": "Shihezi"},
    **{"巴音郭楞": "Bayingolin", "博尔塔拉": "Bortala", "克孜勒苏": "Kizilsu", "昌吉": "Changji"},
    **{"拉萨": "Lhasa", "日喀则": "Shigatse", "林芝": "Nyingchi", "那曲": "Nagqu"},
    **{"昌都": "Qamdo", "阿里": "Ngari", "阿坝": "Aba", "甘孜": "Garze", "迪庆": "Diqing"},
    **{"台湾": "Taiwan", "厦门": "Xiamen", "蚌埠": "Bengbu", "六安": "Lu'an", "台州": "Taizhou"},
    **{"天台": "Tiantai", "番禺": "Panyu", "乐清": "Yueqing", "丽水": "Lishui", "莘": "Shen"},
    **{"重庆": "Chongqing", "浚": "Xun", "单": "Shan", "歙": "She", "铅山": "Yanshan"},
    **{
        "六合": "Luhe",
        "洪洞": "Hongtong",
        "乐亭": "Laoting",
        "乐陵": "Laoling",
        "枞阳": "Zongyang",
    },
    **{
        "中牟": "Zhongmu",
        "牟平": "Muping",
        "渑池": "Mianchi",
        "荥阳": "Xingyang",
        "长子": "Zhangzi",
    },
    **{"尉犁": "Yuli", "犍为": "Qianwei", "黟": "Yi", "筠连": "Junlian", "郫都": "Pidu"},
}
# What the last signs of a name say, the longest first.
_ENDS: tuple[tuple[str, str], ...] = (
    ("特别行政区", ""), ("经济技术开发区", "Development Zone"),
    ("高新技术开发区", "High-Tech Zone"),
    ("工业园区", "Industrial Park"), ("新片区", "New Area"), ("高新区", "High-Tech Zone"),
    ("开发区", "Development Zone"), ("自治区", ""), ("自治州", "Prefecture"), ("自治县", "County"),
    ("自治旗", "Banner"), ("地区", "Prefecture"), ("新区", "New Area"), ("矿区", "Mining District"),
    ("林区", "Forestry District"), ("街道", "Subdistrict"), ("省", ""), ("市", ""),
    ("区", "District"), ("县", "County"), ("旗", "Banner"), ("盟", "League"), ("镇", "Town"),
    ("乡", "Township"),
)  # fmt: skip
_PEOPLES = re.compile(
    r"(?<=.)(?:(?:蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|各)族?|(?:回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|"
    r"土家|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|"
    r"保安|裕固|独龙|怒|鄂温克|鄂伦春|普米|阿昌|德昂|京|基诺)族)+(?=自治)"
)
# Of cities that English calls alike, those that one means who names no province.
_MEANT_ALONE = frozenset(["苏州市", "福州市"])
_PREFECTURE = re.compile(r"\d{2}(?!00)\d{2}00")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,20}")


def country_said(text: str) -> str:
    """A country in the reader's language; as it was written where nobody knows it."""
    code = _codes().get(text.strip().casefold())
    return _countries("zh_Hans" if is_chinese() else "en")[code] if code else text


def region_said(text: str) -> str:
    """A province, city or district: in English for who reads English, else as it was written."""
    return text if is_chinese() else region_in_english(text)


@lru_cache(maxsize=8_192)
def region_in_english(text: str) -> str:
    """苏州市 is Suzhou, 宿州市 Suzhou (Anhui), 浦东新区 Pudong New Area; else as it is."""
    name, city = _named(text), _alike().get(text)
    return f"{name} ({city.province})" if city and not city.is_meant_alone else name


def _named(text: str) -> str:
    if not _HAN.fullmatch(text):
        return text
    name = text if text.removesuffix("自治区") in _KNOWN else _PEOPLES.sub("", text)
    end, kind = next(((end, kind) for end, kind in _ENDS if name.endswith(end)), ("", ""))
    if not end and not _is_region(text):
        return text
    stem = name.removesuffix(end)
    if not stem:
        return kind or text
    return f"{_KNOWN.get(stem) or _spelled(stem)} {kind}".strip()


def written_as_country(said: str, *, whole: bool = True) -> set[str]:
    """Every way in which a country is written that is called so in either language."""
    wanted, codes = said.strip().casefold(), _codes()
    if not wanted:
        return set()
    meant = {code for name, code in codes.items() if _is(name, wanted, whole=whole)}
    names = {_countries(one)[code] for one in ("zh_Hans", "en") for code in meant}
    return names | {name for name, code in _ALSO.items() if code in meant}


def written_as_region(said: str, *, whole: bool = True) -> set[str]:
    """The regions of China, by full and short name, that are called so in English.

    Of cities called alike: by the name with the province, or that without, if nobody has it alone.
    """
    wanted = re.sub(r"\s*[,(]\s*(.+?)\s*\)?$", r" (\1)", said.strip().casefold())
    if not wanted or not wanted.isascii():
        return set()
    found = {one for one, name in _regions().items() if _is(name, wanted, whole=whole)}
    alike = {one: _named(one).casefold() for one in _alike()}
    found |= {
        one
        for one, city in _alike().items()
        if _is(f"{alike[one]} ({city.province.casefold()})", wanted, whole=whole)
    }
    return found or {one for one, name in alike.items() if name == wanted}


def _is(name: str, wanted: str, *, whole: bool) -> bool:
    return name == wanted if whole else wanted in name


@cache
def _countries(language: str) -> Mapping[str, str]:
    names = Locale.parse(language).territories
    return {code: name for code, name in names.items() if len(code) == 2 and code.isalpha()}


@cache
def _codes() -> Mapping[str, str]:
    """Codes by name in either language, by the code itself and by what else people write."""
    found = {code.casefold(): code for code in _countries("en")}
    for language in ("en", "zh_Hans"):
        found |= {name.casefold(): code for code, name in _countries(language).items()}
    return found | _ALSO


@dataclass(frozen=True)
class _City:
    """A city that shares its English name with another; by which province it is told apart."""

    province: str
    is_meant_alone: bool


@cache
def _alike() -> Mapping[str, _City]:
    """By full and short name the cities that English calls as it calls another one."""
    table = regions()
    towns = {code: name for code, name in table.names.items() if name.endswith("市")}
    cities = {name for code, name in towns.items() if _PREFECTURE.fullmatch(code)}
    named: dict[str, set[str]] = {}
    for name in towns.values():
        named.setdefault(_named(name), set()).add(name)
    found = {}
    for code, name in towns.items():
        others = named[_named(name)] - {name}
        # A city that only smaller ones are called like needs no province.
        if others and not (name in cities and others.isdisjoint(cities)):
            province = _named(table.names[f"{code[:2]}0000"])
            found[name] = _City(province, name in _MEANT_ALONE)
    short = {one: table.names.get(code, "") for one, code in table.cities.items()}
    return found | {one: found[name] for one, name in short.items() if name in found}


@cache
def _regions() -> Mapping[str, str]:
    """Every region, by full and short name, with what it is called in English, in small letters."""
    table = regions()
    names = {*table.names.values(), *table.provinces, *table.cities}
    return {one: region_in_english(one).casefold() for one in names}


def _is_region(text: str) -> bool:
    table = regions()
    return text in table.provinces or text in table.cities or text in table.lone_districts


def _spelled(name: str) -> str:
    """The sounds of a name as one word: Xi'an, Lüliang."""
    # Of two readings, places have this one: 长沙 is Changsha.
    first, *others = lazy_pinyin(name.replace("长", "常"), v_to_u=True)
    return (first + "".join(f"'{one}" if one[:1] in "aoe" else one for one in others)).capitalize()
