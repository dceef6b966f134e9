"""Version numbers that tell every process when to forget what it has cached."""

import secrets

from guanxi.platform.actors.models import Version


def version_of(name: str) -> int:
    """The present number of "rights" or "schema"; 0 before the first change."""
    return Version.objects.filter(pk=name).values_list("number", flat=True).first() or 0


def renew_version(name: str) -> None:
    """Draw a new number. Random, so that a rolled back change is never mistaken for a later one."""
    number = secrets.randbits(62) + 1
    Version.objects.update_or_create(pk=name, defaults={"number": number})
