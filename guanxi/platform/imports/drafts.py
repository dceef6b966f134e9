"""Clean rows become drafts of records, where the noun's rules need nothing but the row."""

import pickle

from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.plan import Batch, Drafted, Drafting, Prepared, Problem
from guanxi.platform.imports.signs import Sign, SignReader, signs_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.drafting import (
    Drafter,
    NeedsTheBooks,
    Row,
    drafts_of,
    without_the_books,
)
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
        made: list[tuple[Row, tuple[Sign, ...]]] = []
        with without_the_books():
            for row in batch.rows:
                found = row if row.problems else self._made(row)
                if isinstance(found, Prepared):
                    rest.append(found)
                else:
                    taken.append(row)
                    made.append(found)
        if not made:
            return batch
        rows, signs = zip(*made, strict=True)
        numbers = [row.number for row in taken]
        packed = pickle.dumps([row.cells for row in taken])
        by_rule = [list(one) for one in zip(*signs, strict=True)]
        places = list(range(len(numbers)))
        drafted = Drafted(numbers, drafts_of(rows), by_rule, packed, places)
        return Batch(rest, batch.changes, drafted)

    def _made(self, row: Prepared) -> Prepared | tuple[Row, tuple[Sign, ...]]:
        values = row.values
        try:
            record = self._drafter.record(values)
        except (RuleBroken, NeedsTheBooks):
            # The writing process meets the same refusal, and words it for the person.
            return row
        if self._drafter.left_out(record, values):
            # The writing process says which cells it leaves out.
            return row
        for one in self._required:
            if is_blank(values.get(one.name)) and is_blank(one.value_of(record)):
                return row._replace(problems=(Problem(one.name, "missing"),))
        return self._drafter.row_of(record, values), signs_of(record, self._rules)
