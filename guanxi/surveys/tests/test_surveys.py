"""Answers and switching notes, through the doors that nouns open."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from guanxi.platform.actors.models import Role
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.erasing import erase_elsewhere
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.titles import titles
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.search.searching import search
from guanxi.surveys import rules
from guanxi.surveys.choices import USUAL_SCALES, AnswerKind
from guanxi.surveys.models import SurveyAnswer

KEYS = ("survey_answer", "switching_note")
DAY = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def bohen(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


@pytest.fixture
def answer(ana, at, bohen):
    """An answer of ana's customer."""

    def give(actor=ana, **values):
        given = {"account": bohen.pk, "kind": "nps", "value": "9", "answered_on": DAY}
        return create_record(noun_named("survey_answer"), given | values, actor=actor, at=at)

    return give


def test_an_answer_is_called_by_its_question_in_the_readers_language(ana, answer):
    made = answer(kind="dysfunctional", item="短信提醒", value="3")
    noun = noun_named("survey_answer")

    for language in ("en", "zh-hans"):
        with override(language):
            label = str(AnswerKind.DYSFUNCTIONAL.label)
            assert label != "dysfunctional"
            assert noun.title_of(made) == label
            assert titles(ana, "survey_answer", {made.pk}) == {made.pk: label}
            assert [hit.title for hit in search(ana, "短信提醒")] == [label]


def listed(actor, noun="survey_answer"):
    return len(read_list(actor, noun_named(noun), ListQuery()).rows)


@pytest.mark.parametrize("key", KEYS)
def test_every_name_that_a_noun_mentions_is_a_field(key, db):
    noun = noun_named(key)
    mentioned = {*noun.columns, *noun.quick, *noun.search, noun.title}
    mentioned |= {name for group in noun.form for name in group.names}
    mentioned |= {name for names in noun.import_keys for name in names}

    assert mentioned <= set(noun.fields)


def test_every_kind_has_a_scale():
    assert set(USUAL_SCALES) == {str(kind) for kind in AnswerKind}
    assert all(low < high for low, high in USUAL_SCALES.values())


def test_an_answer_takes_the_usual_scale_and_leaves_its_fact(answer):
    made = answer()

    assert (made.value, made.scale_low, made.scale_high) == (Decimal(9), 0, 10)
    assert Fact.objects.filter(kind="survey_answer.created", record_id=made.pk).count() == 1


def test_a_scale_that_is_given_stays(answer):
    made = answer(kind="satisfaction", value="80", scale_low=0, scale_high=100)

    assert (made.scale_low, made.scale_high) == (0, 100)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "11"}, "value"),
        ({"value": "-1"}, "value"),
        ({"scale_low": 5, "scale_high": 5, "value": "5"}, "scale_high"),
        ({"kind": "index", "value": "7"}, "item"),
        ({"kind": "perception", "value": "7", "item": " "}, "item"),
    ],
)
def test_what_makes_no_sense_is_refused(answer, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        answer(**wrong)

    assert field in refused.value.fields


def test_a_changed_answer_must_still_fit_its_scale(answer, ana, at):
    made = answer()

    with pytest.raises(RuleBroken):
        update_record(noun_named("survey_answer"), made.pk, {"value": "12"}, actor=ana, at=at)


def test_the_database_refuses_an_answer_outside_its_scale(answer):
    made = answer()

    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.filter(pk=made.pk).update(value=11)


def test_answers_are_seen_with_their_customer(answer, ana, ben, cleo):
    answer()

    assert (listed(ana), listed(ben), listed(cleo)) == (1, 1, 0)


def test_answers_of_nobody_named_are_for_who_sees_everything(answer, ana, admin):
    answer(actor=admin, account=None)

    assert (listed(ana), listed(admin)) == (0, 1)


def test_readers_may_not_write_answers(answer, person, east, grant, bohen):
    role = Role.objects.create(code="reader", label_zh="读者", label_en="Reader")
    grant(role, only=("survey_answer.read", "account.read"))

    with pytest.raises(Denied):
        answer(actor=person("dan", east, role))


def test_a_stranger_cannot_answer_for_a_customer_unseen(answer, cleo):
    with pytest.raises(RuleBroken):
        answer(actor=cleo)


def test_delivered_value_has_eight_questions_and_no_others(answer):
    made = answer(kind="delivered", item="Mind", value="6")
    assert (made.scale_low, made.scale_high) == (1, 7)

    with pytest.raises(RuleBroken, match="product, service"):
        answer(kind="delivered", item="colour", value="6")


def test_a_switching_note_keeps_the_whole_need_in_minor_units(ana, at, bohen):
    values = {"account": bohen.pk, "noted_on": DAY, "yearly_need": "120000", "money": "high"}

    made = create_record(noun_named("switching_note"), values, actor=ana, at=at)

    assert made.yearly_need == 12_000_000
    assert listed(ana, "switching_note") == 1


def test_a_need_of_nothing_is_refused_and_an_unknown_one_is_not():
    rules.check_need(None)
    for need in (0, -5):
        with pytest.raises(RuleBroken):
            rules.check_need(need)


def test_erasing_takes_the_words_and_leaves_the_figure(answer, ana, at, bohen):
    values = {"account": bohen.pk, "name": "沈知远"}
    shen = create_record(noun_named("person"), values, actor=ana, at=at)
    made = answer(person=shen.pk, comment="张经理电话 13800138000", sheet="R-7")

    counts = erase_elsewhere("person", shen.pk, at)

    made.refresh_from_db()
    assert counts["survey_answers"] == 1
    assert (made.comment, made.sheet, made.value) == ("", "", Decimal(9))
