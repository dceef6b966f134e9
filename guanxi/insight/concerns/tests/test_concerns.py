"""The page of points of attention: topics by month, each cell the very contacts it counts."""

import datetime as dt
import json
import random
import re
from urllib.parse import unquote

import pytest

from guanxi.customers.models import Interaction
from guanxi.insight.concerns.figures import counted
from guanxi.insight.concerns.models import Study
from guanxi.insight.concerns.reading import read_texts
from guanxi.insight.concerns.telling import attention
from guanxi.insight.concerns.tests.test_words import BILLS, FREIGHT, PRICES
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition, visible_to
from guanxi.surveys.models import SurveyAnswer

ADDRESS = "/insight/attention/"


@pytest.fixture
def said(customer, ana, cleo, at, time_machine):
    """A year of what customers say: bills of late, freight before, prices always."""
    time_machine.move_to(at)
    chance = random.Random(5)
    ours = [customer(f"a{number}", ana) for number in range(12)]
    theirs = customer("theirs", cleo)
    rows = []
    for number in range(360):
        days_ago = chance.randrange(0, 330)
        lines = chance.choice([BILLS, BILLS, PRICES] if days_ago < 60 else [FREIGHT, PRICES])
        account = theirs if number % 20 == 0 else chance.choice(ours)
        rows.append(contact(account, "，".join(chance.sample(lines, 2)), days_ago, at))
    rows.append(contact(ours[0], "我们已经改好发票抬头", 1, at, direction="out"))
    Interaction.objects.bulk_create(rows)
    return ours


def contact(account, content, days_ago, at, direction="in"):
    return Interaction(
        account=account, channel="phone", direction=direction, content=content,
        happened_at=at - dt.timedelta(days_ago), created_at=at, updated_at=at,
    )  # fmt: skip


def test_what_customers_say_is_read_once_and_what_is_new_or_changed_again(said, at):
    first = read_texts(at=at)
    assert first["read"] == first["texts"] == 360
    assert read_texts(at=at)["read"] == 0
    later = at + dt.timedelta(hours=1)
    one = Interaction.objects.exclude(direction="out").first()
    Interaction.objects.filter(pk=one.pk).update(content="税号要改", updated_at=later)
    contact(said[0], "发票还没收到", 0, later).save()
    assert read_texts(at=later + dt.timedelta(hours=1))["read"] == 2
    one.refresh_from_db()
    assert one.reading.read_at > at
    assert Study.objects.count() == 1


def test_topics_are_learned_anew_after_a_month(said, at):
    read_texts(at=at)
    later = at + dt.timedelta(31)
    assert read_texts(at=later)["read"] > 300
    assert Study.objects.get().learned_at == later


def test_every_cell_leads_to_exactly_the_contacts_it_counts(said, ana, at):
    read_texts(at=at)
    page = client_of(ana).get(ADDRESS).content.decode()
    noun = noun_named("interaction")
    cells = re.findall(r'/interaction/\?filter=([^"]+)" title="([\d,]+)"', page)
    assert len(cells) > 12
    for written, count in cells:
        rows = visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.count() == int(count)
    assert " style=" not in page


def test_what_is_on_the_rise_is_the_finding(said, ana, at):
    read_texts(at=at)
    finding = re.search(r'class="finding">(.*?)</p>', client_of(ana).get(ADDRESS).content.decode())
    assert "more and more" in finding[1]
    assert "发票" in finding[1] or "抬头" in finding[1]


def test_every_topic_leads_to_exactly_the_customers_who_spoke_of_it(said, ana, at):
    read_texts(at=at)
    page = client_of(ana).get(ADDRESS).content.decode()
    noun = noun_named("account")
    links = re.findall(r'"/account/\?filter=([^"]+)">([\d,]+)<', page)
    assert links
    for written, count in links:
        rows = visible_to(ana, noun).filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.count() == int(count)


def test_the_summary_tells_topics_over_the_whole_firm(said, at):
    assert attention(at) is None
    read_texts(at=at)

    told = attention(at)

    assert told["texts"] == sum(told["by_month"]) == 360 and len(told["months"]) == 12
    assert (
        told["rising"] == max(told["topics"], key=lambda one: one["change"]["difference"])["topic"]
    )
    for one in told["topics"]:
        assert one["texts"] == sum(one["by_month"]) and one["words"]
        assert one["share"] == pytest.approx(one["texts"] / 360, abs=1e-6)
    assert json.dumps(told)


def test_a_change_is_told_only_where_chance_would_seldom_give_it():
    months = tuple(dt.date(2025, month, 1) for month in range(1, 13))
    rows = [(month, "a", 10) for month in months] + [(month, "", 10) for month in months]
    steady = counted(months, rows, {}, {})
    risen = counted(months, [*rows, (months[-1], "a", 60)], {"b": 3}, {"a": 2})
    assert steady.rising is None
    assert steady.topics[0].change.difference == 0
    # 30 + 60 of 120 in the last quarter, 90 of 180 before.
    assert risen.rising.change.difference == pytest.approx(0.25)
    assert [(one.name, one.texts, one.answers) for one in risen.topics] == [
        ("a", 180, 0),
        ("b", 0, 3),
    ]


def test_one_counts_only_what_one_may_see(said, ana, cleo, at):
    read_texts(at=at)
    read = [
        re.search(r"Texts read</span><span class=\"value\">([\d,]+)", page)[1]
        for page in (client_of(actor).get(ADDRESS).content.decode() for actor in (ana, cleo))
    ]
    assert read == ["342", "18"]


def test_the_topic_is_a_field_of_the_contact_and_comments_count_too(said, ana, at):
    for number in range(6):
        SurveyAnswer.objects.create(
            account=said[number], kind="nps", value=5, scale_low=0, scale_high=10,
            answered_on=at.date(), comment="发票抬头写错，税号要改", created_at=at, updated_at=at,
        )  # fmt: skip
    read_texts(at=at)
    noun = noun_named("survey_answer")
    name = SurveyAnswer.objects.first().reading.topic
    assert "抬头" in name
    where = {"field": "reading_topic", "op": "is", "value": name}
    assert visible_to(ana, noun).filter(condition(ana, noun, where)).count() == 6
    assert "In surveys" in client_of(ana).get(ADDRESS).content.decode()


def test_who_may_not_read_contents_may_not_see_the_page(said, ana, seller, at):
    read_texts(at=at)
    FieldGrant.objects.create(role=seller, noun="interaction", field="content", mode="hidden")
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403


def test_before_anything_is_read_the_page_says_so(ana):
    assert "Nothing has been computed yet" in client_of(ana).get(ADDRESS).content.decode()


def test_where_nobody_writes_the_page_says_so(ana, at):
    assert read_texts(at=at) == {"texts": 0, "read": 0, "topics": 0}
    assert "Too little is written" in client_of(ana).get(ADDRESS).content.decode()
