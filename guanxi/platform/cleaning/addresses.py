"""An address split into 省, 市, 区 and the rest."""

import re
from typing import NamedTuple

from guanxi.platform.cleaning.kinds import Cell, Cleaned
from guanxi.platform.cleaning.regions import Regions, is_municipality, regions
from guanxi.platform.cleaning.text import clean_line

_LEADING = re.compile(r"^(?:中华人民共和国|中国大陆|中国)?[\s,，·\-/]*")
_BETWEEN = " ,，·-/>"
_LONGEST = 12
_GOES_ON = tuple("省市州盟区县旗镇乡路街道")
_UNKNOWN_DISTRICT = re.compile(
    r"^([\u4e00-\u9fff]{1,6}?(?:新区|开发区|区|县|旗))(?![\u4e00-\u9fff]?路)"
)


class Address(NamedTuple):
    """The parts of an address by their full names; what was not found is empty."""

    province: str
    city: str
    district: str
    street: str


def clean_address(cell: Cell) -> Cleaned[Address]:
    """The address in parts; province and city are filled in where a lower part names them."""
    line, change, _ = clean_line(cell)
    if not line:
        return Cleaned(None, change)
    address = split_address(line)
    is_filled_in = bool(address.province) and address.province[:2] not in line
    return Cleaned(address, "region_filled_in" if is_filled_in else change)


def split_address(line: str) -> Address:
    """Province, city, district and street of one line; foreign addresses are all street."""
    if line.isascii():
        return Address("", "", "", line)
    table = regions()
    rest = _LEADING.sub("", line, count=1)
    province, rest = _taken(table.provinces, rest)
    city, rest = _city(table, province, rest)
    district, rest = _district(table, province, city, rest)
    if district and not city and not is_municipality(district):
        city = _city_of(table, district)
    code = district or city or province
    if not code:
        return Address("", "", "", line)
    province_name = table.names.get(code[:2] + "0000", "")
    city_name = province_name if is_municipality(code) else table.names.get(city, "")
    district_name = table.names.get(district, "")
    if city and not district:
        district_name, rest = _unknown_district(rest)
    return Address(province_name, city_name, district_name, rest.strip(_BETWEEN))


def _city(table: Regions, province: str, rest: str) -> tuple[str, str]:
    if province and is_municipality(province):
        again, shorter = _taken(table.provinces, rest)
        return "", shorter.removeprefix("市辖区") if again == province else rest.removeprefix(
            "市辖区"
        )
    city, shorter = _taken(table.cities, rest, province[:2])
    return (city, shorter) if city else ("", rest)


def _district(table: Regions, province: str, city: str, rest: str) -> tuple[str, str]:
    if city:
        return _taken(table.districts.get(city[:4], {}), rest)
    if province and is_municipality(province):
        for part in ("01", "02"):
            found, shorter = _taken(table.districts.get(province[:2] + part, {}), rest)
            if found:
                return found, shorter
        return "", rest
    return _taken(table.lone_districts, rest, province[:2])


def _city_of(table: Regions, district: str) -> str:
    city = district[:4] + "00"
    return city if city in table.names else ""


def _taken(names: dict[str, str], text: str, within: str = "") -> tuple[str, str]:
    """The region whose name the text starts with, the longest first, and what follows it."""
    for length in range(min(_LONGEST, len(text)), 1, -1):
        code = names.get(text[:length])
        if code and code.startswith(within) and not _is_part_of_a_word(text, length):
            return code, text[length:].lstrip(_BETWEEN)
    return "", text


def _is_part_of_a_word(text: str, length: int) -> bool:
    """Whether the name goes on: 朝阳 in 朝阳区 is not the city, 南京 in 南京路 not either."""
    return text[length : length + 1] in _GOES_ON and text[length - 1] not in _GOES_ON


def _unknown_district(rest: str) -> tuple[str, str]:
    found = _UNKNOWN_DISTRICT.match(rest)
    return (found[1], rest[found.end() :]) if found else ("", rest)
