"""What people type and what is to be found: one table, the same on both databases."""

import pytest

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.writing import create_record
from guanxi.platform.search.searching import search

ACCOUNTS = {
    "taihu": {
        "name": "苏州太湖科技有限公司",
        "code": "SZTH-0001",
        "phone": "0512-65881234",
        "email": "sales@taihu-tech.example",
    },
    "wuxi": {"name": "无锡太湖机械厂", "code": "WX-0002", "phone": "+86 139 1523 4567"},
    "huadong": {"name": "上海华东贸易有限公司", "code": "SH-0003", "phone": "021-61234567"},
    "chongqing": {"name": "重庆长安汽车", "code": "CQ-0004"},
    "xingzhi": {"name": "行知培训学校", "code": "XZ-0005"},
    "ocean": {
        "name": "Ocean Shipping Ltd",
        "code": "OC-0006",
        "email": "info@ocean-shipping.example",
    },
}
PEOPLE = {
    "shen": {"name": "沈知远", "mobile": "13812345678", "email": "shen.zy@taihu-tech.example"},
    "wang": {"name": "王小明", "mobile": "18600001234"},
    "oneil": {"name": "John O'Neil", "email": "john@ocean-shipping.example"},
}
TABLE = [
    # Two Chinese characters or more, from anywhere in the name.
    ("太湖", {"taihu", "wuxi"}),
    ("科技", {"taihu"}),
    ("湖科", {"taihu"}),
    ("限公", {"taihu", "huadong"}),
    ("有限公司", {"taihu", "huadong"}),
    ("华东贸易", {"huadong"}),
    ("知远", {"shen"}),
    ("小明", {"wang"}),
    ("东华", set()),
    # One character where a name begins.
    ("苏", {"taihu"}),
    ("沈", {"shen"}),
    ("湖", set()),
    # Several words, each of them.
    ("太湖 机械", {"wuxi"}),
    ("机械 太湖", {"wuxi"}),
    ("太湖 贸易", set()),
    # Pinyin, whole or begun, with either reading of a character that has two.
    ("taihu", {"taihu", "wuxi", "shen"}),
    ("suzhou", {"taihu"}),
    ("suzhoutaihu", {"taihu"}),
    ("TAIHU", {"taihu", "wuxi", "shen"}),
    ("shanghaihua", {"huadong"}),
    ("chongqing", {"chongqing"}),
    ("xingzhi", {"xingzhi"}),
    ("shenzhiyuan", {"shen"}),
    ("wangxiaoming", {"wang"}),
    # Initials.
    ("szth", {"taihu"}),
    ("sztkj", set()),
    ("szthkj", {"taihu"}),
    ("wxth", {"wuxi"}),
    ("hdmy", {"huadong"}),
    ("szy", {"shen"}),
    ("wxm", {"wang"}),
    # Phone numbers: the tail, a part, with and without what people write between.
    ("1234", {"taihu", "wang", "huadong", "shen"}),
    ("65881234", {"taihu"}),
    ("0512-65881234", {"taihu"}),
    ("5678", {"shen"}),
    ("12345678", {"shen"}),
    ("138 1234 5678", {"shen"}),
    ("+86 13812345678", {"shen"}),
    ("13915234567", {"wuxi"}),
    ("4567", {"wuxi", "huadong", "shen"}),
    ("9999", set()),
    # E-mail: whole, the part before the sign, the host, a word of it.
    ("sales@taihu-tech.example", {"taihu"}),
    ("shen.zy", {"shen"}),
    ("taihu-tech.example", {"taihu", "shen"}),
    ("@ocean-shipping", {"ocean", "oneil"}),
    ("john@", {"oneil"}),
    # Latin words, begun or from within, codes, full-width letters, case.
    ("ocean", {"ocean", "oneil"}),
    ("ship", {"ocean", "oneil"}),
    ("OCEAN ltd", {"ocean"}),
    ("O'Neil", {"oneil"}),
    ("SZTH-0001", {"taihu"}),
    ("ＳＺＴＨ", {"taihu"}),
    ("oc-0006", {"ocean"}),
    ("cean", {"ocean", "oneil"}),
    ("oceam", set()),
    ("%", set()),
    ("", set()),
]


@pytest.fixture
def books(ana, at):
    """The key of each record by noun and id."""
    made = {}
    for noun, rows in (("account", ACCOUNTS), ("person", PEOPLE)):
        for key, values in rows.items():
            made[noun, create_record(noun_named(noun), values, actor=ana, at=at).pk] = key
    return made


def test_the_table_of_searches_holds(books, ana):
    wrong = {}
    for typed, expected in TABLE:
        found = {books[hit.noun, hit.record_id] for hit in search(ana, typed, limit=50)}
        if found != expected:
            wrong[typed] = (found, expected)
    assert wrong == {}


def test_lists_find_by_the_same_table(books, ana):
    wrong = {}
    for typed, expected in TABLE:
        if not typed:
            continue
        found = {
            books[noun, row["id"]]
            for noun in ("account", "person")
            for row in read_list(ana, noun_named(noun), ListQuery(text=typed)).rows
        }
        if found != expected:
            wrong[typed] = (found, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("太湖", {"taihu", "wuxi"}),
        ("苏州太湖科技有限公司", {"taihu"}),
        ("ocean", {"ocean"}),
        ("沈知远", {"shen"}),
    ],
)
def test_what_was_meant_comes_first(books, ana, typed, first):
    hits = [books[hit.noun, hit.record_id] for hit in search(ana, typed, limit=50)]
    assert set(hits[: len(first)]) == first


def test_a_stranger_finds_none_of_it(books, cleo):
    assert [typed for typed, _found in TABLE if search(cleo, typed, limit=50)] == []
