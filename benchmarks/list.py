"""The list of customers as the head of a branch: JSON and HTML, first page and deep ones."""

from collections.abc import Callable, Iterator

from benchmarks._firm import firm
from benchmarks._frame import Figure, timed

SIZE = 100_000
DEEP = 0.9


def measure(size: int) -> Iterator[Figure]:
    """Each kind of page with its total; the bare SQL of the same rows as the baseline."""
    from django.test import Client

    made = firm(size)
    machine, person = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    person.force_login(made.user)
    headers = {"Authorization": f"Bearer {made.secret}"}

    def api(**params: str) -> Callable[[], object]:
        return lambda: machine.get("/api/v1/account/", params, headers=headers)

    deep = _deep_cursor(made.actor)
    pages: dict[str, Callable[[], object]] = {
        "JSON, first page": api(),
        "JSON, filtered and sorted by name": api(city="苏州", sort="name"),
        "JSON, deep page": api(cursor=deep),
        "HTML, first page": lambda: person.get("/account/"),
        "HTML, filtered and sorted": lambda: person.get(
            "/account/", {"filter": '{"field":"city","op":"is","value":"苏州"}', "sort": "name"}
        ),
    }
    worst = 0.0
    for name, page in pages.items():
        answer = page()
        assert answer.status_code == 200, (name, answer.content[:300])  # type: ignore[attr-defined]
        timing, bare = timed(page), timed(_bare(page))
        figure = timing.median if size <= 100_000 else timing.p95
        worst = max(worst, figure)
        label = f"list: {name}, of it {timing.cpu:.1f} ms CPU"
        yield Figure(label, figure, "ms", _bar(size), "its bare SQL", bare.median)
    yield Figure("list", worst, "ms", _bar(size), "its bare SQL", bare.median)


def _bar(size: int) -> str:
    return "<= 40, CPU <= 12" if size <= 100_000 else "p95 <= 100"


def _bare(page: Callable[[], object]) -> Callable[[], object]:
    """The largest reads of a page, run again without anything around them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        page()
    reads = [query["sql"] for query in captured if "customers_account" in query["sql"]]

    def again() -> None:
        with connection.cursor() as cursor:
            for sql in reads:
                cursor.execute(sql)
                cursor.fetchall()

    return again


def _deep_cursor(actor: object) -> str:
    from guanxi.platform.nouns.registry import noun_named
    from guanxi.platform.records.keyset import order_of
    from guanxi.platform.rights.visibility import visible_to

    noun = noun_named("account")
    rows = visible_to(actor, noun)  # type: ignore[arg-type]
    at = int(rows.count() * DEEP)
    row = rows.order_by("-updated_at", "-pk").values("pk", "updated_at")[at]
    order = order_of(actor, noun, "-updated_at")  # type: ignore[arg-type]
    place = {"pk": 0, "sort_value": 1}
    return order._cursor(place, (row["pk"], row["updated_at"]), False)
