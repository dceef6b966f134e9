"""The demo company: believable, the same for the same seed, and gone without a trace."""

import datetime as dt
import re
from collections import Counter
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import override

from guanxi.activities.models import Activity
from guanxi.activities.workdays.keeping import keep_days_current
from guanxi.activities.workdays.reading import work_days
from guanxi.catalog.models import Product
from guanxi.customers.models import Account, Consent, Interaction, Person
from guanxi.demo import making
from guanxi.demo.catalogue import called
from guanxi.demo.company import Company
from guanxi.demo.customers import make_customers
from guanxi.demo.making import make_demo
from guanxi.demo.removing import remove_demo
from guanxi.demo.rhythms import KINDS, purchases
from guanxi.demo.staffing import make_staff
from guanxi.demo.trying import plan_trials
from guanxi.demo.words.trials import CALL
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.gaps.models import Gap, QualityGap
from guanxi.insight.judgements.models import Judgement
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Role, Team, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.glossary.saying import words_in_english
from guanxi.platform.i18n.places import region_said
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_total
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order, OrderLine, Payment
from guanxi.surveys.models import SurveyAnswer, SwitchingNote

NOW = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _without_measures(monkeypatch):
    """The measures have tests of their own, and a warehouse file that these must not touch."""
    monkeypatch.setattr(making, "_compute", lambda tell: None)


@pytest.fixture
def made(db):
    return make_demo(40, 7, "demo-password", NOW, lambda line: None)


def told():
    """What a company is, whatever numbers its rows were given."""
    return (
        list(Account.objects.order_by("pk").values_list("name", "city", "created_at")),
        list(Order.objects.order_by("number").values_list("number", "total_amount", "status")),
        list(Person.objects.order_by("pk").values_list("name", "email")),
        list(ExperimentMember.objects.order_by("pk").values_list("account__name", "arm")),
    )


def test_the_same_seed_makes_the_same_company(made):
    first = told()
    remove_demo()
    make_demo(40, 7, "demo-password", NOW, lambda line: None)

    assert told() == first


def test_nobody_meets_or_calls_customers_on_a_public_holiday(db):
    keep_days_current(NOW)
    make_demo(40, 7, "demo-password", NOW, lambda line: None)
    days, shanghai = work_days(), ZoneInfo("Asia/Shanghai")
    times = [
        *Activity.objects.values_list("due_at", flat=True),
        *Interaction.objects.values_list("happened_at", flat=True),
    ]
    met = {one.astimezone(shanghai).date() for one in times}

    assert [days.is_off(dt.date(2026, 10, one)) for one in (1, 7, 8)] == [True, True, False]
    assert [str(day) for day in sorted(met) if days.is_off(day)] == []


def test_another_seed_makes_another(made):
    first = told()
    remove_demo()
    make_demo(40, 8, "demo-password", NOW, lambda line: None)

    assert told() != first


def test_everyone_has_a_team_a_role_and_the_password(made):
    assert User.objects.count() == 40
    assert not User.objects.filter(team=None).exists()
    assert all(user.roles.count() == 1 for user in User.objects.all())
    assert User.objects.get(username="ruoxi.lin").check_password("demo-password")


def test_a_manager_sees_the_customers_of_the_teams_below_and_a_seller_of_their_own(made):
    noun = noun_named("account")

    def seen(username):
        actor = actor_for_user(User.objects.get(username=username))
        return read_total(actor, noun, ListQuery(), at=NOW).number

    assert seen("ruoxi.lin") > seen("jia.he") > 0
    assert seen("wangshu.ji") == 0
    for everything in ("huaijin.fu", "yu.chen", "xiaolan.jiang"):
        assert seen(everything) == Account.objects.count()


def test_nothing_happened_in_time_to_come(made):
    assert not Order.objects.filter(ordered_on__gt=TODAY).exists()
    assert not Interaction.objects.filter(happened_at__gt=NOW).exists()
    assert not Fact.objects.filter(at__gt=NOW).exists()
    assert not Payment.objects.filter(paid_on__gt=TODAY).exists()


def test_the_books_add_up(made):
    for order in Order.objects.prefetch_related("lines", "payments"):
        assert order.total_amount == sum(line.amount for line in order.lines.all())
        assert order.paid_amount in (0, sum(paid.amount for paid in order.payments.all())) or (
            order.kind == "return"
        )
    assert OrderLine.objects.filter(unit_price__lt=1).exists()


def test_of_two_experiments_one_is_over_and_who_was_called_is_treated(made):
    over, running = Experiment.objects.order_by("starts_on")
    called = Interaction.objects.filter(subject__in=[said[0] for said in CALL.values()])
    treated = over.members.filter(arm="treatment")

    assert over.ends_on < TODAY < running.ends_on
    assert set(called.values_list("account", flat=True)) == set(
        treated.values_list("account", flat=True)
    )
    assert over.members.filter(arm="control").exists() and treated.exists()
    facts = Fact.objects.filter(kind="account.put_into_experiment")
    assert facts.count() == ExperimentMember.objects.count()


def test_who_was_called_came_back_more_often_than_who_was_not(db):
    company = Company(Random(7), NOW, 600)
    make_staff(company, "demo-password")
    customers = make_customers(company, 600, with_known=True)
    before = {one.account.pk: len(one.bought) for one in customers}

    trial, _running = plan_trials(company, customers)

    back = Counter(
        trial.arm(one) for one in trial.customers if len(one.bought) > before[one.account.pk]
    )
    assert back["treatment"] > 2 * back["control"] > 0


