"""Telephone numbers and e-mail addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.cleaning import clean_email, clean_phone
from guanxi.platform.cleaning.phones import phone_tail


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "+86 138 0013 8000",
        "138-0013-8000",
        "8613800138000",
        "0086 13800138000",
        "１３８００１３８０００",
        "手机：13800138000",
        13800138000,
        13800138000.0,
    ],
)
def test_a_mobile_number_is_one_number_however_it_is_written(written):
    assert clean_phone(written).value == "+8613800138000"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("010-62345678", "+861062345678"),
        ("(021) 6234 5678", "+862162345678"),
        ("0086-10-62345678", "+861062345678"),
        ("0755-8234567", "+867558234567"),
        ("021-62345678转801", "+862162345678;ext=801"),
        ("021-62345678-801", "+862162345678;ext=801"),
        ("400-820-1234", "+864008201234"),
        ("4008-201-234", "+864008201234"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+1 (650) 253-0000", "+16502530000"),
    ],
)
def test_landlines_service_numbers_and_foreign_numbers_become_e164(written, clean):
    assert clean_phone(written) == (clean, "reformatted", "")


@pytest.mark.parametrize("written", ["12345", "62345678", "1380013800", "abc", "110", "+999 1 2"])
def test_a_number_that_nobody_could_dial_is_a_problem(written):
    assert clean_phone(written).problem == "bad_phone"


def test_a_number_that_a_spreadsheet_rounded_is_told_apart():
    assert clean_phone("1.38E+10").problem == "phone_digits_lost"


def test_the_first_of_several_numbers_is_taken_and_told():
    assert clean_phone("13800138000/13900139000") == ("+8613800138000", "first_of_several", "")


def test_other_regions_read_their_own_numbers():
    assert clean_phone("020 7946 0958", region="GB").value == "+442079460958"


def test_words_for_nothing_are_nothing():
    assert clean_phone("无") == (None, "empty_word", "")
    assert clean_phone("  ") == (None, "", "")


def test_the_tail_is_the_same_with_and_without_prefix():
    assert phone_tail("+862162345678;ext=801") == phone_tail("62345678") == "2345678"


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "86", "0086 "])
)
def test_every_mobile_number_survives_every_prefix(number, prefix):
    assert clean_phone(prefix + number).value == "+86" + number


@given(st.text(max_size=40))
def test_whatever_is_written_gives_a_number_or_a_reason(text):
    value, _, problem = clean_phone(text)

    assert value is None or clean_phone(value) == (value, "", "")
    assert value is None or problem == ""
    assert value or problem or not text.strip() or clean_phone(text).change == "empty_word"


@pytest.mark.parametrize(
    ("written", "clean", "change"),
    [
        ("ana@example.com", "ana@example.com", ""),
        (" Ana@Example.COM ", "ana@example.com", "reformatted"),
        ("ana＠example．com", "ana@example.com", "reformatted"),
        ("Ana Li <ana@example.com>", "ana@example.com", "reformatted"),
        ("mailto:ana@example.com", "ana@example.com", "reformatted"),
        ("ana@example.com; ben@example.com", "ana@example.com", "first_of_several"),
        ("ana@例子.中国", "ana@例子.中国", ""),
    ],
)
def test_addresses_are_unwrapped_and_made_small(written, clean, change):
    assert clean_email(written) == (clean, change, "")


@pytest.mark.parametrize(
    "written", ["ana", "ana@", "@x.com", "a@b", "a..b@x.com", "a b@c", "a@-x.com"]
)
def test_what_no_mail_reaches_is_a_problem(written):
    assert clean_email(written).problem == "bad_email"


@given(st.emails())
def test_real_addresses_pass_but_for_case(address):
    assert clean_email(address).value in (address.lower(), None)


@given(st.text(max_size=60))
def test_a_clean_address_is_clean_already(text):
    value = clean_email(text).value

    assert value is None or clean_email(value) == (value, "", "")
