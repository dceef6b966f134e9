"""Making one customer through the verb: its row, its fact and its place in the index."""

from collections.abc import Iterator
from itertools import count

from benchmarks._firm import AT, firm
from benchmarks._frame import Figure, timed

SIZE = 100_000


def measure(size: int) -> Iterator[Figure]:
    """One at a time, each in a transaction; a bare insert of the row as the baseline."""
    from guanxi.customers.models import Account
    from guanxi.platform.nouns.registry import noun_named
    from guanxi.platform.records.writing import create_record

    actor, noun = firm(size).actor, noun_named("account")
    numbers = count(Account.objects.count() + 1)

    def create() -> object:
        n = next(numbers)
        values = {"name": f"苏州新客户{n}有限公司", "phone": f"138{n:08d}", "city": "苏州"}
        return create_record(noun, values, actor=actor, at=AT)

    def insert() -> object:
        return Account.objects.create(name=f"x{next(numbers)}", created_at=AT, updated_at=AT)

    timing, bare = timed(create, repeat=200), timed(insert, repeat=200)
    yield Figure("create", timing.median, "ms", "<= 12", "one row by the ORM", bare.median)
