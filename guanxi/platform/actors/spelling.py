"""How the names of people and teams are spelled: by what they sort, and by what they are found."""

from typing import Any

from django.db import models

from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.search.readings import readings_of


class NameKey(models.CharField[str, str]):
    """What the name beside it sorts by: its pinyin, and the name where two are spelled alike."""

    def __init__(self, **kept: Any) -> None:
        usual: dict[str, Any] = {"max_length": 255, "default": "", "editable": False}
        super().__init__(**usual | kept)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Follow the name."""
        return _followed(self, model_instance, sorted_by)


class Spellings(models.TextField[str, str]):
    """What the name beside it is found by: itself, its pinyin and its initials, a line each."""

    def __init__(self, **kept: Any) -> None:
        usual: dict[str, Any] = {"default": "", "editable": False}
        super().__init__(**usual | kept)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Follow the name."""
        return _followed(self, model_instance, spellings)


def sorted_by(name: str) -> str:
    """The pinyin of a name, then the name itself."""
    return f"{pinyin_key(name)} {name}"[:255]


def spellings(name: str) -> str:
    """A name without case and blanks, its pinyin and its initials, each after a line's end."""
    plain = plainly(name)
    spoken = readings_of(plain)
    return "".join(f"\n{way}" for way in (plain, "".join(spoken), "".join(s[:1] for s in spoken)))


def plainly(text: str) -> str:
    """The text without case and blanks."""
    return "".join(text.casefold().split())


def _followed(column: models.Field[Any, Any], record: models.Model, way: Any) -> str:
    found: str = way(record.name)  # type: ignore[attr-defined]
    setattr(record, column.attname, found)
    return found
