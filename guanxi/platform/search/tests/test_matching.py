import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.platform.search.grams import indexed_text
from guanxi.platform.search.index import Row, index_many
from guanxi.platform.search.matching import finds, matching
from guanxi.platform.search.query import parse
from guanxi.platform.search.tests.naive import found_naively

HUAWEI = Row(
    7, "北京华为技术有限公司", ["+86 138 1234 5678", "info@huawei.com", "AC-000123", "A栋2座"]
)


def ids(noun, text):
    expression = matching(noun, text)
    with connection.cursor() as cursor:
        cursor.execute(expression.sql, expression.params)
        return sorted(row[0] for row in cursor.fetchall())


TYPED = (
    "华为 京华 为技术 北京华为技术有限公司 北 华为技 beijing huawei jinghua b be bj bjhw hwjs jhw "
    "info info@huawei.com huawei.com @huawei 1234 12345678 5678 138-1234 +86138 +861 +86 "
    "AC-000123 000123 "
    "ac AC ＡＣ 栋2座 2座 A栋"
)
SPACED = ["138 1234 5678", "华为 北京", "huawei 5678", "013812345678", "0086 138 1234"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED.split(" ") + SPACED)
def test_a_customer_is_found_by_what_people_type(typed):
    index_many("account", [HUAWEI])
    assert ids("account", typed) == [7]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["华伟", "上海", "hj", "eijingx", "1235", "华为 上海", "", "-", "技术北京", "w", "8"]
)
def test_it_is_not_found_by_anything_else(typed):
    index_many("account", [HUAWEI])
    assert ids("account", typed) == []


@pytest.mark.django_db
def test_nouns_do_not_meet():
    index_many("account", [HUAWEI])
    index_many("person", [Row(7, "张三丰")])
    assert ids("person", "华为") == []
    assert ids("nothing", "华为") == []


PIECES = [
    "华为",
    "北京",
    "京",
    "abc",
    "ab",
    "c",
    "é",
    "12",
    "3456",
    "7",
    "a1",
    "@",
    "-",
    "+",
    " ",
    "会",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    records=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8),
    typed=TEXTS | st.text(max_size=6),
)
def test_the_index_agrees_with_the_naive_definition(records, typed):
    rows = [Row(key, title, fields) for key, (title, *fields) in enumerate(records, 1)]
    index_many("account", rows)
    texts = {row.record_id: indexed_text(row.title, row.fields) for row in rows}
    naively = [key for key, text in texts.items() if found_naively(typed, text)]
    present = [key for key in ids("account", typed) if key in texts]
    assert present == naively
    assert [key for key, text in texts.items() if finds(parse(typed), text)] == naively
    clauses = parse(typed).clauses
    if all(word.inside for clause in clauses for word in clause):
        contained = [
            any(all(word.inside in text for word in clause) for clause in clauses)
            for text in texts.values()
        ]
        assert [key for key, is_in in zip(texts, contained, strict=True) if is_in] == naively