def test_who_reads_english_meets_no_chinese_in_what_was_written_for_customers_abroad(made):
    abroad = Account.objects.exclude(country="中国")
    written = [
        *abroad.values_list("next_step"),
        *Interaction.objects.filter(account__in=abroad).values_list(
            "subject", "content", "outcome"
        ),
        *Activity.objects.filter(account__in=abroad).values_list("name", "place", "outcome"),
        *Activity.objects.filter(account=None, owner__language="en").values_list("name", "outcome"),
        *Consent.objects.filter(account__in=abroad).values_list("evidence"),
        *SurveyAnswer.objects.filter(account__in=abroad).values_list("comment"),
        *SwitchingNote.objects.filter(account__in=abroad).values_list("source"),
        *Judgement.objects.filter(account__in=abroad).values_list("note"),
    ]

    assert len(written) > 50
    assert [text for text in map(str, written) if CHINESE.search(text)] == []


def test_every_product_has_a_name_for_letters_abroad(made):
    named = {called(one, "en") for one in Product.objects.all()}

    assert len(named) == Product.objects.count()
    assert not any(map(CHINESE.search, named))


def test_who_reads_english_reads_trades_goods_tags_posts_surveys_and_teams_in_english(made):
    words = {
        *Account.objects.values_list("industry", flat=True),
        *Product.objects.values_list("category", flat=True),
        *(tag for tags in Account.objects.values_list("tags", flat=True) for tag in tags),
        *Person.objects.values_list("title", flat=True),
        *Person.objects.values_list("department", flat=True),
        *SurveyAnswer.objects.values_list("item", flat=True),
        *SurveyAnswer.objects.values_list("instrument", flat=True),
        *SurveyAnswer.objects.values_list("firm", flat=True),
        *SwitchingNote.objects.values_list("source", flat=True),
    }
    places = Account.objects.values_list("province", "city", "district")
    with override("en"):
        said = words_in_english(words)
        names = [
            *(said.get(one, one) for one in words),
            *(region_said(one) for place in places for one in place),
            *(one.called for one in Team.objects.all()),
            *Product.objects.values_list("name_en", flat=True),
            *Experiment.objects.values_list("name_en", flat=True),
        ]

    assert len(names) > 100
    assert [one for one in names if CHINESE.search(one)] == []


def test_each_gap_of_service_has_a_finding_of_which_one_is_late_and_one_closed(made):
    found = QualityGap.objects.all()
    closed = found.get(state="closed")
    assert {one.gap for one in found} == set(Gap)
    assert found.filter(state="open", due_on__lt=TODAY).count() == 1
    assert closed.remedy and closed.created_at.date() < closed.closed_on <= TODAY


def test_the_numbers_of_real_orders_go_on_after_the_demos(made, at):
    admin = actor_for_user(User.objects.get(username="admin"))
    last = Order.objects.filter(number__startswith="SO-26-").order_by("-number").first()

    order = create_record(noun_named("order"), {"ordered_on": TODAY}, actor=admin, at=at)

    assert int(order.number[-5:]) == int(last.number[-5:]) + 1


def test_removing_leaves_what_is_not_the_demos(db, person, at):
    role = Role.objects.create(
        code="owner", label_zh="业主", label_en="Owner", is_administrator=True
    )
    admin = person("real", Team.objects.create(name="Firm"), role)
    before = rows_by_table()
    make_demo(40, 7, "demo-password", NOW, lambda line: None)
    mine = create_record(noun_named("account"), {"name": "真客户"}, actor=admin, at=at)
    theirs = Account.objects.exclude(pk=mine.pk).earliest("pk")
    values = {"ordered_on": TODAY, "account": theirs.pk}
    order = create_record(noun_named("order"), values, actor=admin, at=at)

    remove_demo()

    order.refresh_from_db()
    assert (order.account_id, list(Account.objects.all())) == (None, [mine])
    after = rows_by_table()
    stays = {
        *("customers_account", "sales_order", "sales_ordersequence"),
        *("platform_fact", "platform_delivery", "platform_role", "platform_grant"),
        *("platform_fieldgrant", "platform_version", "warehouse_note"),
    }
    assert {name for name, count in after.items() if count != before[name]} <= stays
    assert Team.objects.count() == 1
    assert Role.objects.filter(code="seller").exists()


def test_a_second_demo_is_refused(made):
    with pytest.raises(CommandError, match="already"):
        call_command("demo")


def test_a_company_of_almost_nobody_is_refused(db):
    with pytest.raises(CommandError, match="20 or more"):
        call_command("demo", size=3)


@pytest.mark.parametrize("kind", KINDS)
def test_every_rhythm_stays_within_the_books(kind):
    begin = TODAY - dt.timedelta(days=1095)

    days = [one.day for one in purchases(kind, 30, begin, TODAY, Random(1))]

    assert days == sorted(days)
    assert all(begin <= day <= TODAY and day.weekday() < 5 or day == TODAY for day in days)
    assert bool(days) == (kind != "prospect")


def test_a_growing_customer_buys_more_and_a_lost_one_nothing_any_more():
    begin = TODAY - dt.timedelta(days=1095)
    years = Counter(
        (TODAY - one.day).days // 365 for one in purchases("growing", 30, begin, TODAY, Random(3))
    )
    lost = purchases("lost", 30, begin, TODAY, Random(3))

    assert years[0] > years[2]
    assert (TODAY - lost[-1].day).days >= 120


def rows_by_table():
    with connection.cursor() as cursor:
        found = {}
        names = connection.introspection.table_names(cursor)
        for name in (name for name in names if "search" not in name):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return found
