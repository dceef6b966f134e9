"""Definitions from a file, brought into this house: first what would become of each, then all."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Version
from guanxi.platform.custom.schema import refresh_schema, schema_apart
from guanxi.platform.definitions.document import Document
from guanxi.platform.definitions.part import Name, Part, Said, differences
from guanxi.platform.definitions.parts import parts
from guanxi.platform.definitions.shapes import empty_of, fits
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.rights.administering import require_administrator

NEW, CHANGED, SAME, IMPOSSIBLE = "new", "changed", "same", "impossible"
MOST_TOLD = 10
Act = Callable[["Step"], None]


@dataclass
class Step:
    """One definition of a file: what becomes of it here, how it differs, or why it cannot be."""

    part: Part
    said: Said
    state: str = SAME
    why: Message = ""
    differs: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def name(self) -> Name:
        """What tells it from the others of its part."""
        return self.part.name_of(self.said)

    @property
    def id(self) -> str:
        """What a form calls it by."""
        return "\n".join((self.part.key, *self.name))

    @property
    def title(self) -> str:
        """What people call it."""
        return self.part.title(self.said) or " · ".join(filter(None, self.name))


def foresee(document: Document, *, actor: Actor, at: dt.datetime) -> list[Step]:
    """What would become of each definition: all is carried out, looked at, and taken back."""
    require_administrator(actor)
    with schema_apart(), transaction.atomic():
        _let_no_other_define()
        steps = _carried_out(_steps(document), actor, at)
        transaction.set_rollback(True)
    return steps


def bring_in(
    document: Document,
    taken: Collection[str] | None = None,
    *,
    actor: Actor,
    at: dt.datetime,
) -> list[Step]:
    """What became of each definition that is ``taken`` by its id, or of all; all or none of them.

    RuleBroken names those that cannot be. What this house has and the file has not stays.
    """
    require_administrator(actor)
    with schema_apart(), transaction.atomic():
        _let_no_other_define()
        steps = [one for one in _steps(document) if taken is None or one.id in taken]
        steps = _carried_out(steps, actor, at)
        _refuse_impossible(steps)
        counts = {state: sum(one.state == state for one in steps) for state in (NEW, CHANGED)}
        if any(counts.values()):
            told = Happening("definitions.imported", "definitions", data=counts)
            publish(told, actor=actor, at=at)
    refresh_schema()
    return steps


def _let_no_other_define() -> None:
    """Hold the numbers that every change of rights, fields and views draws anew."""
    list(Version.objects.select_for_update().order_by("pk"))


def _steps(document: Document) -> list[Step]:
    found = []
    for part in parts():
        for said in document.get(part.key, ()):
            is_said = isinstance(said, dict)
            full = {name: empty_of(shape) for name, shape in part.shape.items()}
            step = Step(part, {**full, **(said if is_said else {})})
            if not is_said or not fits(said, part.shape):
                step.state, step.why = IMPOSSIBLE, _faulty_name(part, said)
            found.append(step)
    return found


def _faulty_name(part: Part, said: Any) -> str:
    named = said.items() if isinstance(said, dict) else ()
    faulty = [name for name, one in named if not fits({name: one}, part.shape)]
    return _("Not written as an installation writes it: %(names)s.") % {"names": ", ".join(faulty)}


def _carried_out(steps: Sequence[Step], actor: Actor, at: dt.datetime) -> list[Step]:
    """The steps, each made true as far as it can be, with what that changed."""
    before = _here()
    to_do = [
        one
        for one in steps
        if one.state != IMPOSSIBLE and before[one.part.key].get(one.name) != one.said
    ]
    _settle(to_do, lambda one: one.part.begin(one.said, actor=actor, at=at))
    begun = [one for one in to_do if one.state != IMPOSSIBLE]
    _settle(begun, lambda one: one.part.finish(one.said, actor=actor, at=at))
    after = _here()
    for one in steps:
        if one.state != IMPOSSIBLE:
            was = before[one.part.key].get(one.name)
            _compare(one, was, after[one.part.key].get(one.name, {}))
    return list(steps)


def _settle(steps: Sequence[Step], act: Act) -> None:
    """Do each; what is refused is tried again after the others, which it may ask for."""
    waiting = list(steps)
    while waiting:
        refused = [one for one in waiting if not _is_done(one, act)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    for one in waiting:
        one.state = IMPOSSIBLE


def _is_done(step: Step, act: Act) -> bool:
    try:
        with transaction.atomic():
            act(step)
    except RuleBroken as refusal:
        step.why = _told(refusal)
        refresh_schema()
        return False
    step.why = ""
    return True


def _told(refusal: RuleBroken) -> str:
    return " ".join(map(str, refusal.fields.values())) or str(refusal.message)


def _here() -> Mapping[str, Mapping[Name, Said]]:
    return {part.key: {part.name_of(one): one for one in part.written()} for part in parts()}


def _compare(step: Step, was: Said | None, now: Said) -> None:
    if was is None:
        step.state = NEW
        return
    step.differs = list(differences(was, now))
    step.state = CHANGED if step.differs else SAME


def _refuse_impossible(steps: Sequence[Step]) -> None:
    impossible = [one for one in steps if one.state == IMPOSSIBLE]
    if not impossible:
        return
    told = {f"{one.part.label}: {one.title}": one.why for one in impossible[:MOST_TOLD]}
    raise RuleBroken(_("Nothing was changed, as some of it cannot be."), told)
