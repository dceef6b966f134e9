"""Orders and customers counted in few passes are those that one plain statement counts."""

import random

import pytest

from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.compiling import Asked
from guanxi.insight.olap.dimensions import SALE
from guanxi.insight.olap.distinct import COUNTED, can_count
from guanxi.insight.olap.figures import BY_KEY
from guanxi.insight.olap.rights import sight_of
from guanxi.insight.olap.rolled import can_tell
from guanxi.insight.olap.spans import span_of
from guanxi.insight.olap.state import CubeState
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.insight.olap.tests.test_rolled import odd_sales

pytestmark = [pytest.mark.measures("rfm", "abc", "lifecycle"), pytest.mark.alike]

OF_SALES = ("quarter", "week", "category", "product", "currency", "order_channel")
OF_CONTACTS = ("month", "channel", "direction", "staff")
OF_CUSTOMERS = ("city", "owner", "customer", "abc_class")
VALUES = {"city": ("Shanghai", "Beijing"), "abc_class": ("A",)}


def drawn(draw):
    measure = draw.choice(sorted(COUNTED))
    keys = OF_SALES if BY_KEY[measure].fact == SALE else OF_CONTACTS
    rows = draw.sample((*keys, *OF_CUSTOMERS), draw.randrange(1, 4))
    filters = draw.sample(sorted(VALUES), draw.randrange(2))
    return CubeState(
        measure=measure,
        rows=tuple(rows[:2]),
        column=rows[2] if len(rows) > 2 else "",
        filters={key: VALUES[key] for key in filters},
        period=draw.choice(("all", "12m")),
        top=draw.choice((5, 50)),
    )


@pytest.mark.parametrize("questions", [20, pytest.param(40, marks=pytest.mark.slow)])
def test_few_passes_count_what_one_statement_counts(
    ana, ben, admin, books, by_lines, compute, at, questions
):
    odd_sales(at)
    compute()
    for actor in (ana, ben, admin):
        draw = random.Random(5)
        counted = 0
        for _ in range(questions):
            state, today = drawn(draw), at.date()
            found, expected = answer(actor, state, as_of=today), by_lines(actor, state, today)
            assert found.cells == expected.cells, state
            counted += is_counted(actor, state, at)
        assert counted > questions // 2


def is_counted(actor, state, at):
    span = span_of(state.period, at.date(), state.first, state.last)
    with sight_of(actor, state) as sight:
        asked = Asked(state, span, sight.limited, sight.columns)
        return can_count(asked) and not can_tell(asked)
