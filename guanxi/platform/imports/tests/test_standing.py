"""Cells that are taken over as they stand are those that their reader would give back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.platform.cleaning import Hints
from guanxi.platform.imports.cells import is_code, reader_of
from guanxi.platform.imports.plan import Column, Plan
from guanxi.platform.imports.reading import Choices
from guanxi.platform.imports.standing import sieve_of
from guanxi.platform.nouns.fields import Field

FIELDS = [
    Field("name", "Name", "text", max_length=6),
    Field("serial_number", "Number", "text", max_length=9),
    Field("note", "Note", "long"),
    Field("email", "E-mail", "email", max_length=20),
]
HINTS = Hints("ymd", ".")
PLAN = Plan("", Choices(), (), "Asia/Shanghai")
# What is tidied, what only looks as if it were, and what stands in a column's way.
texts = st.text("a客|#\\ .0７Ａ\u3000\u200b\n\tß", max_size=7)
addresses = st.from_regex(r"[a-zA.]{1,3}@[a-z-]{1,3}\.[a-z0]{1,3}", fullmatch=True)
cells = texts | addresses | st.sampled_from(["#N/A", "12.0", "a@b.cn", "a.b-c@d-e.com", ""])


@pytest.mark.parametrize("field", FIELDS, ids=lambda one: one.name)
@given(column=st.lists(cells | st.sampled_from([7, 7.0, dt.date(2024, 1, 5)]), max_size=6))
def test_what_stands_is_what_reading_would_give(field, column):
    of_file = Column(0, field, HINTS)
    doubtful = sieve_of(of_file, is_code=is_code(field))(column)
    read = reader_of(of_file, PLAN)

    for place in {*range(len(column))}.difference(doubtful):
        assert column[place] != ""
        assert read(column[place]) == (column[place], "", "")


@pytest.mark.parametrize(
    ("field", "column"),
    [
        (FIELDS[0], ["远航", "a b", "（株）"]),
        (FIELDS[1], ["K-001", "0012"]),
        (FIELDS[2], ["上海市，1号"]),
        (FIELDS[3], ["info7@example7.com"]),
    ],
)
def test_tidy_columns_stand_as_a_whole(field, column):
    assert not sieve_of(Column(0, field, HINTS), is_code=is_code(field))(column)


@pytest.mark.parametrize("name", ["credit_code", "currency"])
def test_what_is_checked_cell_by_cell_stands_never(name):
    assert sieve_of(Column(0, Field(name, "", "text"), HINTS), is_code=True) is None
