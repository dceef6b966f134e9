"""What a browser may send instead of a number is no number, and breaks nothing."""

import pytest

from guanxi.platform.given import whole_number

NO_NUMBERS = ["", None, "x", "-1", "1.5", "²", "٣", "1" * 19, "9" * 5000, " 1"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_anything_else_is_no_number(text):
    assert whole_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), (7, 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("odd", ["²", "9" * 18, "9" * 5000])
def test_an_odd_number_in_the_address_is_no_fault(anas, machine, press, odd):
    addresses = [
        f"/machine/?view={odd}",
        f"/machine/{press.pk}/history/?before={odd}",
        f"/bin/machine/?page={odd}",
    ]
    for where in addresses:
        assert anas.get(where).status_code in {200, 404}, where
