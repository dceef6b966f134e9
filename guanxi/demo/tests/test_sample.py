"""The sample company from the screen: one press, and one more, and nothing is left of it."""

import datetime as dt
from random import Random

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from guanxi.activities.models import Activity
from guanxi.customers.models import Account
from guanxi.demo import sample
from guanxi.demo.company import Company
from guanxi.demo.making import make_company
from guanxi.demo.models import DemoLot
from guanxi.demo.removing import remove_demo
from guanxi.demo.staffing import make_staff
from guanxi.demo.storing import remember, runs_of
from guanxi.demo.unfinished import end, is_unfinished
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.defaults import install_default_roles
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.jobs.context import Cancelled, JobContext
from guanxi.platform.jobs.leases import claim
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run
from guanxi.platform.messages.notes import write_note
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.sales.models import Order, Payment
from guanxi.sales.numbers import next_order_number

NOW = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
WHERE = "/settings/sample/"
# Numbers that only tell processes to read anew, and by which the index calls record types.
BESIDE = {"platform.Version", "platform.SearchNoun"}


@pytest.fixture
def admins(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(sample, "SIZE", 40)


def make(password=None):
    make_company(Company(Random(7), NOW, 40), password, lambda line: None)
    end()


def house():
    """Every row of every table."""
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in BESIDE
    }


def test_a_house_that_lets_it_go_is_the_one_that_took_it_in(admin, at):
    install_default_roles()
    create_record(noun_named("activity"), {"name": "Call", "kind": "task"}, actor=admin, at=at)
    before = house()

    make()
    insight_asks_for_a_call(at)
    assert house() != before
    remove_demo()

    after = house()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}


def insight_asks_for_a_call(at):
    values = {"name": "Call", "kind": "task", "account": Account.objects.first().pk}
    create_record(noun_named("activity"), values, actor=SYSTEM, at=at)
    assert Activity.objects.filter(created_by=None).exists()


def test_nobody_signs_in_as_its_people_and_none_of_them_administers(admin):
    make()

    theirs = User.objects.exclude(pk=admin.user_id)
    assert theirs.count() == 40
    assert not any(user.has_usable_password() for user in theirs)
    assert not any(actor_for_user(user).is_administrator for user in theirs)


def test_a_name_that_somebody_has_already_is_left_to_them(admin):
    make()

    assert User.objects.get(username="admin").pk == admin.user_id
    assert User.objects.filter(username="demo.admin").exists()


def test_rows_that_others_were_given_between_are_not_its_own(db):
    assert runs_of([5, 1, 2, 9, 3]) == [(1, 3), (5, 5), (9, 9)]
    company = Company(Random(7), NOW, 40)
    make_staff(company, None)
    stranger = User.objects.create(username="stranger", name="Stranger")
    later = User.objects.create(username="later", name="Later")
    remember([User.objects.order_by("pk").first(), later])

    remove_demo()

    assert list(User.objects.all()) == [stranger]


def test_an_administrator_loads_it_as_a_job_and_takes_it_away(admins, admin, small):
    install_default_roles()
    assert "Load the sample company" in admins.get(WHERE).content.decode()

    admins.post(WHERE, {"act": "load"})
    assert "being made" in admins.get(WHERE).content.decode()
    done("demo.load")
    assert Account.objects.count() >= 40

    assert "Nothing was added" in admins.get(WHERE).content.decode()
    admins.post(WHERE, {"act": "remove"})
    done("demo.remove")

    assert not Account.objects.exists() and not DemoLot.objects.exists()
    told = Fact.objects.filter(noun="demo", actor_id=admin.id).order_by("pk")
    kinds = told.values_list("kind", flat=True)
    assert list(kinds) == ["demo.loaded", "demo.removed"]


def done(kind):
    """Do this work alone: what it asks for afterwards has tests of its own."""
    Job.objects.exclude(kind=kind).delete()
    run(claim(Job.Lane.LONG, at=timezone.now() + dt.timedelta(seconds=1)), None)
    assert Job.objects.get(kind=kind).state == Job.State.DONE, Job.objects.get(kind=kind).trace
    Job.objects.exclude(kind=kind).delete()


def test_what_people_added_is_told_before_it_goes(admins, admin, at):
    make()
    account = Account.objects.first()
    write_note(noun_named("account"), account.pk, "Ours", actor=admin, at=at)

    page = admins.get(WHERE).content.decode()

    assert "goes with it" in page and "Notes: 1" in page


