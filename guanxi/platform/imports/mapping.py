"""Which column means which field: by memory, by name, by synonym, by what stands in it."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import override

from guanxi.platform.cleaning import kind_of
from guanxi.platform.imports.models import MappingMemory
from guanxi.platform.imports.reading import Cell
from guanxi.platform.nouns.fields import Field

_NOT_WORD = re.compile(r"[\W_]+")
_KINDS = {"phone": "phone", "email": "email"}


def guess_mapping(
    target: str, fields: Mapping[str, Field], header: Sequence[str], columns: Sequence[list[Cell]]
) -> dict[str, str]:
    """A field for every column that has one, each field once; empty for the others."""
    remembered = remembered_mapping(target, header)
    if remembered:
        return {name: remembered.get(name, "") for name in header}
    names = names_of(fields)
    mapping = {column: names.get(folded(column), "") for column in header}
    taken: set[str] = set()
    for column, field in mapping.items():
        mapping[column] = "" if field in taken else field
        taken.add(field)
    return _with_kinds(mapping, fields, dict(zip(header, columns, strict=False)))


def names_of(fields: Mapping[str, Field]) -> dict[str, str]:
    """Every folded name, label in both languages and synonym, to its field."""
    names: dict[str, str] = {}
    for field in fields.values():
        for synonym in field.synonyms:
            names.setdefault(folded(synonym), field.name)
    for language in ("en", "zh-hans"):
        with override(language):
            names.update({folded(str(field.label)): field.name for field in fields.values()})
    names.update({folded(field.name): field.name for field in fields.values()})
    return names


def remember_mapping(
    target: str, header: Iterable[str], mapping: Mapping[str, str], *, at: dt.datetime
) -> None:
    """Keep a mapping for the next file with this header."""
    MappingMemory.objects.update_or_create(
        target=target,
        signature=signature_of(header),
        defaults={"mapping": dict(mapping), "used_at": at},
    )


def remembered_mapping(target: str, header: Iterable[str]) -> dict[str, str]:
    """The mapping of the last file with this header, or nothing."""
    found = MappingMemory.objects.filter(target=target, signature=signature_of(header)).first()
    return dict(found.mapping) if found else {}


def signature_of(header: Iterable[str]) -> str:
    """The same for two headers with the same names in any order."""
    return hashlib.sha256("\n".join(sorted(map(folded, header))).encode()).hexdigest()


def folded(name: str) -> str:
    """A column name without case, width, blanks and punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", str(name)).casefold())


def _with_kinds(
    mapping: dict[str, str], fields: Mapping[str, Field], columns: Mapping[str, list[Cell]]
) -> dict[str, str]:
    """Columns that hold phones or e-mails fill such a field when no name told of another."""
    taken = set(mapping.values())
    for column, field in mapping.items():
        if field:
            continue
        kind = _KINDS.get(kind_of(column, columns.get(column, ())), "")
        free = [one.name for one in fields.values() if one.type == kind and one.name not in taken]
        if kind and free:
            mapping[column] = free[0]
            taken.add(free[0])
    return mapping
