"""Indexes of lists rest while a large file fills a small table, and are there again afterwards."""

import pytest
from django.db import connection

from guanxi.customers.models import Account
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports import filling
from guanxi.platform.imports.filling import DECLARED, make_missing
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

pytestmark = pytest.mark.django_db(transaction=True)

DECLARED_NAMES = {index.name for index in Account._meta.indexes}
OF_LISTS = {
    *("account_name", "account_created", "account_city_rights"),
    *("account_team_updated", "account_owner_updated"),
}
ROWS = "客户名称,城市\n" + "".join(f"{name}有限公司,杭州\n" for name in ("远航", "恒信", "博衡"))


def there():
    with connection.cursor() as cursor:
        cursor.execute(DECLARED[connection.vendor])
        return {name for (name,) in cursor.fetchall()} & DECLARED_NAMES


@pytest.fixture
def seen(monkeypatch):
    """Which indexes were there after each batch."""
    monkeypatch.setattr(filling, "LARGE_FILE", 10)
    return []


@pytest.fixture
def bring(seen, at):
    def make(step=lambda _run: None, **options):
        run = draft_import("account", [ROWS.encode()], "firms.csv", actor=SYSTEM, at=at)
        agree(run, Options(**options), run.mapping, actor=SYSTEM, at=at)

        def look(run):
            seen.append(there())
            step(run)

        return run_import(run, actor=SYSTEM, at=at, step=look)

    return make


def test_what_only_lists_ask_rests_and_comes_back(bring, seen):
    run = bring()

    assert run.created == 3
    assert seen == [DECLARED_NAMES - OF_LISTS]
    assert there() == DECLARED_NAMES


def test_it_comes_back_after_a_fault_too(bring):
    def fail(_run):
        raise OSError(28, "No space left on device")

    with pytest.raises(RuleBroken):
        bring(step=fail)

    assert there() == DECLARED_NAMES
    assert ImportRun.objects.get().state == ImportRun.State.STOPPED


@pytest.mark.parametrize("why", ["the file is small", "the table is not", "it is a dry run"])
def test_nothing_rests_where(why, bring, seen, at, monkeypatch):
    if why == "the file is small":
        monkeypatch.setattr(filling, "LARGE_FILE", 10_000)
    if why == "the table is not":
        monkeypatch.setattr(filling, "SMALL_TABLE", 1)
        create_record(noun_named("account"), {"name": "早到的客户"}, actor=SYSTEM, at=at)
    bring(dry_run=why == "it is a dry run")

    assert seen == [DECLARED_NAMES]


def test_what_a_killed_import_let_rest_is_made():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX account_name")

    assert make_missing() == ["account_name"]
    assert there() == DECLARED_NAMES
    assert make_missing() == []
