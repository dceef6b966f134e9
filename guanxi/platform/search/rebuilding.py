"""Making the index anew: after an upgrade of the grams, a change of what is searched, a restore."""

from typing import Any

from django.db import transaction

from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.custom.searched import vacant
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.search.content import rows_of
from guanxi.platform.search.engines import engine
from guanxi.platform.search.grams import GRAM_VERSION
from guanxi.platform.search.index import BATCH, index_many, remove
from guanxi.platform.search.matching import span_of
from guanxi.platform.search.models import SearchEntry, SearchNoun
from guanxi.platform.search.settling import settle

AT_ONCE = 1_000
# Whoever searches meanwhile reads all grams that wait to be sorted in.
SORTED_IN = 16_000


def is_outdated() -> bool:
    """Whether the index was made by other grams than today's, or by none."""
    made = dict(SearchNoun.objects.values_list("name", "gram_version"))
    return any(made.get(noun.key) != GRAM_VERSION for noun in nouns().values() if noun.search)


def rebuild() -> dict[str, int]:
    """The index of all nouns, true again; gives by noun how many entries changed."""
    if SearchNoun.objects.exclude(gram_version=GRAM_VERSION).exists():
        # Grams of another version cannot be taken out one by one.
        with transaction.atomic():
            engine().clear()
            SearchNoun.objects.update(gram_version=GRAM_VERSION)
    return {noun.key: reindex(noun) for noun in nouns().values() if noun.search}


def reindex(noun: Noun[Any]) -> int:
    """The index of one noun, true to its living records; gives how many entries changed."""
    changed = _remove_what_is_gone(noun) + index_many(noun.key, rows_of(noun))
    settle()
    return changed


@job("search.reindex", long=True)
def reindex_step_by_step(context: JobContext, noun: str) -> dict[str, Any]:
    """The index of one noun, true to its fields, in short transactions while people work.

    Lines that were vacant before the first step are free once no entry holds anything there.
    """
    found = nouns().get(noun)
    # The record type may have been retired since somebody asked for this.
    if found is None or not found.search:
        return {"reindexed": 0}
    state = context.state or {"last": 0, "vacant": [one.pk for one in vacant(noun)]}
    _remove_what_is_gone(found)
    total = found.base().count()
    while True:
        context.check_cancelled()
        beyond = found.base().filter(pk__gt=state["last"]).order_by("pk")
        ids = list(beyond.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            break
        with transaction.atomic():
            index_many(noun, rows_of(found, ids))
            context.progress(context.done + len(ids), total)
            state = {**state, "last": ids[-1]}
            context.checkpoint(state)
        if context.done % SORTED_IN < AT_ONCE:
            settle()
    settle()
    if vacant(noun).filter(pk__in=state["vacant"]).update(search_line=None):
        schema_changed()
    return {"reindexed": context.done}


def _remove_what_is_gone(noun: Noun[Any]) -> int:
    span, last, removed = span_of(noun.key), 0, 0
    if span is None:
        return 0
    while True:
        within = SearchEntry.objects.filter(pk__gt=span.first + last, pk__lte=span.last)
        entries = within.order_by("pk").values_list("pk", flat=True)[:BATCH]
        record_ids = [entry - span.first for entry in entries]
        if not record_ids:
            return removed
        gone = set(record_ids) - {row.record_id for row in rows_of(noun, record_ids)}
        remove(noun.key, gone)
        removed, last = removed + len(gone), record_ids[-1]
