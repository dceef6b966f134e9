"""Erasing a person: names and words go, ids, amounts and dates stay, so that books stay right."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson
from django.db.models import Q
from django.utils.translation import gettext as _

from guanxi.customers.models import (
    Account,
    Address,
    Affiliation,
    Consent,
    DuplicateCandidate,
    Erasure,
    Identifier,
    Interaction,
    MergeRecord,
    Person,
)
from guanxi.platform.actors.actor import Actor
from guanxi.platform.exports.starting import forget_exports
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.imports.forgetting import forget_in_imports
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, noun_of
from guanxi.platform.records.erasing import erase_elsewhere
from guanxi.platform.records.hooks import run_saved

# Who looks after the record, what kind it is and where it roughly is: none names the person.
_STAYS = {
    "account": {"kind", "role", "country", "province", "city", "source", "parent", "referrer"},
    "person": {"account"},
}
_BATCH = 500


def erase(record: Person | Account, *, reason: str, actor: Actor, at: dt.datetime) -> Erasure:
    """The proof that nothing in the database names the person any more.

    Records merged into it are erased with it; so are their files, exported lists that are still
    kept here, rejected rows of imports that name the person and the files these came in. What was
    taken away before, and backups, are beyond reach; the guide says what to do with them.
    """
    noun = noun_of(type(record))
    ids = [record.pk, *_merged_into(noun.key, record.pk)]
    counts: dict[str, int] = {"records": len(ids)}
    words: set[str] = set()
    for one in noun.base().select_for_update(of=("self",)).filter(pk__in=ids):
        words |= _words_naming(noun, one)
        _empty_record(noun, one, actor, at)
        for what, number in _empty_around(noun.key, one.pk, at).items():
            counts[what] = counts.get(what, 0) + number
    counts |= forget_in_imports(noun.key, ids, words)
    counts["exports"] = forget_exports()
    run_saved(noun, list(noun.base().filter(pk__in=ids)), None, actor, at)
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
    """The name, numbers and addresses by which other places may know the person."""
    telling = {"phone", "email"}
    names = [name for name, one in noun.fields.items() if one.type in telling]
    values = (
        noun.fields[name].value_of(record)
        for name in [noun.title, *names, "wechat"]
        if name in noun.fields
    )
    return {str(value) for value in values if value}


def _empty_record(noun: Noun[Any], record: Any, actor: Actor, at: dt.datetime) -> None:
    stays = _STAYS[noun.key] | {"owner", "team"}
    for name, one in noun.own_fields.items():
        if "__" in one.path or name in stays or not (one.editable or name == "last_contact_at"):
            continue
        column = record._meta.get_field(one.path)
        blank = column.get_default() if column.has_default() else None
        setattr(record, column.attname, blank if blank is not None or column.null else "")
    record.name = _("Erased %(number)d") % {"number": record.pk}
    record.name_key = record.match_key = ""
    record.custom = {}
    if isinstance(record, Person):
        record.erased_at = at
    record.version += 1
    record.updated_at, record.updated_by_id = at, actor.user_id
    record.deleted_at = record.deleted_at or at
    record.save()


def _empty_around(noun: str, pk: int, at: dt.datetime) -> dict[str, int]:
    whose = Q(**{noun: pk})
    spoken = Interaction.objects.filter(whose)
    contacts = list(spoken.values_list("pk", flat=True))
    spoken.update(subject="", content="", outcome="", custom={}, updated_at=at)
    pairs = DuplicateCandidate.objects.filter(Q(left_id=pk) | Q(right_id=pk), noun=noun)
    merges = MergeRecord.objects.filter(Q(kept_id=pk) | Q(gone_id=pk), noun=noun)
    merges.update(before={}, after={}, undone_at=at)
    counts = {
        "contacts": len(contacts),
        "facts": _empty_facts(noun, [pk]) + _empty_facts("interaction", contacts),
        "consents": Consent.objects.filter(whose).update(evidence=""),
        "duplicates": pairs.delete()[0],
        **erase_elsewhere(noun, pk, at),
    }
    if noun == "account":
        around = (Address, Identifier)
        counts["addresses"] = sum(model.objects.filter(whose).delete()[0] for model in around)
    else:
        Affiliation.objects.filter(whose).update(title="")
    _find_no_more(contacts, at)
    return counts


def _empty_facts(noun: str, ids: Iterable[int]) -> int:
    pks = list(ids)
    return sum(
        Fact.objects.filter(noun=noun, record_id__in=pks[start : start + _BATCH]).update(
            changes={}, data={}
        )
        for start in range(0, len(pks), _BATCH)
    )


def _find_no_more(contacts: list[int], at: dt.datetime) -> None:
    noun = noun_named("interaction")
    from guanxi.platform.actors.actor import SYSTEM

    for start in range(0, len(contacts), _BATCH):
        rows = list(Interaction.objects.filter(pk__in=contacts[start : start + _BATCH]))
        run_saved(noun, rows, {"subject", "content"}, SYSTEM, at)


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
