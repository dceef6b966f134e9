"""Ways to other machines on which nothing is encrypted; local ones are nobody else's to read."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

ENCRYPTED = {"require", "verify-ca", "verify-full"}


@dataclass(frozen=True)
class OpenWay:
    """One such way: what goes along it, and the address at its end."""

    kind: str
    address: str


def open_ways(configured: Mapping[str, Any]) -> list[OpenWay]:
    """Those that the settings (by name) lead to, from the database to known passwords."""
    database = configured["DATABASES"]["default"]
    mode = database.get("OPTIONS", {}).get("sslmode", "")
    mail_is_closed = configured["EMAIL_USE_TLS"] or configured.get("EMAIL_USE_SSL")
    providers = configured["SOCIALACCOUNT_PROVIDERS"].get("openid_connect", {}).get("APPS", [])
    ways = [
        OpenWay("database", "" if mode in ENCRYPTED else database.get("HOST") or ""),
        OpenWay("mail", "" if mail_is_closed else configured["EMAIL_HOST"]),
        *(OpenWay("directory", _plain_web(one["settings"]["server_url"])) for one in providers),
        OpenWay("log", configured["LOG_SERVER"]),
        OpenWay("scanner", configured["CLAMD"]),
        OpenWay("breaches", _plain_web(configured["BREACHED_PASSWORDS"])),
    ]
    return [one for one in ways if not is_local(one.address)]


def is_local(address: str) -> bool:
    """Whether an address is empty, a socket, or of this machine itself."""
    host = urlsplit(f"//{address}").hostname or ""
    if not host or address.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _plain_web(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc if parts.scheme == "http" else ""
