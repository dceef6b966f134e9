"""What one customer asked about, on its page: with the reason, the advice and the contacts."""

import json
import re
from urllib.parse import unquote

import pytest
from django.utils import translation

from guanxi.customers.models import Interaction
from guanxi.insight.concerns.models import ContactReading
from guanxi.insight.concerns.own import Raised, advice, topics_shown
from guanxi.insight.concerns.tests.test_concerns import contact
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition, visible_to


@pytest.fixture
def asked(customer, ana, at):
    """A customer that speaks of bills again and again, of freight once, and of much else."""
    account = customer("a", ana)
    told = {"发票": (3, 40, 200), "运费": (150,), "": (5, 10), "旧事": (500,)}
    for topic, days in told.items():
        for days_ago in days:
            one = contact(account, "……", days_ago, at)
            one.save()
            ContactReading.objects.create(contact=one, topic=topic, read_at=at)
    return account


def test_the_topics_of_the_year_stand_with_what_is_pressing_first(asked, ana, at):
    with translation.override("en"):
        shown = topics_shown(ana, asked, at)["topics"]
    assert [one["topic"] for one in shown] == ["发票", "运费"]
    assert (shown[0]["lately"], shown[0]["tone"]) == (2, "gamboge")
    assert "3 of its 6 texts" in shown[0]["reason"]


def test_each_leads_to_exactly_the_contacts_it_counts(asked, customer, ana, at):
    other = contact(customer("b", ana), "……", 3, at)
    other.save()
    ContactReading.objects.create(contact=other, topic="发票", read_at=at)

    written = topics_shown(ana, asked, at)["topics"][0]["href"].partition("filter=")[2]

    noun = noun_named("interaction")
    rows = visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(written))))
    assert {one.account_id for one in rows} == {asked.pk} and rows.count() == 3


def test_the_advice_follows_what_was_said_lately(at):
    day = at.date()
    kinds = {advice(Raised("a", 3, late, day)) for late in (0, 1, 2)}
    assert len(kinds) == 3
    assert advice(Raised("a", 3, 2, day)) == advice(Raised("a", 9, 7, day))


def test_who_may_not_read_contents_is_told_no_topic(asked, ana, seller, at):
    FieldGrant.objects.create(role=seller, noun="interaction", field="content", mode="masked")
    rights_changed()
    assert topics_shown(actor_for_user(User.objects.get(pk=ana.user_id)), asked, at) is None


def test_a_stranger_counts_nothing(asked, cleo, at):
    assert topics_shown(cleo, asked, at) is None


def test_the_page_of_the_customer_shows_them_and_a_quiet_customer_nothing(asked, customer, ana):
    Interaction.objects.update(happened_at=Interaction.objects.latest("happened_at").happened_at)
    browser = client_of(ana)
    page = browser.get(f"/account/{asked.pk}/").content.decode()
    assert re.search(r'class="verdict"><a class="link" href="/interaction/[^"]+">发票', page)
    assert (
        "What it asks about"
        not in browser.get(f"/account/{customer('quiet', ana).pk}/").content.decode()
    )
