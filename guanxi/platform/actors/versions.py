"""Version numbers that tell every process when to forget what it has cached."""

import secrets

from django.db import connection

from guanxi.platform.actors.models import Version


def version_of(name: str) -> int:
    """The present number of "rights", "schema" or "views"; 0 before the first change."""
    # Asked several times by every page: written out, it costs a tenth of the queryset.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM platform_version WHERE name = %s", [name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def renew_version(name: str) -> None:
    """Draw a new number. Random, so that a rolled back change is never mistaken for a later one."""
    number = secrets.randbits(62) + 1
    Version.objects.update_or_create(pk=name, defaults={"number": number})
