"""Texts kept as they were written, said to the reader in the language they read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Q

from guanxi.platform.glossary.models import Term
from guanxi.platform.i18n import places
from guanxi.platform.i18n.reader import is_chinese
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named

# Among the titles of a page, those of words stand under this name, by the word itself.
WORDS = "words"
Say = Callable[[str], str]
# Rooms that have things with a name in English: from such names to those.
Dictionary = Callable[[set[str]], Mapping[str, str]]
_dictionaries: list[Dictionary] = []
_PLACES: Mapping[str, Say] = {"country": places.country_said, "region": places.region_said}
_WRITTEN: Mapping[str, Callable[..., set[str]]] = {
    "country": places.written_as_country,
    "region": places.written_as_region,
}


def sayer_of(field: Field, words: Mapping[Any, str]) -> Say:
    """How a text of this field is said to the reader, given what its words are in English."""
    return _PLACES.get(field.spoken) or (lambda text: words.get(text, text))


def said(field: Field, texts: Iterable[str]) -> dict[str, str]:
    """By text, what texts of this field are called before the reader."""
    listed = list(texts)
    say = sayer_of(field, words_in_english(listed) if field.spoken == WORDS else {})
    return {text: say(text) if field.spoken else text for text in listed}


def texts_said(noun: str, field: str, texts: Iterable[str]) -> dict[str, str]:
    """As ``said``, the field by its name."""
    return said(noun_named(noun).field(field), texts)


def words_in(columns: Iterable[Field], rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The words in these rows that may have an English one, where the reader needs it."""
    names = [] if is_chinese() else [one.name for one in columns if one.spoken == WORDS]
    found: set[str] = set()
    for row in rows if names else ():
        for name in names:
            value = row[name]
            found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def lend_dictionary(dictionary: Dictionary) -> None:
    """Let texts be said in English by what a room calls its own things."""
    if dictionary not in _dictionaries:
        _dictionaries.append(dictionary)


def title_said(noun: Noun[Any], row: Mapping[str, Any], words: Mapping[Any, str]) -> Any:
    """The title of a row before the reader, given what its words are in English."""
    return titles_said(noun, [row], words)[0]


def titles_said(
    noun: Noun[Any], rows: Iterable[Mapping[str, Any]], words: Mapping[Any, str]
) -> list[Any]:
    """The titles of rows, each as ``title_said``."""
    called, field = noun.called_each(rows), noun.field(noun.title)
    if not field.spoken:
        return called
    say = sayer_of(field, words)
    return [say(one) if one else one for one in called]


def words_in_english(texts: Iterable[str]) -> dict[str, str]:
    """By word, its English; nothing for who reads Chinese."""
    wanted = set() if is_chinese() else {one for one in texts if one}
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for dictionary in _dictionaries:
        found |= dictionary(wanted)
    known = Term.objects.filter(text__in=wanted, deleted_at=None)
    return found | dict(known.values_list("text", "english"))


def written_as(field: Field, text: str, *, whole: bool = True) -> set[str]:
    """How texts of this field are written that are said so, or have that in what is said."""
    if field.spoken in _WRITTEN:
        return _WRITTEN[field.spoken](text, whole=whole)
    match = Q(english__iexact=text) if whole else Q(english__icontains=text)
    known = Term.objects.filter(match, deleted_at=None).values_list("text", flat=True)
    return set(known) if text.strip() else set()