def test_a_house_with_customers_of_its_own_is_left_alone(admins, admin, at):
    create_record(noun_named("account"), {"name": "Ours"}, actor=admin, at=at)

    with pytest.raises(RuleBroken):
        sample.load_sample(actor=admin, at=at)
    assert "records of your own" in admins.get(WHERE).content.decode()


def test_it_is_loaded_once_and_taken_away_where_it_is(admin, at):
    with pytest.raises(RuleBroken):
        sample.remove_sample(actor=admin, at=at)
    make()
    with pytest.raises(RuleBroken):
        sample.load_sample(actor=admin, at=at)


def test_only_administrators_load_it(client, ana, at):
    client.force_login(User.objects.get(pk=ana.user_id))

    assert client.get(WHERE).status_code == 403
    for act in (sample.load_sample, sample.remove_sample):
        with pytest.raises(Denied):
            act(actor=ana, at=at)


def test_it_is_offered_beside_the_first_steps_of_an_empty_house(admins, admin, at):
    assert WHERE in admins.get("/").content.decode()

    create_record(noun_named("account"), {"name": "Ours"}, actor=admin, at=at)

    assert WHERE not in admins.get("/").content.decode()


def test_one_that_is_called_off_in_the_middle_leaves_the_house_as_it_was(admin, at, small):
    install_default_roles()
    before = house()
    job = sample.load_sample(actor=admin, at=at)
    context = JobContext(job, admin, {})
    went = []

    def call_off_when_half_is_written(written, total):
        went.append((written, total))
        if total and written > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        sample.load(Watched(context, call_off_when_half_is_written))

    assert went[-1][0] > 0
    Job.objects.all().delete()
    Fact.objects.filter(noun="demo").delete()
    assert {label: rows for label, rows in house().items() if rows != before[label]} == {}


class Watched:
    """A job's context that calls the job off at a moment of our choosing."""

    def __init__(self, context, look):
        self.actor, self._look, self._told = context.actor, look, (0, None)

    def progress(self, done, total=None):
        self._told = done, total

    def check_cancelled(self):
        self._look(*self._told)


def test_one_that_died_is_made_anew_and_one_that_failed_for_good_is_taken_away(admin, at, small):
    load_until_half_is_written()
    half = Account.objects.count()
    assert half and is_unfinished()

    sample.load(JobContext(sample_job(admin, at), admin, {}))
    assert User.objects.count() == 41 and Account.objects.count() < 2 * half
    assert not is_unfinished()

    remove_demo()
    load_until_half_is_written()
    sample.clear_away(at=at)
    done("demo.remove")
    assert not DemoLot.objects.exists() and not Account.objects.exists()


def sample_job(actor, at):
    return enqueue(sample.LOAD, actor=actor, at=at)


def load_until_half_is_written():
    def die(written, total):
        if total and written > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_company(Company(Random(7), NOW, 40, went=die), None, lambda line: None)


def test_numbers_that_people_take_meanwhile_are_nobody_elses(admin, db):
    taken = []

    def take_one(written, total):
        taken.append(next_order_number("sale", 26))

    make_company(Company(Random(7), NOW, 40, went=take_one), None, lambda line: None)

    numbers = set(Order.objects.values_list("number", flat=True))
    assert taken and numbers.isdisjoint(taken)


@pytest.mark.django_db(transaction=True)
def test_what_others_hang_on_it_while_it_goes_goes_with_it(at):
    install_default_roles()
    make()
    order, late = Order.objects.order_by("pk").last(), []

    def pay_an_order_whose_payments_are_gone(removed, total):
        if not late and not Payment.objects.exists():
            late.append(pay(order, at))

    remove_demo(pay_an_order_whose_payments_are_gone)

    assert late and not Payment.objects.exists() and not Order.objects.exists()


def pay(order, at):
    stamps = {"created_at": at, "updated_at": at}
    return Payment.objects.create(order=order, amount=1, paid_on=at.date(), **stamps)


@pytest.mark.django_db(transaction=True)
def test_others_save_between_its_parts():
    """On SQLite nobody does while a transaction lasts."""
    install_default_roles()
    open_door = []

    def look(written, total):
        open_door.append(not connection.in_atomic_block)

    make_company(Company(Random(7), NOW, 40, went=look), None, lambda line: None)
    remove_demo(look)

    assert len(open_door) > 40 and all(open_door)
