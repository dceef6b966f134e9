"""From what a file calls a related record to its id."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Making, create_many
from guanxi.platform.rights.visibility import visible_to

REMEMBERED = 50_000
PART = 400


class Relations:
    """Finds related records by number, code or name, and makes missing ones when asked."""

    def __init__(self, making: Making, *, create_missing: bool) -> None:
        self._making = making
        self._create_missing = create_missing
        self._known: dict[tuple[str, str], int | None] = {}

    def resolve(self, fields: Sequence[Field], rows: list[Prepared]) -> list[Prepared]:
        """The rows with ids in place of names; a name that is not found is a problem."""
        for field in fields:
            names = {
                str(row.values[field.name])
                for row in rows
                if row.values.get(field.name) is not None
            }
            self._learn(field, names)
        return [self._resolved(fields, row) for row in rows]

    def forget(self) -> None:
        """Drop what was learnt, after a transaction that was rolled back."""
        self._known.clear()

    def _resolved(self, fields: Sequence[Field], row: Prepared) -> Prepared:
        values, problems = dict(row.values), list(row.problems)
        for field in fields:
            name = values.get(field.name)
            if name is None:
                continue
            values[field.name] = self._known.get((_target(field), str(name)))
            if values[field.name] is None:
                problems.append(Problem(field.name, "no_such_record", str(name)))
        return row._replace(values=values, problems=tuple(problems))

    def _learn(self, field: Field, names: set[str]) -> None:
        target = _target(field)
        new = [name for name in sorted(names) if (target, name) not in self._known]
        if len(self._known) > REMEMBERED:
            self._known.clear()
            new = sorted(names)
        for start in range(0, len(new), PART):
            part = new[start : start + PART]
            found = _ids(field, part, self._making.actor)
            missing = [name for name in part if name not in found]
            if missing and self._may_create(field):
                found.update(self._created(noun_named(field.target), missing))
            self._known.update({(target, name): found.get(name) for name in part})

    def _may_create(self, field: Field) -> bool:
        if not self._create_missing or field.type != "relation":
            return False
        return self._making.actor.may(noun_named(field.target).permission("create"))

    def _created(self, noun: Noun[Any], names: list[str]) -> dict[str, int]:
        values = [{noun.title: name} for name in names]
        records = create_many(noun, values, self._making)
        return {name: record.pk for name, record in zip(names, records, strict=True)}


def _target(field: Field) -> str:
    return field.type if field.type in {"user", "team"} else field.target


def _ids(field: Field, names: list[str], actor: Actor) -> dict[str, int]:
    found: dict[str, int] = {}
    rows, paths = _searched(field, actor)
    for path in paths:
        for pk, value in rows.filter(Q(**{f"{path}__in": names})).values_list("pk", path):
            found.setdefault(str(value), pk)
    by_number = [int(name) for name in names if name.isdecimal() and len(name) < 18]
    rest = [number for number in by_number if str(number) not in found]
    found.update({str(pk): pk for pk in rows.filter(pk__in=rest).values_list("pk", flat=True)})
    return found


def _searched(field: Field, actor: Actor) -> tuple[QuerySet[Any], list[str]]:
    if field.type == "user":
        return User.objects.filter(is_active=True), ["username", "email", "name"]
    if field.type == "team":
        return Team.objects.all(), ["name"]
    noun = noun_named(field.target)
    keys = [*(key for key in noun.import_keys if isinstance(key, str)), noun.title]
    return visible_to(actor, noun), list(_plain_paths(noun, keys))


def _plain_paths(noun: Noun[Any], names: Iterable[str]) -> dict[str, None]:
    fields = noun.fields
    text = {"text", "phone", "email", "long"}
    return {
        fields[name].path: None
        for name in names
        if name in fields and not fields[name].is_custom and fields[name].type in text
    }
