"""Erasing a person: names and words go, ids, amounts and dates stay, so that books stay right."""

import datetime as dt
from collections import Counter
from hashlib import sha256
from typing import Any

import orjson
from django.db.models import Q

from guanxi.customers.models import (
    Account,
    Address,
    Consent,
    DuplicateCandidate,
    Erasure,
    Identifier,
    Interaction,
    MergeRecord,
    Person,
)
from guanxi.customers.personal.around import Emptying, erased_name
from guanxi.customers.personal.passing import forget_in_passing
from guanxi.platform.actors.actor import Actor
from guanxi.platform.exports.starting import forget_exports
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.imports.forgetting import forget_in_imports
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of
from guanxi.platform.records.erasing import erase_elsewhere
from guanxi.platform.records.hooks import run_saved
from guanxi.platform.records.naming import KnownBy
from guanxi.platform.rest.idempotency import forget_answers

# Who looks after the record, what kind it is and where it roughly is: none names the person.
_STAYS = {
    "account": {"kind", "role", "country", "province", "city", "source", "parent", "referrer"},
    "person": {"account"},
}


def erase(record: Person | Account, *, reason: str, actor: Actor, at: dt.datetime) -> Erasure:
    """The proof that nothing in the database names the person any more.

    Records merged into it are erased with it; so are their files, exported lists that are still
    kept here, rejected rows of imports that name the person and the files these came in. What was
    taken away before, and backups, are beyond reach; the guide says what to do with them.
    """
    noun = noun_of(type(record))
    ids = [record.pk, *_merged_into(noun.key, record.pk)]
    counts = Counter({"records": len(ids)})
    records = list(noun.base().select_for_update(of=("self",)).filter(pk__in=ids))
    known = KnownBy(set().union(*(_words_naming(noun, one) for one in records)))
    for one in records:
        _empty_record(noun, one, known, actor, at)
    counts.update(forget_in_imports(noun.key, ids, known))
    counts.update(_empty_around(noun, ids, Emptying(known, at)))
    counts["passing"] = forget_in_passing(known)
    counts["answers"] = forget_answers()
    counts["exports"] = forget_exports()
    emptied = list(noun.base().filter(pk__in=ids))
    run_saved(noun, emptied, None, actor, at)
    # What is found by the name of the record is found by it no more.
    run_saved(noun, emptied, {noun.title}, actor, at)
    publish(
        Happening(f"{noun.key}.erased", noun.key, record.pk, data={"reason": reason}),
        actor=actor,
        at=at,
    )
    return Erasure.objects.create(
        noun=noun.key,
        record_id=record.pk,
        reason=reason,
        counts=counts,
        digest=_sealed(noun.key, record.pk, counts, at),
        erased_at=at,
        erased_by_id=actor.user_id,
    )


def is_intact() -> bool:
    """Whether the chain of proofs is as it was written: each seals the one before."""
    before = ""
    for proof in Erasure.objects.order_by("pk"):
        if proof.digest != _seal(
            before, proof.noun, proof.record_id, proof.counts, proof.erased_at
        ):
            return False
        before = proof.digest
    return True


def _words_naming(noun: Noun[Any], record: Any) -> set[str]:
    """The names, numbers and addresses by which other places may know the person."""
    telling = {"phone", "email"}
    names = [name for name, one in noun.fields.items() if one.type in telling]
    names = [name for name in [noun.title, *names, "wechat"] if name in noun.fields]
    values = [noun.fields[name].value_of(record) for name in names]
    facts = Fact.objects.filter(noun=noun.key, record_id=record.pk).exclude(changes={})
    for changes in facts.values_list("changes", flat=True):
        values += [value for name in names for value in changes.get(name) or ()]
    return {str(value) for value in values if value}


def _empty_record(
    noun: Noun[Any], record: Any, known: KnownBy, actor: Actor, at: dt.datetime
) -> None:
    stays = _STAYS[noun.key] | {"owner", "team"}
    for name, one in noun.own_fields.items():
        if "__" in one.path or name in stays or not (one.editable or name == "last_contact_at"):
            continue
        column = record._meta.get_field(one.path)
        blank = column.get_default() if column.has_default() else None
        setattr(record, column.attname, blank if blank is not None or column.null else "")
    for name in stays & noun.own_fields.keys():
        if isinstance(getattr(record, name), str):
            setattr(record, name, known.without(getattr(record, name)))
    record.name = erased_name(record.pk)
    record.name_key = record.match_key = ""
    record.custom = {}
    if isinstance(record, Person):
        record.erased_at = at
    record.version += 1
    record.updated_at, record.updated_by_id = at, actor.user_id
    record.deleted_at = record.deleted_at or at
    record.save()


def _empty_around(noun: Noun[Any], pks: list[int], emptying: Emptying) -> Counter[str]:
    around, beside = Q(**{f"{noun.key}__in": pks}), (Address, Identifier)
    pairs = DuplicateCandidate.objects.filter(
        Q(left_id__in=pks) | Q(right_id__in=pks), noun=noun.key
    )
    merges = MergeRecord.objects.filter(Q(kept_id__in=pks) | Q(gone_id__in=pks), noun=noun.key)
    merges.update(before={}, after={}, undone_at=emptying.at)
    counts = Counter(
        {
            "contacts": Interaction.objects.filter(around).count(),
            "consents": Consent.objects.filter(around).count(),
            "facts": _empty_facts(noun.key, pks),
            "duplicates": pairs.delete()[0],
        }
    )
    for pk in pks:
        counts.update(erase_elsewhere(noun.key, pk, emptying.at))
    counts.update(emptying.around(noun, pks))
    if noun.key == "account":
        gone = (model.objects.filter(around).delete()[0] for model in beside)
        counts["addresses"] = sum(gone)
    return counts


def _empty_facts(noun: str, pks: list[int]) -> int:
    return Fact.objects.filter(noun=noun, record_id__in=pks).update(changes={}, data={})


def _merged_into(noun: str, pk: int) -> list[int]:
    found: list[int] = []
    waiting = [pk]
    while waiting:
        merges = MergeRecord.objects.filter(noun=noun, kept_id=waiting.pop(), undone_at=None)
        gone = [one for one in merges.values_list("gone_id", flat=True) if one not in found]
        found += gone
        waiting += gone
    return found


def _sealed(noun: str, pk: int, counts: dict[str, int], at: dt.datetime) -> str:
    last = Erasure.objects.order_by("-pk").values_list("digest", flat=True).first()
    return _seal(last or "", noun, pk, counts, at)


def _seal(before: str, noun: str, pk: int, counts: dict[str, int], at: dt.datetime) -> str:
    said = orjson.dumps(
        [before, noun, pk, counts, at.astimezone(dt.UTC).isoformat()], option=orjson.OPT_SORT_KEYS
    )
    return sha256(said).hexdigest()
