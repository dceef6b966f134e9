"""People found by a part of their name: by its characters, pinyin or initials, or by user name."""

from functools import lru_cache

from guanxi.platform.actors.models import User
from guanxi.platform.search.readings import readings_of


def people_named(text: str) -> list[User]:
    """Active people whose name or user name has ``text`` in it, by name; all without text."""
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    return [one for one in people if is_called(one, text)]


def is_called(person: User, text: str) -> bool:
    """Whether ``text`` is part of the name in any of its readings, or begins the user name."""
    wanted = text.strip().casefold().replace(" ", "")
    return person.username.casefold().startswith(wanted) or any(
        wanted in way for way in _ways(person.name)
    )


# More names than the largest firm has people: one fewer, and every search would read all anew.
@lru_cache(16_384)
def _ways(name: str) -> tuple[str, str, str]:
    plain = name.casefold().replace(" ", "")
    spoken = readings_of(plain)
    return plain, "".join(spoken), "".join(one[:1] for one in spoken)
