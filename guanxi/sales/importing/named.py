"""Customers and taxes as a file of other books calls them: by a number there, a code or a name."""

from collections.abc import Sequence

from guanxi.catalog.models import Tax
from guanxi.platform.imports.counterparts import records_here
from guanxi.platform.imports.naming import There
from guanxi.platform.imports.plan import Prepared, Problem
from guanxi.platform.imports.recipes import Outcome
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.rights.visibility import visible_to

RECORD = "customer_record"


class Named:
    """Puts ids into rows whose customer or tax is called as an exact file does it."""

    def __init__(self, making: Making) -> None:
        self._actor = making.actor
        self._taxes: dict[str, Tax] | None = None

    def resolve(self, rows: Sequence[Prepared], outcome: Outcome) -> list[Prepared]:
        """The rows, each customer as an id, a number or a name; those without such are refused."""
        there = [name for row in rows if isinstance(name := row.values.get(RECORD), There)]
        here: dict[There, int] = {}
        if there:
            noun = noun_named("account")
            here = records_here(noun, there, visible_to(self._actor, noun))
        resolved = []
        for row in rows:
            found, problem = self._resolved(row, here)
            if problem:
                outcome.reject(row, problem)
            else:
                resolved.append(found)
        return resolved

    def tax_of(self, row: Prepared) -> Tax | None:
        """The tax of a line, by its name or by its number in other books."""
        name = row.values.get("tax_name")
        if name is None:
            return None
        if self._taxes is None:
            self._taxes = {one.name: one for one in Tax.objects.filter(deleted_at=None)}
        return self._taxes.get(str(name))

    def _resolved(self, row: Prepared, here: dict[There, int]) -> tuple[Prepared, Problem | None]:
        values, name = row.values, row.values.get(RECORD)
        if values.get("tax_name") is not None and self.tax_of(row) is None:
            return row, Problem("tax_name", "no_such_record", str(values["tax_name"]))
        if name is None or values.get("customer_code"):
            return row, None
        if not isinstance(name, There):
            return row._replace(values={**values, "customer_code": name}), None
        if name.bare in here:
            return row._replace(values={**values, RECORD: here[name.bare]}), None
        if name.title:
            return row._replace(values={**values, RECORD: None, "customer_name": name.title}), None
        return row, Problem(RECORD, "of_other_books", str(name))
