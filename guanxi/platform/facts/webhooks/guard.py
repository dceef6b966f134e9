"""Where a webhook may connect to: every address behind a name is judged, then used as judged."""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken
from guanxi.platform.open_ways import is_local

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Iterable[str]]
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


def split_address(url: str) -> SplitResult:
    """The parts of a web address; RuleBroken when a webhook cannot use it."""
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        raise RuleBroken(_("Write a web address, such as https://example.com/hook.")) from None
    if (
        parts.scheme not in PORTS
        or not parts.hostname
        or not port_is_valid
        or not url.isprintable()
    ):
        raise RuleBroken(_("Write a web address, such as https://example.com/hook."))
    if parts.username or parts.password:
        raise RuleBroken(_("Leave name and password out of the address."))
    if parts.scheme == "http" and settings.ENCRYPTED_ONLY and not is_local(parts.netloc):
        raise RuleBroken(_("Webhooks are told over https:// only here."))
    if not is_listed(parts.hostname, settings.WEBHOOK_HOSTS):
        raise RuleBroken(
            _("“%(host)s” is not among the hosts that webhooks may reach here.")
            % {"host": parts.hostname}
        )
    return parts


def is_listed(host: str, listed: Sequence[str]) -> bool:
    """Whether a host, or with a dot in front all below it, is on the list; any if there is none."""
    name = host.rstrip(".").lower()
    return not listed or any(
        name.endswith(one) if one.startswith(".") else name == one
        for one in (entry.strip().lower() for entry in listed)
    )


def resolve(host: str, port: int) -> list[str]:
    """The addresses behind a name, however it is written."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def permitted_address(parts: SplitResult, resolver: Resolver = resolve) -> tuple[str, int]:
    """The one address to connect to; refused if any address behind the name is private."""
    port = parts.port or PORTS[parts.scheme]
    try:
        found = list(resolver(str(parts.hostname), port))
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise RuleBroken(_("Nothing is found under “%(host)s”.") % {"host": parts.hostname})
    if not all(is_permitted(text, settings.WEBHOOK_NETWORKS) for text in found):
        raise RuleBroken(
            _(
                "“%(host)s” leads into a private network. If it must be reached, have its network"
                " named in GUANXI_WEBHOOK_NETWORKS on the server."
            )
            % {"host": parts.hostname}
        )
    return found[0], port


def is_permitted(text: str, networks: Sequence[str] = ()) -> bool:
    """Whether an address is public, or in one of the networks that the operator allows."""
    try:
        address = _embedded(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    for network in map(ipaddress.ip_network, networks):
        if address.version == network.version and address in network:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 one carries, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
