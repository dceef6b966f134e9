"""The page of satisfaction and loyalty: over what one may see, honest where nothing was asked."""

import datetime as dt
import json
import random
import re
from urllib.parse import unquote

import pytest

from guanxi.insight.models import Profile
from guanxi.insight.regard.findings import signed
from guanxi.insight.satisfaction.index import CODES
from guanxi.insight.summary import summary
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Role
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.visibility import condition, visible_to
from guanxi.surveys.models import SurveyAnswer

OF_REGARD = ("satisfaction", "satisfaction_trap", "loyalty", "loyalty_kind", "contentment")
pytestmark = [pytest.mark.measures(*OF_REGARD, "profit_tenure"), pytest.mark.alike]

ADDRESS = "/insight/satisfaction/"


@pytest.fixture
def books(customer, sale, ana, cleo):
    """Twelve customers of ana's, half of whom buy often, and one of cleo's."""
    made = [customer(f"ana {number}", ana) for number in range(12)]
    for place, account in enumerate(made):
        for days_ago in (10, 60, 110, 200) if place % 2 else (300,):
            sale(account, days_ago, 10_000)
    stranger = customer("stranger", cleo)
    sale(stranger, 30, 10_000)
    return [*made, stranger]


@pytest.fixture
def answer(at):
    """An answer of a customer, so many days ago."""

    def give(account, kind, value, days_ago=20, **more):
        low, high = more.pop("scale", (0, 10))
        return SurveyAnswer.objects.create(
            account=account, kind=kind, value=value, scale_low=low, scale_high=high,
            answered_on=at.date() - dt.timedelta(days_ago), created_at=at, updated_at=at, **more,
        )  # fmt: skip

    return give


@pytest.fixture
def answered(books, answer):
    """Everybody answered about recommending, satisfaction and attitude, lately and before."""
    for place, account in enumerate(books):
        for days_ago in (20, 150, 240):
            for kind in ("nps", "satisfaction", "attitude"):
                answer(account, kind, place % 11, days_ago)
    return books


def page_of(actor):
    return client_of(actor).get(ADDRESS).content.decode()


def test_without_answers_the_page_says_how_to_bring_them_in(books, compute, ana):
    compute()

    page = page_of(ana)

    assert "No answers yet, here is how to bring them in" in page
    assert "Profit and tenure (Reinartz" in page and "Not asked yet." in page
    assert "NPS by quarter" not in page


def test_a_firm_without_customers_has_a_page(db, compute, admin):
    compute()

    assert "No answers yet" in page_of(admin)


def test_before_the_first_run_there_is_nothing_to_show(books, ana):
    assert "Nothing has been computed yet" in page_of(ana)


def test_scores_are_over_the_answers_of_customers_one_may_see(answered, compute, ana, cleo, admin):
    compute()

    found = [
        re.sub("<[^>]+>", "", re.search(r'class="finding">(.*?)</p>', page_of(one))[1])
        for one in (ana, cleo, admin)
    ]

    assert [re.search(r"from ([\d,]+) answers", text)[1] for text in found] == ["36", "3", "39"]


def test_answers_of_nobody_named_count_for_who_sees_everything(
    answered, answer, compute, ana, admin
):
    answer(None, "nps", 10)
    compute()

    assert "from <b>36</b> answers" in page_of(ana)
    assert "from <b>40</b> answers" in page_of(admin)


def test_every_cell_leads_to_the_customers_it_counts(answered, compute, ana):
    compute()
    noun = noun_named("account")

    marks = re.findall(r'class="tall" href="/account/\?filter=([^"]+)"[^>]*>([\d,]+)', page_of(ana))

    assert len(marks) == 12
    for written, number in marks:
        rows = noun.base().filter(condition(ana, noun, json.loads(unquote(written))))
        assert rows.filter(team_id=ana.team_id).count() == int(number)


def test_the_page_keeps_to_the_policy_and_to_few_queries(
    answered, compute, ana, django_assert_max_num_queries
):
    compute()
    client = client_of(ana)
    client.get(ADDRESS)

    with django_assert_max_num_queries(14):
        page = client.get(ADDRESS).content.decode()

    assert " style=" not in page
    assert page.count("<table") >= 7


def test_who_may_not_read_the_class_or_the_answers_may_not_see_the_page(
    books, compute, ana, seller, person, east, grant
):
    compute()
    role = Role.objects.create(code="no-answers", label_zh="无", label_en="None")
    grant(role, only=("account.read",))
    assert client_of(person("dan", east, role)).get(ADDRESS).status_code == 403

    field = {"noun": "account", "field": "profile_loyalty_class", "mode": "masked"}
    FieldGrant.objects.create(role=seller, **field)
    rights_changed()
    assert client_of(ana).get(ADDRESS).status_code == 403


