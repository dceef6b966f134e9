"""Webhooks on screen: made, tried, told again, switched off."""

import orjson
import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.actors.models import Role, User
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.facts.models import Delivery, Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.facts.webhooks.models import Webhook
from guanxi.platform.facts.webhooks.tests.listening import Listener, listening
from guanxi.platform.rights.people import deactivate_person
from guanxi.web.look.undelivered import what_went_wrong

WHERE = "/settings/webhooks/"


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with listening() as address:
        yield address


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def hook(admins, listener):
    given = {"name": "ERP", "url": listener, "noun": ["machine"], "patterns": "order.paid"}
    given["role"] = Role.objects.get(code="test-admin").pk
    page = admins.post(WHERE, given).content.decode()
    made = Webhook.objects.get()
    assert made.secret in page
    return made


@pytest.fixture
def where(hook):
    return f"{WHERE}{hook.pk}/"


def happen(actor):
    return publish(Happening("machine.created", "machine", 7), actor=actor, at=timezone.now())


def test_a_webhook_is_made_with_what_it_hears(hook):
    assert hook.patterns == ["machine.*", "order.paid"]
    assert len(hook.secret) > 30


def test_its_secret_is_shown_once_when_made_and_once_when_renewed(admins, where, hook):
    for address in (WHERE, where):
        assert hook.secret not in admins.get(address).content.decode()

    shown = admins.post(where, {"act": "renew"}).content.decode()

    renewed = Webhook.objects.get().secret
    assert (renewed in shown, hook.secret in shown) == (True, False)
    assert renewed not in admins.get(where).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"url": "http://127.0.0.1/"}, {"url": "ftp://x"}, {"noun": [], "patterns": ""}, {"role": ""}],
)
def test_an_unsound_webhook_is_refused_and_not_kept(admins, settings, change):
    settings.WEBHOOK_NETWORKS = []
    role = Role.objects.get(code="test-admin").pk
    given = {"name": "X", "url": "https://203.0.113.7/", "noun": ["machine"], "role": role}
    given |= change
    assert admins.post(WHERE, given).status_code == 422
    assert not Webhook.objects.exists()


def test_a_trial_call_tells_what_the_other_system_answered(admins, where):
    assert "answered: 204" in admins.post(where, {"act": "ping"}).content.decode()
    Listener.answers = [(500, {}, b"")]
    told = admins.post(where, {"act": "ping"}).content.decode()
    assert "The receiver has a fault of its own (500)." in told
    assert "answered:" not in told
    assert orjson.loads(Listener.heard[0][2])["kind"] == "webhook.ping"
    assert not Fact.objects.filter(kind="webhook.ping").exists()


def test_its_deliveries_are_listed_and_a_stuck_one_is_told_again(admins, where, ana):
    happen(ana)
    Delivery.objects.update(state="stuck", attempts=8, error="NotHeard: The answer was 500.")
    page = admins.get(f"{where}?state=stuck").content.decode()
    assert "machine.created 7" in page
    assert "The receiver has a fault of its own (500)." in page
    assert "1 stuck" in admins.get(WHERE).content.decode()

    admins.post(where, {"act": "again", "delivery": Delivery.objects.get().pk})
    run_due()
    assert Delivery.objects.get().state == "done"
    assert len(Listener.heard) == 1


def test_all_stuck_ones_and_all_since_a_day_are_told_again(admins, where, ana):
    happen(ana)
    happen(ana)
    Delivery.objects.update(state="stuck")
    admins.post(where, {"act": "stuck"})
    run_due()
    assert len(Listener.heard) == 2
    admins.post(where, {"act": "replay", "since": f"{timezone.localdate()}"})
    run_due()
    assert len(Listener.heard) == 4


def test_a_delivery_of_another_subscriber_is_left_alone(admins, where, ana):
    fact = happen(ana)
    other = Delivery.objects.create(
        fact=fact, subscriber="history", state="stuck", due_at=timezone.now()
    )
    admins.post(where, {"act": "again", "delivery": other.pk})
    other.refresh_from_db()
    assert other.state == "stuck"


