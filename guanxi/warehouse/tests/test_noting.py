"""Every write to the tables of the star is noted, and only what is noted is looked at."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from guanxi.customers.models import Account
from guanxi.warehouse import looking, noting
from guanxi.warehouse.build import Report
from guanxi.warehouse.source import NOTES, SqliteSource
from guanxi.warehouse.star import FEEDS, RANGE
from guanxi.warehouse.tests.books import Books

Refresh = Callable[..., Report]
STAMPED = {
    "created_at": datetime(2025, 1, 1, tzinfo=UTC),
    "updated_at": datetime(2025, 1, 1, tzinfo=UTC),
}


def account(name: str = "Guangming") -> Account:
    """A customer in the product's own books."""
    return Account(name=name, **STAMPED)


def noted() -> set[tuple[str, int]]:
    """Which ranges of which tables the database of the product has noted."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT source, bucket FROM {NOTES} WHERE source <> ''")
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_saving_changing_and_removing_a_record_are_noted():
    (one,) = Account.objects.bulk_create([account()])
    here = ("customers_account", one.pk // RANGE)
    for act in (
        lambda: Account.objects.filter(pk=one.pk).update(name="Hongqi"),
        lambda: Account.objects.bulk_update([one], ["name"]),
        lambda: Account.objects.filter(pk=one.pk).delete(),
    ):
        noting.forget(_notes(), -1)
        assert noted() == set()
        act()
        assert here in noted()


@pytest.mark.django_db
def test_work_in_bulk_is_noted_once_for_each_range():
    made = Account.objects.bulk_create(map(account, "ABCDEFGHIJKLMNOPQRST"), ignore_conflicts=True)
    noting.forget(_notes(), -1)
    Account.objects.filter(name__in=[one.name for one in made]).update(city="Wuxi")
    ids = Account.objects.values_list("pk", flat=True)
    assert noted() == {("customers_account", pk // RANGE) for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {NOTES} WHERE source = 'customers_account'")
        assert cursor.fetchone()[0] <= 2


@pytest.mark.django_db
def test_every_table_of_the_star_is_watched():
    wanted = noting.triggers(connection.vendor, {feed.source for feed in FEEDS})
    with connection.cursor() as cursor:
        cursor.execute(noting.HELD[connection.vendor])
        held = {name for (name,) in cursor.fetchall()}
    assert len(wanted) == len(FEEDS) * len(noting.EVENTS[connection.vendor])
    assert wanted.keys() <= held


@pytest.mark.django_db
def test_a_note_that_is_renewed_while_it_is_followed_stays():
    (one,) = Account.objects.bulk_create([account()])
    followed = _notes()
    Account.objects.filter(pk=one.pk).update(name="Hongqi")
    noting.forget(followed, -1)
    assert noted() == {("customers_account", one.pk // RANGE)}


@pytest.mark.django_db
def test_what_is_undone_is_not_noted():
    noting.forget(_notes(), -1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        account().save()
        raise ZeroDivisionError
    assert noted() == set()


@pytest.mark.django_db
def test_where_a_trigger_was_missing_the_next_refresh_looks_everywhere():
    noting.forget((), -5)
    assert _words() == [-5]
    noting.note_writes()
    assert _words() == [-5]
    on = "" if connection.vendor == "sqlite" else "ON customers_account"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {NOTES}_customers_account_update {on}")
    noting.note_writes()
    assert _words() == []
    account().save()
    Account.objects.update(city="Wuxi")
    assert noted()


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The ranges that a refresh looked at, by table; None for all."""
    found: dict[str, Any] = {}
    asked = SqliteSource.prints

    def prints(self: SqliteSource, one: Any, among: Any) -> dict[int, str]:
        found[one.table] = among
        return asked(self, one, among)

    monkeypatch.setattr(SqliteSource, "prints", prints)
    return found


def test_only_what_was_noted_is_looked_at(books, refresh: Refresh, looked, monkeypatch):
    monkeypatch.setattr(looking, "TURNS", 10**9)
    for pk in (1, 5_000, 9_000):
        books.account(pk)
    refresh()
    assert looked["customers_account"] is None
    refresh()
    assert looked["customers_account"] == {2}
    books.account(5_000, version=2, city="Wuxi")
    books.account(20_000)
    assert refresh().ranges["dim_customer"] == 2
    assert looked["customers_account"] == {1, 2, 3, 4}
    assert looked["sales_order"] == {0}


def test_after_a_refresh_that_nobody_told_the_books_of_all_is_looked_at(
    books: Books, refresh: Refresh, looked: dict[str, Any]
):
    books.account(1)
    refresh()
    books.run(f"UPDATE {NOTES} SET stamp = 7 WHERE source = ''")
    refresh()
    assert looked["customers_account"] is None


def test_what_nobody_noted_is_found_within_a_week(books, refresh: Refresh, ask, looked):
    for pk in range(7):
        books.account(1 + pk * RANGE)
    day = date(2025, 6, 1)
    refresh(today=str(day))
    books.run("DROP TRIGGER warehouse_note_customers_account_update")
    books.run("UPDATE customers_account SET city = 'Wuxi', version = 2")
    seen = set()
    for n in range(1, looking.TURNS + 1):
        refresh(today=str(day + timedelta(n)))
        assert len(looked["customers_account"] - {6}) <= 1
        seen |= looked["customers_account"]
    assert seen == set(range(7))
    assert ask("SELECT COUNT(*) FROM dim_customer WHERE city = 'Wuxi'") == [(7,)]


def _notes() -> list[tuple[str, int | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT source, bucket, stamp FROM {NOTES}")
        return list(cursor.fetchall())


def _words() -> list[int]:
    return [stamp for source, _bucket, stamp in _notes() if source == ""]
