import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.exports.formulas import as_it_was, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '"=1',
        "'=1",
        " =1",
    ],
)
def test_what_a_spreadsheet_would_run_is_marked(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "冲床", "O'Neill", "'quoted'", "a=1", "12", "'"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == as_it_was(text) == text


@given(st.text(alphabet="'\"=+-@\t\r＝ a1冲", max_size=8) | st.text())
def test_the_mark_is_taken_off_exactly(text):
    assert as_it_was(harmless(text)) == text
