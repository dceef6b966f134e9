"""Cards, signatures and chat messages are read into fields, each sure or to be checked."""

import pytest

from guanxi.customers.cards import read_card

CARD = """苏州博衡传感技术有限公司
黄浩然  采购经理
手机：138 1234 5678   电话：0512-62880891
邮箱：Huang.HR@boheng.example.com
地址：江苏省苏州市工业园区星湖街218号B3栋
www.boheng.example.com"""

SIGNATURE = """Best regards,

Torsten Falkner
Head of Purchasing
Norden Motion GmbH | Industriestrasse 12 | 20095 Hamburg
T +49 40 3009 1234
torsten.falkner@norden.example.com"""

CHAT = (
    "联系人：欧阳静，微信：ouyang_jing88，电话１３９１２３４５６７８，"
    "公司：无锡矽源半导体设备有限公司"
)


def values(text):
    return {name: one.value for name, one in read_card(text).items()}


def test_a_chinese_card_gives_every_field():
    found = values(CARD)

    assert found["company"] == "苏州博衡传感技术有限公司"
    assert (found["name"], found["title"]) == ("黄浩然", "采购经理")
    assert (found["mobile"], found["phone"]) == ("+8613812345678", "+8651262880891")
    assert found["email"] == "huang.hr@boheng.example.com"
    assert found["website"] == "www.boheng.example.com"
    assert (found["province"], found["city"]) == ("江苏省", "苏州市")


def test_a_signature_of_a_mail_is_read_too():
    found = values(SIGNATURE)

    assert (found["name"], found["title"]) == ("Torsten Falkner", "Head of Purchasing")
    assert found["company"] == "Norden Motion GmbH"
    assert found["phone"] == "+494030091234"
    assert found["email"] == "torsten.falkner@norden.example.com"


def test_one_line_of_a_chat_with_full_width_digits_is_read_by_its_labels():
    found = values(CHAT)

    assert (found["name"], found["wechat"]) == ("欧阳静", "ouyang_jing88")
    assert found["mobile"] == "+8613912345678"
    assert found["company"] == "无锡矽源半导体设备有限公司"


def test_what_is_only_guessed_says_so():
    found = read_card(CARD)

    assert found["mobile"].is_sure and found["company"].is_sure
    assert not found["name"].is_sure and not found["title"].is_sure


@pytest.mark.parametrize("text", ["", "   \n\n", "：：：|||", "你好，明天见", "x" * 100_000])
def test_a_text_without_any_card_in_it_gives_nothing(text):
    assert values(text) == {}


def test_a_number_that_is_no_phone_is_left_alone():
    assert "mobile" not in values("订单 13800 共 12 台") and "phone" not in values("2026-11-29")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王 建国  采购经理", "王建国"),
        ("王 建 国", "王建国"),
        ("张 伟 经理", "张伟"),
        ("欧阳晓峰 经理", "欧阳晓峰"),
        ("Kind Regards\nDr. Anna-Lena Fischer\nHead of Procurement", "Dr. Anna-Lena Fischer"),
        ("Jan van der Berg\nBuyer", "Jan van der Berg"),
    ],
)
def test_names_are_read_as_cards_and_signatures_write_them(text, name):
    assert read_card(text)["name"].value == name


def test_a_message_in_one_sentence_names_person_post_firm_and_number():
    text = "李姐推荐的客户：欧阳晓峰，无锡华创精密的设备部主任，电话13912345678，微信同号，下周来"

    found = {name: one.value for name, one in read_card(text).items()}

    assert found == {
        "name": "欧阳晓峰",
        "company": "无锡华创精密",
        "title": "设备部主任",
        "mobile": "+8613912345678",
        "wechat": "13912345678",
    }
    assert not read_card(text)["company"].is_sure
