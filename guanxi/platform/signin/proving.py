"""Whether a session may administer now: from where it comes, and when its person last proved it."""

import time
from ipaddress import ip_address

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guanxi.platform.errors import ELSEWHERE, STALE, HeldBack


def held_back(request: HttpRequest) -> str:
    """Why whoever asks may not administer: ELSEWHERE or STALE; "" where nothing speaks against it.

    A password, a code, a passkey or the firm's directory is proof, at sign-in as later on.
    """
    if is_elsewhere(request):
        return ELSEWHERE
    minutes = settings.ADMIN_PROVED_MINUTES
    return STALE if minutes and time.time() - _proved_at(request) > minutes * 60 else ""


def is_elsewhere(request: HttpRequest) -> bool:
    """Whether the request comes from outside the networks that administration is kept to."""
    networks = settings.ADMIN_NETWORKS
    if not networks:
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return True
    address = getattr(address, "ipv4_mapped", None) or address
    return not any(address in network for network in networks)


def held_back_message(fault: HeldBack) -> str:
    """Why this session may not do what its person may."""
    if fault.why == ELSEWHERE:
        return _("This can be done from the firm's own networks only.")
    return _("Prove once more who you are: sign in anew, then try again.")


def _proved_at(request: HttpRequest) -> float:
    known = get_authentication_records(request, request.user)
    return max((float(one["at"]) for one in known), default=0.0)
