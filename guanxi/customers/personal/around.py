"""Emptying the rows that name an erased person, those that name these, and what is told of them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from guanxi.customers.merging.references import references_to
from guanxi.customers.models import Account, Person
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.bulk import update_all
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.facts.models import Fact
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import path_of
from guanxi.platform.messages.models import Note, Notification
from guanxi.platform.nouns.custom_value import respell_custom
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_of_record
from guanxi.platform.records.erasing import Words, words_of
from guanxi.platform.records.hooks import run_saved
from guanxi.platform.records.naming import KnownBy

_BATCH = 500
# A customer has an order, the order a line, the line a note.
_STEPS = 3
# Each is somebody of their own, with a demand of their own.
_OTHERS = (Account, Person)
_PASSING = (Note, Notification)
_KEY_LENGTH = 200


@dataclass(frozen=True)
class Emptying:
    """Whom to let go of, and when."""

    known: KnownBy
    at: dt.datetime

    def around(
        self, noun: Noun[Any], ids: Sequence[int], *, steps: int = _STEPS, is_theirs: bool = True
    ) -> Counter[str]:
        """Empty what points at the records ``ids``: where it names the person, or as is declared.

        The latter only where the records are all theirs: an activity about a contract that names
        them among others is not.
        """
        counts: Counter[str] = Counter()
        for reference in references_to(noun):
            if reference.model in _OTHERS:
                continue
            for start in range(0, len(ids), _BATCH):
                rows = reference.pointing_at(*ids[start : start + _BATCH])
                for part in _parts(rows):
                    counts += self._part(part, steps, is_theirs)
        return counts

    def beside(self, noun: Noun[Any], ids: Sequence[int]) -> Counter[str]:
        """Remove every note and notification on the records, and the files on them."""
        counts: Counter[str] = Counter()
        for start in range(0, len(ids), _BATCH):
            here = {"noun": noun.key, "record_id__in": ids[start : start + _BATCH]}
            for model in _PASSING:
                counts["words"] += model._base_manager.filter(**here).delete()[0]
            counts["files"] += forget_files(StoredFile.objects.filter(**here), self.at)
        return counts

    def _part(self, rows: list[Any], steps: int, is_theirs: bool) -> Counter[str]:
        model, noun = type(rows[0]), _noun_of(rows[0])
        words = words_of(model._meta.label) if is_theirs else Words()
        touched = [row for row in rows if self._empty(row, words, noun)]
        counts = Counter({"words": len(touched)})
        if model in _PASSING:
            model._base_manager.filter(pk__in=[row.pk for row in touched]).delete()
        elif model is StoredFile:
            forget_files(StoredFile.objects.filter(pk__in=[row.pk for row in touched]), self.at)
        elif touched:
            update_all(touched, [*_texts(model), *_stamps(model)])
        return counts if noun is None else counts + self._told(noun, rows, touched, words, steps)

    def _told(
        self, noun: Noun[Any], rows: list[Any], touched: list[Any], words: Words, steps: int
    ) -> Counter[str]:
        """What index, history and further rows tell of the rows is let go of too."""
        if touched:
            columns = _texts(noun.model)
            changed = {name for name, one in noun.own_fields.items() if one.path in columns}
            run_saved(noun, touched, changed, SYSTEM, self.at)
        ids = [row.pk for row in rows]
        counts = Counter({"facts": self._facts(noun, ids, words)})
        if not words.is_history_kept:
            counts += self.beside(noun, ids)
        if steps > 1:
            is_theirs = not words.is_history_kept
            counts += self.around(noun, ids, steps=steps - 1, is_theirs=is_theirs)
        return counts

    def _empty(self, row: Any, words: Words, noun: Noun[Any] | None) -> bool:
        """Whether anything in the row was emptied."""
        before = {name: getattr(row, name) for name in _texts(type(row))}
        for name, value in before.items():
            column = row._meta.get_field(name)
            is_whole = name in words.columns or (name == "custom" and not words.is_history_kept)
            left = type(value)() if is_whole and value else self.known.without(value)
            if left == value:
                continue
            if not left and column.null:
                left = None
            elif not left and noun and name == noun.title and not column.blank:
                left = erased_name(row.pk)
            setattr(row, name, left)
        _spell_anew(row, noun, before)
        for name in _stamps(type(row)):
            setattr(row, name, self.at)
        return any(getattr(row, name) != value for name, value in before.items())

    def _facts(self, noun: Noun[Any], ids: Sequence[int], words: Words) -> int:
        facts = Fact.objects.filter(noun=noun.key, record_id__in=ids)
        if not words.is_history_kept:
            return facts.update(changes={}, data={})
        touched = []
        for fact in facts.exclude(changes={}, data={}).order_by("pk").iterator(1_000):
            gone = {name: [None, None] for name in words.columns if name in fact.changes}
            changes = self.known.without(fact.changes | gone)
            data = self.known.without(fact.data)
            if (changes, data) != (fact.changes, fact.data):
                fact.changes, fact.data = changes, data
                touched.append(fact)
        update_all(touched, ["changes", "data"])
        return len(touched)


def erased_name(pk: int) -> str:
    """What a record is called of which nothing else may be told."""
    return _("Erased %(number)d") % {"number": pk}


def forget_files(files: models.QuerySet[StoredFile], at: dt.datetime) -> int:
    """Files lose their names, and their bytes with the end of the transaction; how many."""
    for name in files.values_list("storage_name", flat=True):
        transaction.on_commit(partial(path_of(name).unlink, missing_ok=True))
    return files.update(name="", deleted_at=at)


def _parts(rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield part
        last = part[-1].pk


def _noun_of(row: Any) -> Noun[Any] | None:
    try:
        return noun_of_record(row)
    except KeyError:
        return None


def _spell_anew(row: Any, noun: Noun[Any] | None, columns: Collection[str]) -> None:
    """Names and texts sort by what is left of them, and by nothing that they said before."""
    if noun and "name_key" in columns and row.name_key:
        row.name_key = pinyin_key(getattr(row, noun.title))[:_KEY_LENGTH]
    if "custom" in columns:
        respell_custom(row)


def _texts(model: type[models.Model]) -> list[str]:
    """Columns in which people write; a number that is the only one of its kind is the books'."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    unique = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    alone = {one.fields for one in unique}
    return [
        column.attname
        for column in model._meta.concrete_fields
        if isinstance(column, kinds)
        and not (column.choices or column.unique or (column.name,) in alone)
    ]


def _stamps(model: type[models.Model]) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if one.name == "updated_at"]
