"""Refuses to start where something would leave this machine unencrypted."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from guanxi.platform.open_ways import open_ways


def refuse_open_ways(configured: Mapping[str, Any]) -> None:
    """Raise with the names of all ways to other machines that are not encrypted."""
    found = ", ".join(f"{one.kind} ({one.address})" for one in open_ways(configured))
    if found:
        raise ImproperlyConfigured(f"GUANXI_ENCRYPTED_ONLY=1, but not encrypted: {found}")
