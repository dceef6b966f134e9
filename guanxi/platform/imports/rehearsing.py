"""The trial of a small file: done like the real run, in one transaction, and taken back.

What its rows mean to each other then comes out by itself. A larger file would keep others from
saving for too long: its trial goes part by part, and remembers what earlier parts made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice

from django.db import transaction

from guanxi.platform.imports.ledger import keep_account, taken_over
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.plan import Batch
from guanxi.platform.imports.reading import Unreadable
from guanxi.platform.imports.recipes import Outcome, Writer


@contextmanager
def rehearsal(run: ImportRun) -> Iterator[None]:
    """While it lasts the run writes as if for good; afterwards nothing of it stays but its account.

    It belongs into a transaction of its own.
    """
    with transaction.atomic():
        with transaction.atomic():
            yield
            rejected = list(run.rejected_rows.order_by("number"))
            transaction.set_rollback(True)
        if not keep_account(run, rejected):
            raise taken_over(run)


class TakenBack:
    """A writer whose rows are taken back at once; what they leave behind it remembers itself."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, batch: Batch) -> Outcome:
        """What would become of the rows."""
        mark = transaction.savepoint()
        try:
            return self._writer.write(batch)
        finally:
            transaction.savepoint_rollback(mark)
            self._writer.reset()

    def reset(self) -> None:
        """Forget what was learnt in a transaction that was rolled back."""
        self._writer.reset()


def looked_ahead(source: Iterator[Batch]) -> tuple[Iterator[Batch], bool]:
    """The batches of a file, and whether all of it is in the first."""
    first = [*islice(source, 1)]
    try:
        more = [*islice(source, 1)]
    except Unreadable as complaint:
        return chain(first, _complaining(complaint)), False
    return chain(first, more, source), not more


def _complaining(complaint: Unreadable) -> Iterator[Batch]:
    raise complaint
    yield
