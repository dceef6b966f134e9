"""Clean rows become drafts of records, where the noun's rules need nothing but the row."""

from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.plan import Drafting, Prepared, Problem
from guanxi.platform.imports.signs import SignReader, signs_of
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.drafting import Drafter, NeedsTheBooks, without_the_books
from guanxi.platform.records.values import is_blank


class Drafts:
    """Makes drafts for one run."""

    def __init__(self, drafting: Drafting, searched: tuple[str, ...]) -> None:
        noun = noun_named(drafting.noun)
        self._drafter = Drafter(noun, drafting.making, searched)
        self._rules = [SignReader(noun, rule) for rule in drafting.rules]
        self._required = [one for one in noun.own_fields.values() if one.required]

    def of(self, rows: list[Prepared]) -> list[Prepared]:
        """The rows, each with its draft, or with what is wrong, or as it is where books are needed."""
        with without_the_books():
            return [row if row.problems else self._drafted(row) for row in rows]

    def _drafted(self, row: Prepared) -> Prepared:
        number, values, cells, *_ = row
        missing = [one for one in self._required if is_blank(values.get(one.name))]
        try:
            record = self._drafter.record(values)
        except (RuleBroken, NeedsTheBooks):
            # The other process meets the same refusal, and words it for the person.
            return row
        lacking = [Problem(one.name, "missing") for one in missing if is_blank(one.value_of(record))]
        if lacking:
            return row._replace(problems=tuple(lacking))
        draft = self._drafter.draft(record, values)
        return Prepared(number, {}, cells, (), None, signs_of(record, self._rules), draft)
