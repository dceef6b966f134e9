"""From what a file calls a related record to its id."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.attaching import attachable
from guanxi.platform.imports.counterparts import records_here
from guanxi.platform.imports.naming import There, number_in
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.imports.remembered import Remembered
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker
from guanxi.platform.rights.visibility import visible_to

# The noun, "user", "author", "team" or "file" that is meant, and what the file calls it.
Name = tuple[str, str | There]

REMEMBERED = 50_000
# History names whoever made it; everything else is given to people who are still here.
AUTHORS = frozenset(["created_by", "updated_by"])
PART = 400


class Relations:
    """Finds related records by code, name or #number, and makes missing ones when asked.

    ``maker`` is that of the rows: what stands above them may be of the same noun, and takes its
    place on the same board.
    """

    def __init__(
        self, maker: Maker, remembered: Remembered | None = None, *, create_missing: bool
    ) -> None:
        self._remembered = remembered
        self._making = maker.making
        self._is_trial = maker.is_trial
        self._create_missing = create_missing
        self._own = maker
        self._makers: dict[str, Maker] = {}
        self._known: dict[Name, int | None] = {}
        self._refused: dict[Name, str] = {}
        self._made: set[Name] = set()
        self._made_earlier: set[Name] = set()

    def resolve(self, fields: Sequence[Field], rows: list[Prepared]) -> list[Prepared]:
        """The rows with ids in place of names; a name that is not found is a problem."""
        self._refused.clear()
        for field in fields:
            names = {
                _called(row.values[field.name])
                for row in rows
                if row.values.get(field.name) is not None
            }
            self._learn(field, names)
        return [self._resolved(fields, row) for row in rows]

    def forget(self) -> None:
        """Drop what was learnt, after a transaction that was rolled back."""
        self._known.clear()
        self._made.clear()
        for maker in self._makers.values():
            maker.forget()

    def remember(self) -> None:
        """In a trial, before what was made is rolled back: made again, it is nothing new."""
        self._made_earlier |= self._made
        self._made.clear()
        for maker in self._makers.values():
            maker.remember()

    def _resolved(self, fields: Sequence[Field], row: Prepared) -> Prepared:
        values, problems = dict(row.values), list(row.problems)
        for field in fields:
            name = values.get(field.name)
            if name is None:
                continue
            meant = (_target(field), _called(name))
            values[field.name] = self._known.get(meant)
            if meant in self._refused:
                problems.append(Problem(field.name, "rule", self._refused[meant]))
            elif values[field.name] is None and self._is_of_this_file(field, name):
                # A trial has taken it back; it stands in for nothing that a rule would look at.
                del values[field.name]
            elif values[field.name] is None:
                is_number = isinstance(name, There) and not name.title
                code = "of_other_books" if is_number else "no_such_record"
                problems.append(Problem(field.name, code, str(name)))
        return row._replace(values=values, problems=tuple(problems))

    def _is_of_this_file(self, field: Field, name: str | There) -> bool:
        if self._remembered is None or field.target != self._own.noun.key:
            return False
        return self._remembered.has(name)

    def _learn(self, field: Field, names: set[str | There]) -> None:
        target, ordered = _target(field), sorted(names, key=str)
        new = [name for name in ordered if (target, name) not in self._known]
        if len(self._known) > REMEMBERED:
            self._known.clear()
            new = ordered
        for start in range(0, len(new), PART):
            part = new[start : start + PART]
            found = _ids(field, part, self._making.actor)
            missing = [name for name in part if name not in found and str(name)[:1] != "#"]
            missing = [name for name in missing if not self._is_of_this_file(field, name)]
            if missing and self._may_create(field):
                titles = sorted({str(name) for name in missing})
                made = self._created(noun_named(field.target), titles)
                found.update({name: made[str(name)] for name in missing if str(name) in made})
            self._known.update(
                {
                    (target, name): found.get(name)
                    for name in part
                    if (target, name) not in self._refused
                }
            )

    def _may_create(self, field: Field) -> bool:
        if not self._create_missing or field.type != "relation":
            return False
        return self._making.actor.may(noun_named(field.target).permission("create"))

    def _created(self, noun: Noun[Any], names: list[str]) -> dict[str, int]:
        """The ids of new records with these names, but for those that a rule refuses."""
        maker = self._maker_of(noun)
        drafts = {name: maker.draft({noun.title: name}) for name in names}
        made = {name: one for name, one in drafts.items() if self._is_accepted(maker, name, one)}
        maker.insert(list(made.values()), [(noun.title,) for _ in made])
        if self._is_trial:
            self._made.update((noun.key, name) for name in made)
            if self._remembered and maker is self._own:
                self._remembered.add_named(made.values())
        return {name: one.pk for name, one in made.items()}

    def _maker_of(self, noun: Noun[Any]) -> Maker:
        if noun.key == self._own.noun.key:
            return self._own
        if noun.key not in self._makers:
            self._makers[noun.key] = Maker(noun, self._making, self._is_trial)
        return self._makers[noun.key]

    def _is_accepted(self, maker: Maker, name: str, record: Any) -> bool:
        meant = (maker.noun.key, name)
        if meant in self._made_earlier:
            maker.check_again(record)
            return True
        try:
            maker.check(record, {maker.noun.title: name})
        except RuleBroken as refused:
            self._refused[meant] = str(next(iter(refused.fields.values()), refused.message))
            return False
        return True


def _target(field: Field) -> str:
    if field.name in AUTHORS:
        return "author"
    return field.type if field.type in {"user", "team", "file"} else field.target


def _called(value: Any) -> str | There:
    return value if isinstance(value, There) else str(value)


def _ids(field: Field, names: list[str | There], actor: Actor) -> dict[str | There, int]:
    """What has come from other books goes by its number there, all else by what it is called."""
    there = [name for name in names if isinstance(name, There)]
    here: dict[There, int] = {}
    if there:
        noun = noun_named(field.target)
        here = records_here(noun, there, visible_to(actor, noun))
    titled = [name for name in there if name.bare not in here and name.title]
    called = [*(name for name in names if isinstance(name, str)), *(one.title for one in titled)]
    found: dict[str | There, int] = {}
    if called:
        found.update(_named(field, called, actor))
    found |= {name: found[name.title] for name in titled if name.title in found}
    return found | {name: here[name.bare] for name in there if name.bare in here}


def _named(field: Field, names: list[str], actor: Actor) -> dict[str, int]:
    found: dict[str, int] = {}
    if field.type == "file":
        return {str(pk): pk for pk in attachable([int(name) for name in names], actor)}
    rows, paths = _searched(field, actor)
    for path in paths:
        for pk, value in rows.filter(Q(**{f"{path}__in": names})).values_list("pk", path):
            found.setdefault(str(value), pk)
    # A bare number is a code that nobody has here, and never the number of another record.
    by_number = {name: pk for name in names if name not in found and (pk := number_in(name))}
    there = set(rows.filter(pk__in=by_number.values()).values_list("pk", flat=True))
    return found | {name: pk for name, pk in by_number.items() if pk in there}


def _searched(field: Field, actor: Actor) -> tuple[QuerySet[Any], list[str]]:
    if field.type == "user":
        people = User.objects.order_by("-is_active", "pk")
        people = people if field.name in AUTHORS else people.filter(is_active=True)
        return people, ["username", "email", "name"]
    if field.type == "team":
        return Team.objects.all(), ["name", "name_en"]
    noun = noun_named(field.target)
    return visible_to(actor, noun), called_by(noun)


def called_by(noun: Noun[Any]) -> list[str]:
    """The columns by whose texts one of these is found, the surest first."""
    keys = [*(key for key in noun.import_keys if isinstance(key, str)), noun.title, noun.title_en]
    return list(_plain_paths(noun, keys))


def _plain_paths(noun: Noun[Any], names: Iterable[str]) -> dict[str, None]:
    fields = noun.fields
    text = {"text", "phone", "email", "long"}
    return {
        fields[name].path: None
        for name in names
        if name in fields and not fields[name].is_custom and fields[name].type in text
    }
