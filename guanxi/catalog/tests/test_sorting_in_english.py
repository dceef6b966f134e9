"""Lists of products, taxes and price books go by the names that their reader sees."""

import pytest
from django.utils.translation import override

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.roles import set_field_mode

# By pinyin: 扳手, 锤子, 卷尺, 天平.
NAMES = [("卷尺", "Tape measure"), ("锤子", "hammer"), ("天平", "Balance"), ("扳手", "")]
IN_CHINESE = ["扳手", "锤子", "卷尺", "天平"]
IN_ENGLISH = ["天平", "扳手", "锤子", "卷尺"]


@pytest.fixture
def products(admin, at):
    return {
        name: create_record(
            noun_named("product"),
            {"code": f"P{place}", "name": name, "name_en": english},
            actor=admin,
            at=at,
        )
        for place, (name, english) in enumerate(NAMES)
    }


def walked(actor, noun, sort, size=2):
    """The names along all pages, and those of the page before the last."""
    found, cursor, back = [], "", ""
    while not found or cursor:
        query = ListQuery(sort=sort, columns=("name",), limit=size, cursor=cursor)
        page = read_list(actor, noun_named(noun), query)
        found += [row["name"] for row in page.rows]
        cursor, back = page.next, page.previous
    query = ListQuery(sort=sort, columns=("name",), limit=size, cursor=back)
    before = read_list(actor, noun_named(noun), query)
    return found, [row["name"] for row in before.rows]


@pytest.mark.parametrize(
    ("language", "order"), [("zh-hans", IN_CHINESE), ("en", IN_ENGLISH)], ids=["zh", "en"]
)
def test_products_go_by_the_name_that_is_shown(products, admin, language, order):
    with override(language):
        assert walked(admin, "product", "name") == (order, order[:2])
        assert walked(admin, "product", "-name") == (order[::-1], order[::-1][:2])
        assert walked(admin, "product", "")[0] == order


def test_a_name_in_english_that_changes_moves_the_product(products, admin, at):
    balance = products["天平"]
    update_record(noun_named("product"), balance.pk, {"name_en": "Zeta"}, actor=admin, at=at)

    with override("en"):
        assert walked(admin, "product", "name")[0] == ["扳手", "锤子", "卷尺", "天平"]


def test_who_may_not_read_the_english_name_sorts_by_the_other(products, ana, seller, admin, at):
    set_field_mode(seller, "product", "name_en", "hidden", actor=admin, at=at)
    ana = actor_for_user(User.objects.get(pk=ana.user_id))

    with override("en"):
        assert walked(ana, "product", "name")[0] == IN_CHINESE


def test_taxes_go_by_the_name_that_is_shown(admin, at):
    for name, english in (("标准税率", "Standard"), ("减按税率", "Reduced"), ("Exempt", "")):
        values = {"name": name, "name_en": english, "rate": "0"}
        create_record(noun_named("tax"), values, actor=admin, at=at)

    with override("en"):
        assert walked(admin, "tax", "name") == (
            ["Exempt", "减按税率", "标准税率"], ["Exempt", "减按税率"],
        )  # fmt: skip
