"""What is written in one language is read, found and brought in again in the other."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from guanxi.platform.actors.models import Team
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.glossary.models import Term
from guanxi.platform.glossary.saying import texts_said, words_in_english
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.titles import titles
from guanxi.platform.records.writing import create_record, update_record


def made(key, ana, at, **values):
    return create_record(noun_named(key), values, actor=ana, at=at)


@pytest.fixture
def firms(ana, at):
    by = {
        "name": "博衡",
        "city": "苏州市",
        "country": "中国",
        "industry": "新能源",
        "tags": ["年框客户"],
    }
    made("term", ana, at, text="新能源", english="Renewable energy")
    made("term", ana, at, text="年框客户", english="framework agreement")
    made("account", ana, at, name="Brandt", city="Stuttgart", country="Germany", industry="Tools")
    return made("account", ana, at, **by)


def found(ana, **condition):
    page = read_list(
        ana, noun_named("account"), ListQuery(condition, columns=["name"], sort="name")
    )
    return [row["name"] for row in page.rows]


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "city", "op": "is", "value": "Suzhou"},
        {"field": "city", "op": "is", "value": "苏州市"},
        {"field": "city", "op": "contains", "value": "uzho"},
        {"field": "city", "op": "in", "value": ["Suzhou", "Leeds"]},
        {"field": "country", "op": "is", "value": "China"},
        {"field": "country", "op": "is_not", "value": "德国"},
        {"field": "industry", "op": "is", "value": "renewable energy"},
        {"field": "industry", "op": "contains", "value": "Energy"},
        {"field": "industry", "op": "not_in", "value": ["Tools"]},
        {"field": "tags", "op": "has_any", "value": ["年框客户"]},
        {"field": "tags", "op": "has_any", "value": ["Framework agreement"]},
    ],
)
def test_a_filter_hears_a_text_in_either_language(firms, ana, condition):
    assert found(ana, **condition) == ["博衡"]


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "city", "op": "is_not", "value": "Suzhou"},
        {"field": "country", "op": "is", "value": "德国"},
        {"field": "industry", "op": "not_contains", "value": "energy"},
        {"field": "tags", "op": "has_none", "value": ["framework agreement"]},
    ],
)
def test_and_so_does_one_that_denies_it(firms, ana, condition):
    assert found(ana, **condition) == ["Brandt"]


def test_a_word_is_said_in_english_until_it_is_deleted(firms):
    with override("en"):
        assert texts_said("account", "industry", ["新能源", "船舶"]) == {
            "新能源": "Renewable energy",
            "船舶": "船舶",
        }
        Term.objects.filter(text="新能源").update(deleted_at="2026-11-20T00:00:00Z")
        assert words_in_english(["新能源"]) == {}


def test_who_reads_chinese_asks_for_no_word(firms, django_assert_num_queries):
    with override("zh-hans"), django_assert_num_queries(0):
        assert texts_said("account", "industry", ["新能源"]) == {"新能源": "新能源"}


def test_a_product_and_a_team_are_called_in_the_language_of_the_reader(ana, at):
    unit = made("unit", ana, at, code="pcs", name="只", name_en="piece")
    named = {"name": "扭矩传感器", "name_en": "Torque sensor"}
    gauge = made("product", ana, at, code="T1", **named, unit=unit.pk)
    plain = made("product", ana, at, code="T2", name="天平")
    Team.objects.filter(pk=ana.team_id).update(name="苏浙组", name_en="Jiangsu and Zhejiang")

    with override("en"):
        said = titles(ana, "product", {gauge.pk, plain.pk})
        assert said == {gauge.pk: "Torque sensor", plain.pk: "天平"}
        assert titles(ana, "team", {ana.team_id}) == {ana.team_id: "Jiangsu and Zhejiang"}
        assert noun_named("product").title_of(gauge) == "Torque sensor"
        assert words_in_english(["扭矩传感器", "天平"]) == {"扭矩传感器": "Torque sensor"}
    with override("zh-hans"):
        assert titles(ana, "product", {gauge.pk}) == {gauge.pk: "扭矩传感器"}
        assert titles(ana, "team", {ana.team_id}) == {ana.team_id: "苏浙组"}


def test_a_name_in_english_that_one_may_not_see_is_not_told(ana, at):
    gauge = made("product", ana, at, code="T1", name="扭矩传感器", name_en="Torque sensor")
    closed = replace(ana, fields={"product": {"name_en": "hidden"}})

    with override("en"):
        assert titles(closed, "product", {gauge.pk}) == {gauge.pk: "扭矩传感器"}


def test_a_customer_abroad_has_the_address_in_the_order_of_the_reader(firms):
    (region,) = [one for one in noun_named("account").form if "street" in one.names]
    with override("en"):
        assert region.names[:3] == ["street", "district", "city"]
        assert region.names[-1] == "country"
    with override("zh-hans"):
        assert region.names[:3] == ["country", "province", "city"]


def test_words_stand_in_the_order_of_their_pinyin(ana, at):
    words = {"展会认识": "met at a fair", "包装": "packing", "中文": "Chinese"}
    for text, english in words.items():
        given = {"text": text, "english": english}
        create_record(noun_named("term"), given, actor=ana, at=at)

    found = read_list(ana, noun_named("term"), ListQuery(columns=["text"], sort="text")).rows

    assert [row["text"] for row in found] == ["包装", "展会认识", "中文"]


def test_a_word_stands_once(firms, ana, at):
    other = made("term", ana, at, text="船舶", english="Ships")

    with pytest.raises(RuleBroken):
        update_record(noun_named("term"), other.pk, {"text": "新能源"}, actor=ana, at=at)


def test_what_was_exported_in_english_is_brought_in_again_in_chinese(ana, at, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    unit = made("unit", ana, at, code="pcs", name="只", name_en="piece")
    words = {"category": "力与扭矩", "name": "扭矩传感器", "name_en": "Torque sensor"}
    made("term", ana, at, text="力与扭矩", english="Force and torque")
    gauge = made("product", ana, at, code="T1", unit=unit.pk, **words)
    noun = noun_named("product")
    columns = ("code", "name", "name_en", "category", "unit")
    with override("en"):
        wanted = Wanted(ListQuery(columns=columns), "csv")
        write_list(tmp_path / "products.csv", ana, noun, wanted, at=at)
    content = (tmp_path / "products.csv").read_bytes()
    gauge.__class__.objects.filter(pk=gauge.pk).update(unit=None, category="", name="?")

    with override("zh-hans"):
        run = draft_import("product", [content], "products.csv", actor=ana, at=at)
        agree(run, Options(mode="update", key=("code",)), run.mapping, actor=ana, at=at)
        run = run_import(run, actor=ana, at=at)

    assert run.rejected == 0, run.report
    gauge.refresh_from_db()
    assert "piece" in content.decode() and "力与扭矩" in content.decode()
    assert gauge.unit_id == unit.pk
    assert {name: getattr(gauge, name) for name in words} == words
