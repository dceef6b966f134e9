"""What measures keep of a customer is a field of the customer, on every door alike."""

import datetime

import duckdb
import pytest
from django.db import connection

from guanxi.insight.measures import UNKNOWN
from guanxi.insight.models import Profile
from guanxi.insight.profile import CLASSES, COLUMNS
from guanxi.insight.profile_rows import exact, in_steps, scripts
from guanxi.insight.profile_store import Layout, store_for
from guanxi.insight.registry import CUSTOMER_MEASURES
from guanxi.insight.telling import telling
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import lend_fields, noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record
from guanxi.warehouse.build import carry_out


@pytest.fixture
def acme(ana, at):
    return create_record(noun_named("account"), {"name": "苏州一厂"}, actor=ana, at=at)


def names(actor, **query):
    return [row["name"] for row in read_list(actor, noun_named("account"), ListQuery(**query)).rows]


def test_computed_classes_filter_and_sort_customers(acme, ana, at):
    create_record(noun_named("account"), {"name": "无锡一厂"}, actor=ana, at=at)
    Profile.objects.create(
        account=acme, abc_class="A", abc_contribution=5, as_of=at.date(), digest=1
    )
    assert names(ana, filter={"field": "profile_abc_class", "value": "A"}) == [acme.name]
    assert names(ana, sort="-profile_abc_contribution") == [acme.name, "无锡一厂"]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_can_be_filtered_sorted_and_shown(name, ana):
    column, field = COLUMNS[name], noun_named("account").field(f"profile_{name}")
    value = UNKNOWN if column.is_class else None
    operator = "is" if column.is_class else "empty"

    assert not field.editable
    assert names(ana, filter={"field": field.name, "op": operator, "value": value}) == []
    assert names(ana, sort=f"-{field.name}", columns=("name", field.name)) == []


def test_the_day_of_the_classes_is_a_field_like_them(acme, ana, at):
    Profile.objects.create(account=acme, as_of=at.date(), digest=1)
    day = at.date().isoformat()

    rows = read_list(ana, noun_named("account"), ListQuery(columns=("name", "profile_as_of"))).rows

    assert not noun_named("account").field("profile_as_of").editable
    assert [row["profile_as_of"] for row in rows] == [at.date()]
    assert names(ana, filter={"field": "profile_as_of", "op": "is", "value": day}) == [acme.name]


def test_each_fitted_model_leaves_its_version_without_a_night_of_writing(db):
    """The network is no model: it is reckoned from relations alone, as of the profile's day."""
    fitted = {"clv", "churn", "contract", "next_best", "clusters"}
    versioned = {one.key for one in CUSTOMER_MEASURES if "model" in one.columns}
    assert versioned == fitted
    assert all("model" in one.stamps for one in CUSTOMER_MEASURES if one.key in fitted)


def test_a_class_has_a_name_and_a_key_that_fits(db):
    for measure in CUSTOMER_MEASURES:
        for column in measure.profile:
            assert all(len(str(one.key)) <= 24 for one in column.classes)
            assert column.is_class == bool(column.classes)


def test_columns_of_measures_never_share_a_name():
    names = [column.name for measure in CUSTOMER_MEASURES for column in measure.profile]
    assert len(names) == len(set(names))


def test_lending_a_field_twice_leaves_one(db):
    before = list(noun_named("account").own_fields)
    lend_fields("account", [("profile__abc_class", {})])
    assert list(noun_named("account").own_fields) == before


@pytest.mark.parametrize("changed", [1, 3, 4, 20])
def test_however_many_classes_changed_the_profile_holds_the_new_ones(acme, ana, at, changed):
    before = {name: UNKNOWN for name in CLASSES}
    Profile.objects.create(account=acme, as_of=at.date(), digest=1, **before)
    now = before | dict.fromkeys(CLASSES[:changed], "A")
    same = {"as_of": "2026-11-20", CLASSES[-1]: UNKNOWN}
    columns = ("account_id", *[name for name in CLASSES if name not in same], "reasons", "digest")
    store = store_for(connection, Layout(columns, same, tuple(CLASSES)))

    row = [{**now, "account_id": acme.pk, "reasons": "{}", "digest": 2}[name] for name in columns]
    store.write([row], store.classes([acme.pk]))

    held = Profile.objects.values(*CLASSES, "digest").get()
    assert held == now | {"digest": 2}


