from hypothesis import example, given
from hypothesis import strategies as st

from guanxi.platform.search.grams import (
    LINE_LENGTH,
    grams_of,
    indexed_text,
    indexed_texts,
    line,
    lines,
    plain,
)

# With a phone's signs, stray blanks, what is wide, folds, breaks a line or cannot be stored.
fields = st.text("aÉß客 0１-+(\n\u3000\u200b\u0301İ", max_size=9) | st.sampled_from(
    ["+86 138 1234-5678", "x" * (LINE_LENGTH + 1), ""]
)


def test_text_is_compared_in_one_width_and_one_case():
    assert plain("  ＡＢＣ　１２３\t﹙株﹚ ") == "abc 123 (株)"


def test_what_cannot_be_stored_becomes_a_space():
    assert plain("a\x00b\ud800c\u200bd") == "a b c d"


def test_a_telephone_number_becomes_its_digits():
    assert line("+86 (138) 1234-5678") == "8613812345678"
    assert line("合同 12-345") == "合同 12-345"


def test_a_record_is_stored_with_its_pinyin_and_initials():
    assert indexed_text("北京华为有限公司", ["010-6543"]) == (
        "北京华为有限公司\n0106543\nbeijinghuawei\nbjhw"
    )


def test_chinese_gives_pairs_latin_threes_and_digits_fours():
    grams = grams_of(indexed_text("华为Tech", ["AC00123"]))
    assert {"华为", "te", "tec", "ech", "ac", "0012", "0123", "00", "hua", "¦hw"} <= set(grams)


def test_grams_are_words_that_every_engine_keeps_whole():
    grams = grams_of(indexed_text('O\'Neill "x" \\ & | ! 株式会社', ["a@b.co", "'':*"]))
    assert not set("".join(grams)) & set("'\"\\&|!:*@.")


@given(st.lists(fields, max_size=6))
@example(["+1"])
@example(["+123456", "+12345"])
def test_many_lines_are_those_of_each_alone(texts):
    assert lines(texts) == [line(text) for text in texts]


@given(st.lists(st.tuples(fields, fields, fields), max_size=4))
def test_many_records_are_found_by_what_each_alone_is(records):
    columns = [list(column) for column in zip(*records, strict=True)] or [[], [], []]

    assert indexed_texts(columns) == [indexed_text(title, rest) for title, *rest in records]
    assert indexed_texts(columns[:1]) == [indexed_text(title, []) for title, *_ in records]
