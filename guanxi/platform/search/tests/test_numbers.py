import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.platform.search.engines import engine
from guanxi.platform.search.grams import indexed_text
from guanxi.platform.search.index import Row, index_record
from guanxi.platform.search.models import SearchEntry
from guanxi.platform.search.numbers import FEW, TOGETHER, numbers_of, packed
from guanxi.platform.search.packing import GROUP
from guanxi.platform.search.tests.test_matching import ids


def test_a_gram_has_the_same_number_in_every_process():
    numbers = [159109488423277327, 166119977837103783]
    assert numbers_of("account", ["华为", "138", "华为"]) == numbers


def test_a_gram_has_a_number_of_its_own_in_each_noun():
    keys = ["account", "person", "order", "thing1", "thing2"]

    assert len({number for key in keys for number in numbers_of(key, ["华为"])}) == len(keys)


def test_grams_that_differ_in_one_sign_have_numbers_of_their_own():
    signs = "abcdefghijklmnopqrstuvwxyz0123456789华为京亰"
    grams = {one + other for one in signs for other in signs} | {f"«{one}" for one in signs}

    assert len(set(numbers_of("account", grams))) == len(grams)


# Of every kind and beside the borders between kinds: Han begins at 〡 but has 々 and 〇, digits are
# not always ours, letters are of two scripts, and one sign is beyond 16 bits.
signs = st.text("09zaé中国乐単〇々〡〠\u3000Ω²٣_- .+(\U00020bb7", max_size=9)
found_by = st.tuples(
    signs | st.from_regex(r"[一-龥]{1,6}(有限公司)?", fullmatch=True), st.lists(signs)
)


@settings(max_examples=30, deadline=None)
@given(st.lists(found_by, min_size=FEW, max_size=FEW + 4))
def test_many_texts_are_packed_as_each_alone_would_be(records):
    texts = [indexed_text(title, fields) for title, fields in records]

    assert packed("account", texts) == [one for text in texts for one in packed("account", [text])]


def test_more_texts_than_are_taken_together_keep_their_order():
    titles = ["", "—", "»苏州太湖", "𠮷野家", "O'Neill 13800001111", "哦"] * TOGETHER
    texts = [indexed_text(title, ["a1"] if title else []) for title in titles]

    assert packed("account", texts) == [one for text in texts for one in packed("account", [text])]


def test_texts_that_have_one_and_the_same_gram_keep_it_each():
    texts = [indexed_text("", [])] * TOGETHER
    texts[5] = texts[5 + GROUP] = indexed_text("", ["ab"])

    assert packed("account", texts) == [one for text in texts for one in packed("account", [text])]


@pytest.mark.django_db
def test_a_text_without_a_gram_is_kept_and_found_by_nothing():
    index_record("account", Row(1, "—"))

    assert SearchEntry.objects.get().text == "—\n\n"
    assert ids("account", "—") == []


@pytest.mark.django_db
def test_several_words_and_ways_are_asked_for_together():
    index_record("account", Row(1, "苏州太湖科技", ["13800001111"]))
    index_record("account", Row(2, "苏州太湖贸易", ["13800002222"]))

    assert ids("account", "taihu sztk") == ids("account", "苏州 thkj 2222") == []
    assert ids("account", "taihu thkj") == ids("account", "苏州 thkj 1111") == [1]
    assert ids("account", "taihu suzhou 138") == [1, 2]


@pytest.mark.django_db
def test_an_index_of_words_gives_way_to_one_of_numbers():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps words")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE platform_searchentry DROP COLUMN grams")
        cursor.execute("ALTER TABLE platform_searchentry ADD COLUMN grams tsvector")

    engine().prepare()

    index_record("account", Row(1, "天津"))
    assert ids("account", "天津") == [1]