def test_it_is_changed_given_a_new_secret_and_switched_off(admins, where, hook, seller, ana):
    given = {"act": "save", "name": "Till", "url": hook.url, "noun": ["machine"]}
    given |= {"role": seller.pk, "user": ana.user_id}
    admins.post(where, given)
    admins.post(where, {"act": "renew"})
    admins.post(where, {"act": "switch"})
    changed = Webhook.objects.get()
    assert (changed.name, changed.patterns) == ("Till", ["machine.*"])
    assert (changed.role, changed.user_id) == (seller, ana.user_id)
    assert (changed.secret != hook.secret, changed.is_active) == (True, False)
    kinds = Fact.objects.filter(noun="webhook").values_list("kind", flat=True)
    assert set(kinds) >= {"webhook.changed", "webhook.secret_renewed", "webhook.switched_off"}


def test_its_page_says_that_it_is_switched_off(admins, where, hook):
    told = "nothing is sent until you switch it on again"
    assert told not in admins.get(where).content.decode()

    admins.post(where, {"act": "switch"})

    assert told in admins.get(where).content.decode()


def test_it_is_removed_with_its_deliveries_and_the_history_stays(admins, where, hook, ana):
    told, other = happen(ana), happen(ana)
    Delivery.objects.filter(fact=other).update(state="stuck")
    kept = Delivery.objects.create(fact=told, subscriber="history", due_at=timezone.now())

    asked = admins.get(f"{where}remove/").content.decode()
    admins.post(f"{where}remove/")

    assert "2 deliveries have not been told yet" in asked
    assert not Webhook.objects.exists()
    assert list(Delivery.objects.filter(fact__in=[told, other])) == [kept]
    assert Fact.objects.filter(kind="machine.created").count() == 2
    removed = Fact.objects.get(kind="webhook.removed")
    assert (removed.record_id, removed.data["url"]) == (hook.pk, hook.url)
    assert "removed a webhook" in admins.get("/settings/audit/?about=access").content.decode()
    assert admins.get(where).status_code == 404
    run_due()
    assert Listener.heard == []


def test_what_its_role_does_not_see_is_withheld_and_listed_so(admins, where, hook, seller, ana):
    given = {"act": "save", "name": "Till", "url": hook.url, "noun": ["machine"]}
    admins.post(where, {**given, "role": seller.pk, "user": ana.user_id})
    happen(ana)
    run_due()

    assert Listener.heard == []
    assert "machine.created 7" in admins.get(f"{where}?state=withheld").content.decode()


def test_a_hook_whose_person_has_left_says_so(admins, where, hook, seller, ana, admin):
    Webhook.objects.update(role=seller, user=ana.user_id)
    person = User.objects.get(pk=ana.user_id)
    deactivate_person(person, actor=admin, at=timezone.now())

    assert "who has left" in admins.get(where).content.decode()
    assert "its person has left" in admins.get(WHERE).content.decode()


def test_only_an_administrator_opens_webhooks(admins, where, browser_of, ana):
    browser = browser_of(ana)
    before = Webhook.objects.values().get()
    for address in (WHERE, where, f"{where}remove/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"act": "renew", "url": "x"}).status_code == 403
    assert Webhook.objects.values().get() == before


def test_the_pages_ask_the_same_few_questions_for_many(
    admins, where, ana, django_assert_max_num_queries
):
    for _ in range(60):
        happen(ana)
    with django_assert_max_num_queries(22):
        admins.get(where)
    with django_assert_max_num_queries(22):
        admins.get(WHERE)


@pytest.mark.parametrize(
    ("trace", "said"),
    [
        ("NotHeard: The answer was 302.", "对方要求转到别处（302）：请改填它指向的地址。"),
        ("NotHeard: The answer was 401.", "对方拒绝接收（401）：请检查对方的访问权限。"),
        ("Traceback\n  x.NotHeard: TimeoutError: timed out", "对方没有及时应答。"),
        ("NotHeard: ConnectionRefusedError: [Errno 111]", "该地址没有程序在接收。"),
        ("Traceback\nValueError: odd", "ValueError: odd"),
    ],
)
def test_what_went_wrong_is_said_in_the_language_of_the_reader(trace, said):
    with override("zh-hans"):
        assert what_went_wrong(trace) == said
