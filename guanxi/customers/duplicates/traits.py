"""What two records are compared by, made from their columns."""

import re
from collections.abc import Mapping
from typing import Any, Final

from guanxi.customers.choices import AccountKind
from guanxi.customers.keys import own_name
from guanxi.platform.cleaning import pinyin_key
from guanxi.platform.cleaning.kinds import words
from guanxi.platform.cleaning.phones import phone_tail

Traits = Mapping[str, str | None]

ACCOUNT_COLUMNS: Final = (
    *("id", "kind", "name", "match_key", "phone", "email", "website", "credit_code"),
    *("city", "street", "postcode", "birthday"),
)
PERSON_COLUMNS: Final = (
    *("id", "name", "match_key", "mobile", "phone", "email", "wechat", "birthday"),
    "account__name",
)
TRAITS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": (
        *("name", "own", "sound", "phone", "phone_tail", "email", "domain", "credit_code"),
        *("city", "street", "postcode", "birthday"),
    ),
    "person": (
        *("name", "own", "sound", "phone", "phone_tail", "email", "domain", "wechat"),
        *("firm", "birthday"),
    ),
}
# Domains where anybody has an address say nothing about a firm.
_EVERYBODYS = frozenset(
    words(
        "qq.com 163.com 126.com sina.com sohu.com foxmail.com 139.com 189.cn yeah.net aliyun.com "
        "gmail.com outlook.com hotmail.com yahoo.com icloud.com live.com msn.com gmx.de web.de"
    )
)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/:?#]+)")
_SIGNS = re.compile(r"[\W_]+")


def account_traits(row: Mapping[str, Any]) -> dict[str, str | None]:
    """The traits of a customer from its columns; what is not known is None."""
    is_person = row["kind"] == AccountKind.PERSON
    own = row["match_key"] if is_person else own_name(row["name"])
    return {
        "name": row["match_key"] or None,
        "own": own or None,
        "sound": pinyin_key(own) or None,
        **_reachable(row["phone"], row["email"]),
        "domain": _domain(row["email"], row["website"]),
        "credit_code": row["credit_code"] or None,
        **_place(row),
        "birthday": _text(row["birthday"]),
    }


def person_traits(row: Mapping[str, Any]) -> dict[str, str | None]:
    """The traits of a person from their columns; what is not known is None."""
    name = row["match_key"] or ""
    return {
        "name": name or None,
        "own": name or None,
        "sound": pinyin_key(name) or None,
        **_reachable(row["mobile"] or row["phone"], row["email"]),
        "domain": _domain(row["email"], ""),
        "wechat": (row["wechat"] or "").lower() or None,
        "firm": own_name(row["account__name"] or "") or None,
        "birthday": _text(row["birthday"]),
    }


def _reachable(phone: str, email: str) -> dict[str, str | None]:
    number = (phone or "").partition(";")[0] or None
    tail = phone_tail(number) if number else ""
    return {"phone": number, "phone_tail": tail or None, "email": (email or "").lower() or None}


def _domain(email: str, website: str) -> str | None:
    for host in (_host(website), (email or "").lower().partition("@")[2]):
        if host and host not in _EVERYBODYS:
            return host
    return None


def _host(website: str) -> str:
    found = _HOST.match((website or "").lower())
    return found[1] if found else ""


def _place(row: Mapping[str, Any]) -> dict[str, str | None]:
    street = _SIGNS.sub("", (row["street"] or "").lower())
    return {
        "city": (row["city"] or "").lower().removesuffix("市") or None,
        "street": street or None,
        "postcode": row["postcode"] or None,
    }


def _text(value: Any) -> str | None:
    return str(value) if value else None
