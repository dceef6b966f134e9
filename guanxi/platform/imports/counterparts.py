"""Which record here is which of other books, kept so that their later files find it again.

The numbers in an exact file mean nothing in other books, and names may be alike. So an import keeps
for each record that it takes or meets the number it had there.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from guanxi.platform.imports.matching import Matches
from guanxi.platform.imports.models import Counterpart
from guanxi.platform.imports.naming import There
from guanxi.platform.imports.plan import Prepared
from guanxi.platform.nouns.noun import Noun

RULE = "of_other_books"
PART = 400


def records_here(noun: Noun[Any], named: Iterable[There], rows: QuerySet[Any]) -> dict[There, int]:
    """The ids, among these rows, of the records that have such numbers in their own books."""
    found: dict[There, int] = {}
    for books, several in groupby(sorted({one.bare for one in named}), lambda one: one.books):
        numbers = [one.number for one in several]
        for start in range(0, len(numbers), PART):
            part = numbers[start : start + PART]
            kept = Counterpart.objects.filter(books=books, noun=noun.key, number__in=part)
            here = dict(kept.values_list("number", "record_id"))
            living = set(rows.filter(pk__in=here.values()).values_list("pk", flat=True))
            found.update({There(books, n): pk for n, pk in here.items() if pk in living})
    return found


class Counterparts:
    """Tells for the rows of one noun which record each of them is already, by its number there."""

    def __init__(self, noun: Noun[Any]) -> None:
        self._noun = noun

    def settle(self, rows: Sequence[Prepared], matches: Matches) -> Matches:
        """The matches by what is alike, corrected: one number is one record, and two are two."""
        numbers = {place: one.there for place, one in enumerate(rows) if one.there}
        if not numbers:
            return matches
        living = self._noun.base().filter(deleted_at=None)
        here = records_here(self._noun, numbers.values(), living)
        settled = Matches({}, {})
        taken = self._with_numbers(numbers, matches)
        first: dict[There, int] = {}
        for place in range(len(rows)):
            there = numbers.get(place)
            alike = matches.known.get(place)
            earlier = first.setdefault(there, place) if there else place
            if there in here:
                settled.known[place] = here[there], RULE
            elif earlier != place:
                settled.twins[place] = earlier
            elif alike and alike[0] not in taken:
                settled.known[place] = alike
                taken |= {alike[0]} if there else set()
            elif place in matches.twins and not there:
                settled.twins[place] = matches.twins[place]
        return settled

    def keep(self, pairs: Iterable[tuple[Prepared, int]]) -> None:
        """Remember which record each row has become, or was already."""
        ids = {row.there: pk for row, pk in pairs if row.there}
        Counterpart.objects.bulk_create(
            [
                Counterpart(books=one.books, noun=self._noun.key, number=one.number, record_id=pk)
                for one, pk in ids.items()
            ],
            update_conflicts=True,
            unique_fields=["books", "noun", "number"],
            update_fields=["record_id"],
        )

    def _with_numbers(self, numbers: dict[int, There], matches: Matches) -> set[int]:
        """Those of the matched records that came from these books under a number of their own."""
        books = {one.books for one in numbers.values()}
        ids = [matches.known[place][0] for place in numbers if place in matches.known]
        kept = Counterpart.objects.filter(books__in=books, noun=self._noun.key, record_id__in=ids)
        return set(kept.values_list("record_id", flat=True))
