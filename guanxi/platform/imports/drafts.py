"""Clean rows become drafts of records, where the noun's rules need nothing but the row."""

import pickle
from typing import Any

from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.plan import Batch, Drafted, Drafting, Prepared, Problem
from guanxi.platform.imports.signs import SignReader, sign_columns_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.drafting import Drafter, NeedsTheBooks, without_the_books
from guanxi.platform.records.values import is_blank


class Draftsman:
    """Makes the drafts of one run."""

    def __init__(self, drafting: Drafting, searched: tuple[str, ...]) -> None:
        noun = noun_named(drafting.noun)
        self._drafter = Drafter(noun, drafting.making, searched)
        self._rules = [SignReader(noun, rule) for rule in drafting.rules]
        self._required = [one for one in noun.own_fields.values() if one.is_always_required]

    def drafted(self, batch: Batch) -> Batch:
        """The batch with every row drafted that is good and needs no books."""
        rest: list[Prepared] = []
        taken: list[Prepared] = []
        records: list[Any] = []
        with without_the_books():
            for given in batch.rows:
                row, record = (given, None) if given.problems else self._made(given)
                if record is None:
                    rest.append(row)
                else:
                    taken.append(row)
                    records.append(record)
        return Batch(rest, batch.changes, self._together(taken, records)) if taken else batch

    def _made(self, row: Prepared) -> tuple[Prepared, Any]:
        """The row, with the record that it makes if it is good."""
        values = row.values
        try:
            record = self._drafter.record(values)
        except (RuleBroken, NeedsTheBooks):
            # The writing process meets the same refusal, and words it for the person.
            return row, None
        if self._drafter.left_out(record, values):
            # The writing process says which cells it leaves out.
            return row, None
        for one in self._required:
            if is_blank(values.get(one.name)) and is_blank(one.value_of(record)):
                return row._replace(problems=(Problem(one.name, "missing"),)), None
        return row, record

    def _together(self, rows: list[Prepared], records: list[Any]) -> Drafted:
        drafts = self._drafter.drafts(records, [row.values for row in rows])
        packed = pickle.dumps([row.cells for row in rows])
        numbers, places = [row.number for row in rows], list(range(len(rows)))
        return Drafted(numbers, drafts, sign_columns_of(records, self._rules), packed, places)