def test_all_surveys_are_shown_where_they_were_asked(books, answer, compute, admin, at):
    chance = random.Random(3)
    for number in range(40):
        mood, sheet = chance.random(), f"s{number}"
        for code in CODES:
            value = round(1 + 9 * min(1, max(0, chance.gauss(mood, 0.15))))
            answer(None, "index", value, item=code, sheet=sheet, scale=(1, 10))
        for question in range(1, 23):
            answer(None, "expectation", 6, item=str(question), sheet=sheet, scale=(1, 7))
            met = chance.choice((4, 5) if question < 5 else (5, 6))
            answer(None, "perception", met, item=str(question), sheet=sheet, scale=(1, 7))
        answer(None, "functional", 1, item="Speed", sheet=sheet, scale=(1, 5))
        answer(None, "dysfunctional", 5, item="Speed", sheet=sheet, scale=(1, 5))
        answer(None, "driver", round(7 * mood), item="V1", sheet=sheet, scale=(0, 7))
        intent = 5 if mood + chance.gauss(0, 0.5) > 0.5 else 1
        answer(None, "intent", intent, sheet=sheet, scale=(1, 5))
    compute(overrides={"satisfaction": {"bootstraps": "50"}})

    page = page_of(admin)

    assert "Service falls short most in tangibles" in page
    assert "SPEED" in page and "One-dimensional" in page
    assert "40 sheets" in page and "Value equity 100%" in page
    told = summary(at)["measures"]["satisfaction"]["fit"]["firms"][""]
    assert told["n"] == 40 and len(told["paths"]) == 12

    for text, english in (("SPEED", "Quick delivery"), ("V1", "Fair prices")):
        create_record(noun_named("term"), {"text": text, "english": english}, actor=admin, at=at)
    page = page_of(admin)
    assert "Quick delivery" in page and "SPEED" not in page
    assert "Fair prices" in page


def test_delivered_value_and_factors_are_shown_beside_a_competitor(books, answer, compute, admin):
    for number in range(60):
        sheet, five = f"s{number}", {"scale": (1, 5)}
        for firm, value in (("", 6), ("Rival", 4)):
            for key in ("product", "service", "people", "image"):
                given = value - (number % 2)
                answer(None, "delivered", given, item=key, sheet=sheet, firm=firm, scale=(1, 7))
            for key in ("money", "time", "energy", "mind"):
                dear = 5 if key == "time" and not firm else 3
                given = dear + (number % 2)
                answer(None, "delivered", given, item=key, sheet=sheet, firm=firm, scale=(1, 7))
        poor = number % 3 == 0
        answer(None, "attribute", (1, 3, 5)[number % 3], item="On time", sheet=sheet, **five)
        answer(None, "satisfaction", (1 if poor else 4) + number % 2, sheet=sheet, **five)
    compute()

    page = page_of(admin)

    assert "We deliver 25 points more than Rival" in page
    assert "promise days and keep them" in page and "behind a competitor" in page
    assert "Poor “ON TIME” spoils most; nothing surely pleases" in page
    assert "more of it buys no satisfaction" in page


def test_delivered_value_and_factors_that_were_not_asked_are_unknown(answered, compute, ana):
    compute()

    page = page_of(ana)

    assert "Delivered value is not known: nobody was asked" in page
    assert "what satisfies them, is not known" in page


def test_a_customer_explains_its_loyalty(answered, compute):
    compute()

    profile = Profile.objects.get(account=answered[11])

    assert (profile.loyalty_class, profile.loyalty_attitude) == ("spurious", 0)
    assert profile.contentment_class == "hostage"
    assert profile.loyalty_kind == "inertia"


def test_another_kind_of_loyalty_or_zone_of_satisfaction_is_a_fact(answered, answer, compute):
    compute()
    for days_ago in range(1, 18):
        for kind in ("satisfaction", "attitude"):
            answer(answered[11], kind, 10, days_ago)

    compute()

    told = Fact.objects.get(kind="account.reclassified", record_id=answered[11].pk).changes
    assert told["profile_satisfaction_zone"] == ["dissatisfied", "very_satisfied"]
    assert told["profile_loyalty_kind"][0] == "inertia"
    assert not [name for name in told if name.endswith(("_was", "_cause", "_reason"))]


def test_every_zone_of_the_trap_leads_to_the_answers_it_counts(answered, answer, compute, ana):
    for value in (1, 3, 4, 5):
        answer(answered[0], "satisfaction", value, 200, scale=(1, 5))
    for days_ago in (119, 120, 1_094, 1_100):
        answer(answered[1], "satisfaction", 4, days_ago)
    answer(answered[2], "satisfaction", 9, 200, firm="Rival")
    answer(None, "satisfaction", 9, 200)
    compute()
    noun = noun_named("survey_answer")

    zones = re.findall(
        r'<a href="/survey_answer/\?filter=([^"]+)"><path class="axis"[^>]*/><circle[^>]*/>'
        r"<text[^>]*>\d+%</text><text[^>]*>n = ([\d,]+)",
        page_of(ana),
    )

    assert len(zones) == 3
    for written, number in zones:
        wanted = condition(ana, noun, json.loads(unquote(written)))
        assert visible_to(ana, noun).filter(wanted).count() == int(number)


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (0.4, "0"), (-0.4, "0"), (12.3, "+12"), (-7.0, "−7")]
)
def test_a_score_has_a_sign_unless_it_is_zero(value, shown):
    assert signed(value) == shown
