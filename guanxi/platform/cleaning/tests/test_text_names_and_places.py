"""Text, names, codes, answers and addresses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.cleaning import (
    clean_address,
    clean_boolean,
    clean_credit_code,
    clean_line,
    clean_text,
    company_key,
    kind_of,
    person_key,
    pinyin_key,
    split_address,
)
from guanxi.platform.cleaning.credit_codes import check_sign, is_registration_number


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("  远航   贸易 ", "远航 贸易"),
        ("ＡＢＣ１２３（中国）", "ABC123（中国）"),
        ("远\u200b航\ufeff", "远航"),
        ("line one\r\nline two", "line one line two"),
        ("tab\there", "tab here"),
        ("nul\x00bell\x07", "nulbell"),
        ("\u202eevil", "evil"),
    ],
)
def test_a_line_is_tidied_and_told(written, clean):
    assert clean_line(written) == (clean, "tidied", "")


def test_a_tidy_line_is_left_alone():
    assert clean_line("远航（中国）贸易，有限公司") == ("远航（中国）贸易，有限公司", "", "")


def test_numbers_and_days_become_plain_text():
    assert clean_line(1001).value == "1001"
    assert clean_line(17850.0).value == "17850"
    assert clean_line(dt.date(2024, 1, 5)).value == "2024-01-05"


def test_long_text_keeps_its_lines():
    assert clean_text("one \r\n two\n\n\n\nthree ").value == "one\ntwo\n\nthree"


def test_errors_of_spreadsheets_are_not_text():
    assert clean_line("#N/A") == (None, "formula_error", "")


@given(st.text(max_size=80))
def test_tidying_twice_changes_nothing(text):
    once = clean_line(text).value or ""

    assert clean_line(once).value in (once, None)
    assert clean_line(once).change == ""


@pytest.mark.parametrize(
    "group",
    [
        [
            "北京远航贸易有限公司",
            "北京远航贸易（集团）股份有限公司",
            "北京远航贸易 集团",
            "北京远航贸易",
        ],
        ["Acme Trading Co., Ltd.", "ACME TRADING COMPANY LIMITED", "Ａｃｍｅ Trading"],
        ["Müller GmbH & Co. KG", "MULLER GMBH", "Muller"],
        ["O'Neill Inc.", "ONeill, Inc"],
    ],
)
def test_spellings_of_one_company_share_a_key(group):
    assert len({company_key(name) for name in group}) == 1


def test_a_name_that_is_only_a_legal_form_keeps_it():
    assert company_key("有限公司") == "有限公司"
    assert company_key("Company") == "company"


def test_spellings_of_one_person_share_a_key():
    assert person_key("张 伟 先生") == person_key("张伟")
    assert person_key("Mr. John Smith") == person_key("SMITH, John")


def test_chinese_and_pinyin_meet():
    assert pinyin_key("张伟") == pinyin_key("Zhang Wei") == "zhangwei"
    assert pinyin_key("吕女士") == "lvnvshi"


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_real_credit_codes_pass(code):
    assert clean_credit_code(code) == (code, "", "")


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("91110000600037341l", ("91110000600037341L", "reformatted", "")),
        ("9111 0000 6000 3734 1L", ("91110000600037341L", "reformatted", "")),
        ("9111OOOO600037341L", ("91110000600037341L", "misread_signs", "")),
        ("91110000600037342L", (None, "", "credit_code_check")),
        ("9111000060003734", (None, "", "credit_code_length")),
        ("110108000000016", ("110108000000016", "", "")),
        ("110108000000017", (None, "", "credit_code_check")),
        ("", (None, "", "")),
    ],
)
def test_credit_codes_are_checked_and_mended(written, result):
    assert clean_credit_code(written) == result


@given(st.from_regex(r"91[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True), st.integers(0, 16))
def test_one_wrong_sign_is_always_noticed(start, place):
    code = start + check_sign(start)
    other = "7" if code[place] != "7" else "8"

    assert clean_credit_code(code).value == code
    assert clean_credit_code(code[:place] + other + code[place + 1 :]).problem


def test_a_registration_number_has_fifteen_digits():
    assert not is_registration_number("11010800000001")


@pytest.mark.parametrize(
    ("written", "answer"),
    [("是", True), ("否", False), ("Y", True), ("no", False), ("√", True), ("×", False), (1, True),
     (0, False), (True, True), ("有", True), ("无", False), ("", None)],
)  # fmt: skip
def test_yes_and_no_are_understood(written, answer):
    assert clean_boolean(written) == (answer, "", "")


def test_maybe_is_neither():
    assert clean_boolean("maybe").problem == "not_yes_or_no"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("广东省深圳市南山区科技园路1号", "广东省|深圳市|南山区|科技园路1号"),
        ("北京市朝阳区建国路88号", "北京市|北京市|朝阳区|建国路88号"),
        ("北京北京市海淀区中关村", "北京市|北京市|海淀区|中关村"),
        ("重庆市市辖区渝中区解放碑", "重庆市|重庆市|渝中区|解放碑"),
        ("上海浦东新区张江路1号", "上海市|上海市|浦东新区|张江路1号"),
        ("浦东新区张江路1号", "上海市|上海市|浦东新区|张江路1号"),
        ("江苏昆山市前进路1号", "江苏省|苏州市|昆山市|前进路1号"),
        ("昆山市前进路1号", "江苏省|苏州市|昆山市|前进路1号"),
        ("中国广东广州天河区", "广东省|广州市|天河区|"),
        ("杭州市临平区迎宾路", "浙江省|杭州市|临平区|迎宾路"),
        ("内蒙古呼和浩特市新城区", "内蒙古自治区|呼和浩特市|新城区|"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "新疆维吾尔自治区|乌鲁木齐市|天山区|"),
        ("恩施土家族苗族自治州恩施市", "湖北省|恩施土家族苗族自治州|恩施市|"),
        ("香港特别行政区中环", "香港特别行政区|||中环"),
        ("朝阳区建国路", "|||朝阳区建国路"),
        ("南京路100号", "|||南京路100号"),
        ("苏州市工业园区星湖街", "江苏省|苏州市|工业园区|星湖街"),
        ("12 High Street, London", "|||12 High Street, London"),
    ],
)
def test_addresses_are_split(written, parts):
    assert "|".join(split_address(written)) == parts


def test_a_province_that_was_not_written_is_told():
    assert clean_address("深圳市南山区").change == "region_filled_in"
    assert clean_address("广东省深圳市南山区").change == ""


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("联系电话", ["13800138000", "010-62345678"], "phone"),
        ("x", ["a@b.cn", "c@d.com"], "email"),
        ("x", ["91110000600037341L"], "credit_code"),
        ("x", ["2024-01-05", "2024/2/3"], "date"),
        ("x", ["2024-01-05 10:30"], "moment"),
        ("x", ["是", "否", "是"], "boolean"),
        ("x", ["12", "13"], "number"),
        ("x", ["12.5元", "¥13"], "money"),
        ("x", ["广东省深圳市南山区科技园路1号"], "address"),
        ("x", ["远航", "恒信"], "text"),
        ("手机", [], "phone"),
        ("编号", ["0017", "0018"], "number"),
    ],
)
def test_the_kind_of_a_column_is_guessed(header, cells, kind):
    assert kind_of(header, cells) == kind
