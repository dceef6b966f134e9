"""Two people on one record: whose change of which field stands against whose."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Conflict, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.intake import read_values
from guanxi.platform.records.values import is_blank, json_value


def refuse_conflict(
    noun: Noun[Any], record: Any, wanted: Mapping[str, Any], version: int | None
) -> None:
    """Raise Conflict when a wanted field was changed after ``version``; other fields merge."""
    if version is None or version >= record.version:
        return
    was = _values_at(noun, record.pk, version, record.version)
    differences = {}
    for name, value in wanted.items():
        theirs = json_value(noun.field(name).value_of(record))
        if name in was and theirs != json_value(value):
            differences[name] = {"was": was[name], "theirs": theirs, "yours": json_value(value)}
    if differences:
        raise Conflict(_("Somebody else changed this meanwhile."), differences)


def changed_since(
    noun: Noun[Any], record: Any, values: Mapping[str, Any], actor: Actor, version: int
) -> dict[str, Any]:
    """The values of a whole form that its writer changed: not what stands as it did at ``version``.

    Nobody is asked about a field that only somebody else has touched.
    """
    was = _values_at(noun, record.pk, version, record.version) if version < record.version else {}
    others = {name: value for name, value in values.items() if name in was}
    try:
        read = read_values(noun, others, actor, is_new=False, record=record)
    except RuleBroken:
        return dict(values)
    idle = {name for name in read if _as_kept(json_value(read[name])) == _as_kept(was[name])}
    return {name: value for name, value in values.items() if name not in idle}


def _as_kept(value: Any) -> Any:
    return None if is_blank(value) else value


def _values_at(noun: Noun[Any], pk: int, version: int, present: int) -> dict[str, Any]:
    """Fields changed after ``version``, with the value each had then."""
    facts = Fact.objects.filter(noun=noun.key, record_id=pk).order_by("-pk")
    was: dict[str, Any] = {}
    for fact in facts[: (present - version) * 2 + 10]:
        if fact.data.get("version", 1) > version:
            was.update({name: pair[0] for name, pair in fact.changes.items()})
    return was
