"""One customer with everything related: one JSON call, and the 360° page with 10,000 contacts."""

import datetime as dt
from collections.abc import Iterator

from benchmarks._firm import AT, firm
from benchmarks._frame import Figure, timed

SIZE = 100_000
CONTACTS = 10_000


def measure(size: int) -> Iterator[Figure]:
    """Both doors on the same customer; a bare read of its row as the baseline."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from guanxi.customers.models import Account

    made = firm(size)
    pk = _busy_customer(made)
    machine, person = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    person.force_login(made.user)
    headers = {"Authorization": f"Bearer {made.secret}"}

    def api() -> object:
        return machine.get(f"/api/v1/account/{pk}/", {"include": "*"}, headers=headers)

    def page() -> object:
        return person.get(f"/account/{pk}/")

    bare = timed(lambda: Account.objects.get(pk=pk)).median
    for name, door, bar in (("JSON", api, "<= 15"), ("360° page", page, "p95 <= 150")):
        assert door().status_code == 200, name  # type: ignore[attr-defined]
        with CaptureQueriesContext(connection) as captured:
            door()
        # Counted before the next request, which empties the log of queries.
        asked = [one for one in captured if one["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"}]
        label = f"record: {name} in {len(asked)} queries"
        timing = timed(door)
        figure = timing.median if door is api else timing.p95
        yield Figure(label, figure, "ms", bar, "one row by the ORM", bare)


def _busy_customer(made: object) -> int:
    from django.db import connection

    from guanxi.customers.models import Account, Interaction
    from guanxi.platform.nouns.registry import noun_named
    from guanxi.platform.rights.visibility import visible_to

    account: Account = (
        visible_to(made.actor, noun_named("account")).order_by("pk").first()  # type: ignore[attr-defined, assignment]
    )
    if Interaction.objects.filter(account=account).count() < CONTACTS:
        Interaction.objects.bulk_create(
            (
                Interaction(
                    account=account, subject=f"第 {n} 次联系", channel="phone", direction="out",
                    happened_at=AT - dt.timedelta(hours=n), created_at=AT, updated_at=AT,
                )
                for n in range(CONTACTS)
            ),
            2_000,
        )  # fmt: skip
        with connection.cursor() as cursor:
            # As the database does by itself within a minute.
            cursor.execute("ANALYZE")
    return account.pk
