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
REMEMBERED = 20
_KINDS = {"phone": "phone", "email": "email"}


def guess_mapping(
    target: str, fields: Mapping[str, Field], header: Sequence[str], columns: Sequence[list[Cell]]
) -> dict[str, str]:
    """A field for every column that has one, each field once; empty for the others.

    What was chosen for a column before goes first, unless this person can no longer fill it.
    """
    remembered, is_whole = remembered_columns(target, header)
    usable = {column: field for column, field in remembered.items() if not field or field in fields}
    names = names_of(fields)
    known = {column: usable.get(column, usable.get(folded(column))) for column in header}
    # A column that is remembered has its field before one that is only called like it.
    order = sorted(header, key=lambda column: known[column] is None)
    mapping, taken = dict.fromkeys(header, ""), set()
    for column in order:
        chosen = known[column]
        field = names.get(folded(column), "") if chosen is None else chosen
        if field and field not in taken:
            mapping[column] = field
            taken.add(field)
    if is_whole:
        return mapping
    untold = {
        column: cells
        for column, cells in zip(header, columns, strict=False)
        if known[column] is None
    }
    return _with_kinds(mapping, fields, untold)


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


def remembered_columns(target: str, header: Iterable[str]) -> tuple[dict[str, str], bool]:
    """The field of each column by its name, and whether a file with this very header told it.

    Without such a file, earlier ones with some of these columns tell, the newest first.
    """
    memories = MappingMemory.objects.filter(target=target)
    same = memories.filter(signature=signature_of(header)).first()
    found: dict[str, str] = {}
    for memory in [same] if same else memories.order_by("-used_at", "-pk")[:REMEMBERED]:
        for column, field in memory.mapping.items():
            found.setdefault(column, field)
            found.setdefault(folded(column), field)
    return found, same is not None


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
    for column, cells in columns.items():
        if mapping[column]:
            continue
        kind = _KINDS.get(kind_of(column, cells), "")
        free = [one.name for one in fields.values() if one.type == kind and one.name not in taken]
        if kind and free:
            mapping[column] = free[0]
            taken.add(free[0])
    return mapping
