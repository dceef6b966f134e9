"""A used house, taken out list by list, comes into empty books as it was."""

import csv
import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection

from guanxi.customers.models import Account
from guanxi.platform.actors.models import User
from guanxi.platform.backup.everything import export_everything
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.values import readable_fields
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named
from tests.whole_firm import found_firm

# In this order what is named is there before those that name it, as the guide tells a firm.
BEFORE_ORDERS = (
    "term",
    *("unit", "tax", "product", "price_book", "price_entry", "account", "person", "affiliation"),
    *("relation", "identifier", "address", "consent", "interaction", "activity", "machine"),
    *("survey_answer", "switching_note", "quality_gap"),
)
# Payments come as what is paid of their orders; what is computed is computed anew.
LEFT = {"payment", "judgement", "experiment", "experiment_member"}
OWN_FIELDS = {
    "text": "别的",
    "long": "第一行\n第二行",
    "number": "12",
    "money": "99.50",
    "boolean": True,
    "date": "2026-02-28",
    "datetime": "2026-02-28T10:11:12Z",
    "choice": "a",
    "multi": ["a", "b"],
    "phone": "+8613800138000",
    "email": "own@example.com",
    "url": "https://example.com/",
    "address": "江苏省苏州市",
}
# What the numbers of records and the moment of the move themselves say.
NEVER = {"id", "about_id", "about_noun", "last_contact_at", "recorded_by"}


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path) / "files"


@pytest.fixture
def house(admin, at, ana):
    """One record of every kind, and what is hard to move."""
    firm = found_firm(admin, at)
    options = [{"key": key, "zh": key, "en": key} for key in "ab"]
    for type in OWN_FIELDS:
        of_choice = options if type in {"choice", "multi"} else []
        _field("account", f"own_{type}", type, options=of_choice)
    _field("machine", "stands_at", "relation", settings={"target": "account"})
    schema_changed()
    own = {f"own_{type}": value for type, value in OWN_FIELDS.items()}

    def firm_of(name, at=at, **values):
        given = {"name": name, "owner": ana.user_id, **values}
        return create_record(noun_named("account"), given, actor=ana, at=at)

    below = firm_of("子公司", **own)
    alike = [firm_of("同名公司", city=city, at=at - dt.timedelta(days=9)) for city in ("苏州", "")]
    above = firm_of("母公司", parent=alike[1].pk, referrer=alike[0].pk)
    update_record(noun_named("account"), below.pk, {"parent": above.pk}, actor=ana, at=at)
    gone = firm_of("并入者")
    run_verb(verb_named("merge_accounts"), above.pk, {"other": gone.pk}, actor=admin, at=at)
    for one in alike:
        given = {"name": "王芳", "account": one.pk}
        create_record(noun_named("person"), given, actor=ana, at=at)
    update_record(
        noun_named("machine"), firm.pks["machine"], {"stands_at": alike[1].pk}, actor=admin, at=at
    )
    _order(admin, at, alike[1].pk, firm.pks["product"])
    done = {"name": "办完的事", "account": alike[0].pk, "due_at": "2026-11-01T02:00:00Z"}
    task = create_record(noun_named("activity"), done, actor=ana, at=at)
    run_verb(verb_named("complete_activity"), task.pk, {}, actor=ana, at=at)
    return firm


def test_what_people_see_is_the_same_in_the_other_house(house, admin, at, tmp_path):
    files = taken_out(admin, at, tmp_path)
    before = seen(admin, at, tmp_path)

    begin_other_books()
    runs = {key: bring(files[key], key, admin, at) for key in BEFORE_ORDERS}
    runs["order-lines"] = bring(files["order_line"], "order-lines", admin, at)
    runs["order"] = bring(
        files["order"], "order", admin, at, mode="upsert", key=("number",), blanks_clear=True
    )

    refused = {
        key: [row.problems for row in run.rejected_rows.all()]
        for key, run in runs.items()
        if run.rejected
    }
    assert refused == {}
    after = seen(admin, at, tmp_path)
    for key, rows in before.items():
        assert after[key] == rows, key


def test_a_later_file_of_the_same_house_finds_everyone_again(house, admin, at, tmp_path):
    files = taken_out(admin, at, tmp_path)
    begin_other_books()
    for key in BEFORE_ORDERS:
        bring(files[key], key, admin, at)
    numbers = {key: nouns()[key].model.objects.count() for key in BEFORE_ORDERS}
    Account.objects.filter(name="同名公司").update(name="改了名")

    again = {key: bring(files[key], key, admin, at) for key in BEFORE_ORDERS}
    rehearsed = bring(files["account"], "account", admin, at, dry_run=True)

    assert {key: run.created for key, run in again.items()} == dict.fromkeys(again, 0)
    assert {key: nouns()[key].model.objects.count() for key in BEFORE_ORDERS} == numbers
    assert (rehearsed.created, rehearsed.rejected) == (0, 0)


def test_every_record_type_is_moved_or_said_to_stay(house):
    assert {*BEFORE_ORDERS, "order", "order_line", *LEFT} == set(nouns())


def test_all_that_a_house_takes_in_is_in_the_archive(house, admin, at, tmp_path):
    files = taken_out(admin, at, tmp_path)

    assert files.keys() >= {*BEFORE_ORDERS, "order", "order_line"}
    assert not files.keys() & {"judgement", "payment"}


def taken_out(admin, at, folder):
    """Every list as an exact file, as the archive of everything has them."""
    export_everything(folder / "all.zip", actor=admin, at=at)
    with ZipFile(folder / "all.zip") as archive:
        archive.extractall(folder)
    return {path.stem: path for path in (folder / "lists").iterdir()}


def begin_other_books():
    """Nothing is here but the people, and the fields and record types that were made again."""
    tables = {noun.model._meta.db_table for noun in nouns().values()}
    tables.add(apps.get_model("insight.Profile")._meta.db_table)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'DELETE FROM "{table}"')
    first = User.objects.order_by("pk").first()
    begun = first.created_at - dt.timedelta(days=1)
    User.objects.filter(pk=first.pk).update(created_at=begun)


def bring(path, target, admin, at, **options):
    run = draft_import(target, blocks_of(path), path.name, actor=admin, at=at)
    later = at + dt.timedelta(days=30)
    agreed = agree(run, Options(**options), run.mapping, actor=admin, at=later)
    return run_import(agreed, actor=admin, at=later)


def seen(admin, at, folder):
    """Every list as people read it, related records by their names, without the numbers."""
    lists = {}
    for key in sorted(nouns().keys() - LEFT):
        noun = nouns()[key]
        columns = [one for one in readable_fields(admin, noun) if one not in NEVER]
        columns = [one for one in columns if not one.startswith("profile_")]
        path = folder / "seen.csv"
        write_list(path, admin, noun, Wanted(ListQuery(columns=columns)), at=at)
        with path.open(encoding="utf-8-sig", newline="") as text:
            lists[key] = sorted(csv.reader(text))
    return lists


def _field(noun, name, type, **more):
    CustomField.objects.create(
        noun=noun, name=name, type=type, label_zh=name, label_en=name, **more
    )


def _order(actor, at, account, product):
    given = {"account": account, "ordered_on": "2026-10-01", "currency": "USD", "rate": "7.1"}
    order = create_record(noun_named("order"), given, actor=actor, at=at)
    for quantity in ("2", "3"):
        bought = {"product": product, "quantity": quantity, "unit_price": "5.25"}
        run_verb(verb_named("add_order_line"), order.pk, bought, actor=actor, at=at)
    return order
