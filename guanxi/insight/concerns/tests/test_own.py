"""What one customer asked about, on its page: with the reason, the advice and the contacts."""

import datetime as dt
import json
import re
from urllib.parse import unquote

import pytest
from django.utils import timezone, translation

from guanxi.customers.models import Interaction
from guanxi.insight.concerns.models import AnswerReading, ContactReading
from guanxi.insight.concerns.own import Raised, advice, raised_by, topics_shown
from guanxi.insight.concerns.reading import read_texts
from guanxi.insight.concerns.tests.test_concerns import contact
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition, visible_to
from guanxi.surveys.models import SurveyAnswer


@pytest.fixture
def asked(customer, ana, at, time_machine):
    """A customer that speaks of bills again and again, of freight once, and of much else."""
    time_machine.move_to(at)
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


def comment(account, topic, days_ago, at, **more):
    """What the customer wrote in a survey so many days ago, already read."""
    one = SurveyAnswer.objects.create(
        account=account, kind="nps", value=5, scale_low=0, scale_high=10, comment="……",
        answered_on=timezone.localdate(at) - dt.timedelta(days_ago), created_at=at, updated_at=at,
        **more,
    )  # fmt: skip
    AnswerReading.objects.create(answer=one, topic=topic, read_at=at)
    return one


@pytest.fixture
def commented(asked, customer, ana, at):
    """The same customer wrote of freight twice of late, of pumps last spring, once of nothing."""
    for topic, days_ago in (("运费", 2), ("运费", 80), ("水泵", 300), ("", 30), ("旧事", 500)):
        comment(asked, topic, days_ago, at)
    comment(customer("b", ana), "运费", 2, at)
    return asked


def test_its_own_words_in_surveys_count_among_its_topics(commented, ana, at):
    since, today = timezone.localdate(at) - dt.timedelta(365), timezone.localdate(at)

    raised, read = raised_by(ana, commented.pk, since, today)

    # Contacts: bills 3, 40, 200 days ago, freight 150, two of nothing; comments as above.
    ago = [today - dt.timedelta(days) for days in (2, 3, 300)]
    assert raised == [
        Raised("运费", 3, 2, ago[0], comments=2),
        Raised("发票", 3, 2, ago[1]),
        Raised("水泵", 1, 0, ago[2], comments=1),
    ]
    assert read == 10


def test_the_comments_lead_to_exactly_the_answers_they_are_counted_from(commented, ana, at):
    with translation.override("en"):
        shown = topics_shown(ana, commented, at)["topics"]

    noun = noun_named("survey_answer")
    for one in shown:
        written = one["comments_href"].partition("filter=")[2]
        rows = visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.count() == one["comments"]
    assert [(one["contacts"], one["comments"]) for one in shown] == [(1, 2), (3, 0), (0, 1)]
    assert "3 of its 10 texts" in shown[0]["reason"]


@pytest.mark.parametrize("field", ["comment", "reading_topic"])
def test_who_may_not_read_comments_counts_contacts_alone(commented, ana, seller, at, field):
    FieldGrant.objects.create(role=seller, noun="survey_answer", field=field, mode="masked")
    rights_changed()

    shown = topics_shown(actor_for_user(User.objects.get(pk=ana.user_id)), commented, at)

    assert [(one["topic"], one["comments"]) for one in shown["topics"]] == [
        ("发票", 0),
        ("运费", 0),
    ]


def test_who_may_not_read_contacts_counts_comments_alone(commented, ana, seller, at):
    FieldGrant.objects.create(role=seller, noun="interaction", field="content", mode="hidden")
    rights_changed()

    shown = topics_shown(actor_for_user(User.objects.get(pk=ana.user_id)), commented, at)

    assert [(one["topic"], one["contacts"]) for one in shown["topics"]] == [
        ("运费", 0),
        ("水泵", 0),
    ]


def test_a_stranger_counts_no_comment_either(commented, cleo, at):
    assert topics_shown(cleo, commented, at) is None


def test_a_comment_that_was_emptied_is_forgotten_when_texts_are_read(commented, ana, at):
    SurveyAnswer.objects.filter(reading__topic="水泵").update(comment="")
    SurveyAnswer.objects.filter(reading__topic="运费").update(firm="Another maker")

    read_texts(at=at)

    assert not AnswerReading.objects.filter(answer__comment="").exists()
    assert not AnswerReading.objects.exclude(answer__firm="").exists()


def test_the_page_leads_to_contacts_and_comments_apart(commented, ana, at):
    page = client_of(ana).get(f"/account/{commented.pk}/").content.decode()

    assert re.search(r'href="/survey_answer/[^"]+">2 in surveys</a>', page)
    assert re.search(r'class="verdict"><a class="link" href="/survey_answer/[^"]+">水泵', page)


def test_the_advice_follows_what_was_said_lately(at):
    day = at.date()
    kinds = {advice(Raised("a", 3, late, day)) for late in (0, 1, 2)}
    assert len(kinds) == 3
    assert advice(Raised("a", 3, 2, day)) == advice(Raised("a", 9, 7, day))


def test_who_may_not_read_contents_is_told_no_topic_of_them(asked, ana, seller, at):
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
