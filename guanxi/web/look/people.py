"""Faces without pictures: a person by a character of the name, a firm by its own."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from guanxi.web.look.escaping import escaped

PERSONS = {"people", "person", "team"}
PIGMENTS = ("azurite", "ochre", "malachite", "gamboge", "lotus")
# A firm is told from its neighbours by what follows the place it is registered in.
PLACES = re.compile(
    "^(?:"
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|"
    "山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|"
    "西藏|宁夏|新疆|香港|澳门|台湾|苏州|南京|无锡|常州|南通|扬州|镇江|徐州|昆山|"
    "杭州|宁波|温州|绍兴|嘉兴|台州|湖州|金华|合肥|芜湖|厦门|福州|泉州|南昌|济南|"
    "青岛|烟台|郑州|洛阳|武汉|长沙|广州|深圳|东莞|佛山|珠海|惠州|中山|海口|成都|"
    "绵阳|贵阳|昆明|西安|兰州|沈阳|大连|长春|哈尔滨|石家庄|太原|南宁|呼和浩特|"
    "乌鲁木齐|银川|西宁|拉萨"
    ")[省市]?(?=..)"
)


def avatar(name: str, key: int = 0, size: str = "") -> SafeString:
    """A person's mark in a pigment that stays with the key."""
    pigment = PIGMENTS[key % len(PIGMENTS)]
    return _avatar(initials(name), f"avatar {pigment} {size}".rstrip())


@lru_cache(4096)
def firm_avatar(name: str, size: str = "") -> SafeString:
    """A firm's mark: one character on grey."""
    return _avatar(firm_character(name), f"avatar firm {size}".rstrip())


def has_face(icon: str) -> bool:
    """Whether records under this icon are somebody: a firm or a person, not a thing."""
    return icon in PERSONS or icon == "firm"


def face(icon: str, name: str, key: int, size: str = "") -> SafeString:
    """The mark of whoever a record is; of a thing, its first character on grey."""
    return avatar(name, key, size) if icon in PERSONS else firm_avatar(name, size)


@lru_cache(4096)
def who(name: str, key: int) -> SafeString:
    """A person with mark and name, as in a cell."""
    if not name:
        return mark_safe('<span class="quiet">—</span>')
    return mark_safe(f'<span class="who">{avatar(name, key)}{escaped(name)}</span>')  # noqa: S308


@lru_cache(4096)
def initials(name: str) -> str:
    """The last character of a Chinese name, two initials of any other."""
    name = name.strip()
    if not name:
        return "?"
    if _is_han(name[-1]):
        return name[-1]
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def firm_character(name: str) -> str:
    """The first character of a firm's own name, past its place and any brackets."""
    bare = name.strip().lstrip("（(【[“\"'")
    return PLACES.sub("", bare)[:1].upper() or "?"


@lru_cache(4096)
def _avatar(text: str, classes: str) -> SafeString:
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, text)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
