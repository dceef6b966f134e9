"""A position on earth, written as latitude and longitude in degrees."""

import re
from unicodedata import normalize

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import RuleBroken

WRITTEN = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)")
# Finer than a metre is more than any device knows.
PLACES = 5


def position_of(text: str) -> str:
    """The position in the one way it is kept, "31.23042, 121.47370"; refused where it is none."""
    if not text:
        return ""
    found = WRITTEN.fullmatch(normalize("NFKC", text).replace("、", ",").strip())
    latitude, longitude = map(float, found.groups()) if found else (91.0, 0.0)
    if abs(latitude) > 90 or abs(longitude) > 180:
        message = _("Write latitude and longitude in degrees, such as 31.23042, 121.47370.")
        raise RuleBroken(_("Some values need attention."), {"position": message})
    return f"{latitude:.{PLACES}f}, {longitude:.{PLACES}f}"


def map_of(position: str) -> str:
    """Where a map shows the position; empty where the firm named no map, or there is none."""
    if not position or not settings.MAP_ADDRESS:
        return ""
    latitude, longitude = position.split(", ")
    address: str = settings.MAP_ADDRESS
    return address.replace("{latitude}", latitude).replace("{longitude}", longitude)