@pytest.mark.measures("abc")
def test_a_class_that_no_run_has_told_is_taken_back_all_the_same(acme, ana, at, compute):
    classes = dict.fromkeys(CLASSES, UNKNOWN) | {"abc_class": "A", "prospects_class": "star"}
    Profile.objects.create(account=acme, as_of=at.date(), digest=1, **classes)

    compute()

    held = Profile.objects.values(*CLASSES).get()
    assert (held["abc_class"], held["prospects_class"]) == (UNKNOWN, UNKNOWN)
    assert not Fact.objects.filter(kind="account.reclassified").exists()


def test_what_people_filter_by_is_never_left_as_it_was():
    for measure in CUSTOMER_MEASURES:
        shown = {column.result for column in measure.profile} - {"model"}
        assert shown.isdisjoint(measure.stamps), measure.key


@pytest.mark.parametrize(
    ("before", "after", "is_written_again"),
    [
        (100_000, 101_000, False),
        (100_000, 108_000, True),
        (7, 8, True),
        (0, 1, True),
        (-500, 500, True),
        (90, 91, False),
        (None, 0, True),
        (None, None, False),
    ],
)
def test_a_figure_that_drifts_counts_in_steps_of_some_five_percent(before, after, is_written_again):
    query = f"SELECT {in_steps('was')} IS DISTINCT FROM {in_steps('now')} FROM given"
    with duckdb.connect() as warehouse:
        warehouse.execute("CREATE TABLE given (was BIGINT, now BIGINT)")
        warehouse.execute("INSERT INTO given VALUES (?, ?)", [before, after])
        assert warehouse.execute(query).fetchone() == (is_written_again,)


@pytest.mark.parametrize("every", [False, True])
def test_what_drifts_is_a_reason_to_write_once_a_week_and_all_else_each_day(every):
    day = datetime.date(2026, 11, 20)
    npv = next(one for one in CUSTOMER_MEASURES if one.key == "npv")
    steps = (telling((npv,)), *scripts(day, every=every))
    columns = ", ".join(f"{name} VARCHAR" for name in exact(npv))
    drifting = ", ".join(f"{name} BIGINT" for name in npv.drifting)
    with duckdb.connect() as warehouse:
        warehouse.execute("CREATE TABLE dim_customer AS SELECT i AS account_id FROM range(14) t(i)")
        warehouse.execute(f"CREATE TABLE measure_npv (account_id BIGINT, {columns}, {drifting})")
        warehouse.execute(
            "INSERT INTO measure_npv (account_id, npv) SELECT i, 100 FROM range(14) t(i)"
        )
        warehouse.execute("CREATE TABLE profile_digest (account_id BIGINT, digest BIGINT)")
        for _name, step in steps:
            carry_out(warehouse, step)
        assert warehouse.execute("SELECT COUNT(*) FROM profile_differing").fetchone() == (14,)
        warehouse.execute("INSERT INTO profile_digest FROM profile_differing")
        warehouse.execute("UPDATE measure_npv SET npv = 200, class = 'other' WHERE account_id = 3")
        warehouse.execute("UPDATE measure_npv SET npv = 200 WHERE account_id <> 3")
        for _name, step in steps:
            carry_out(warehouse, step)
        found = warehouse.execute("SELECT account_id FROM profile_differing").fetchall()
    turn = day.toordinal() % 7
    assert {key for (key,) in found} == (set(range(14)) if every else {3, turn, turn + 7})


def test_classes_days_and_words_never_drift():
    for measure in CUSTOMER_MEASURES:
        kinds = {figure.column: figure.kind for figure in measure.figures}
        kinds |= {column.result: column.kind for column in measure.profile}
        drifting = {kinds[name] for name in measure.drifting}
        assert drifting.isdisjoint({"class", "day", "text"}), measure.key
