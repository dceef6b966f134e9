"""Words are found without a dictionary, and topics are what stands in the same texts."""

import random

from guanxi.insight.concerns.topics import Topics, learned
from guanxi.insight.concerns.words import Least, Text, found_words, segmented

FREIGHT = ("物流太慢", "什么时候能到货", "快递单号查不到", "到货时外箱破损", "物流信息没更新")
BILLS = ("发票抬头写错", "发票还没收到", "税号要改", "开票要专票", "税号和抬头不一致")
PRICES = ("报价太高", "折扣还能谈吗", "竞品报价更低", "年框折扣多少", "报价含税吗")


def texts(seed: int = 3, each: int = 80) -> list[Text]:
    """What forty customers write, each time two things about one matter."""
    chance = random.Random(seed)
    return [
        Text(chance.randrange(40), "，".join(chance.sample(lines, 2)))
        for lines in (FREIGHT, BILLS, PRICES)
        for _ in range(each)
    ]


def test_words_hold_together_and_vary_at_their_ends():
    words = found_words(texts(), Least(most_share=1.0))
    assert {"发票", "物流", "报价", "折扣", "抬头"} <= words
    assert not {"票还", "流太", "价太", "票抬"} & words


def test_latin_words_count_but_not_the_commonest():
    said = [Text(n % 9, "When will the invoice arrive?") for n in range(20)]
    assert found_words(said, Least(most_share=1.0)) == {"invoice", "arrive"}


def test_a_word_of_one_customer_alone_is_not_told_of():
    said = [*texts(), *(Text(99, "张建国又来电") for _ in range(30))]
    assert not any("张建" in word or "建国" in word for word in found_words(said, Least()))


def test_the_longest_known_word_is_taken_from_left_to_right():
    known = frozenset({"发票", "发票抬头", "抬头", "invoice"})
    assert list(segmented("请改发票抬头，see Invoice 发票", known)) == [
        "发票抬头",
        "发票",
        "invoice",
    ]


def test_topics_are_what_stands_together_and_new_texts_join_them():
    topics = learned(texts())
    named = {topics.of(line) for line in ("发票抬头错了", "税号写错")}
    others = {topics.of("物流信息"), topics.of("报价能低点吗")}
    assert len(named) == 1
    assert "" not in named | others
    assert len(named | others) == 3
    assert topics.of("祝节日愉快") == ""


def test_the_same_texts_give_the_same_topics_and_survive_being_kept():
    topics = learned(texts())
    assert learned(texts()) == topics
    assert Topics.read(topics.told()) == topics


def test_too_few_texts_or_nothing_said_give_no_topics():
    assert learned([]).names == ()
    assert learned(texts(each=5)).names == ()
    assert learned([Text(n, "。") for n in range(500)]).names == ()
