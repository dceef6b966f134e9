"""What a cube looks like drawn: axes people read at once, and bars that can be compared."""

import pytest
from django.utils import translation

from guanxi.insight.axis import fitting, round_values, said_on_axis
from guanxi.insight.olap.drawing import draw
from guanxi.insight.olap.pivot import Cell, Head, Pivot, Row
from guanxi.insight.olap.state import OTHERS, CubeState

BY_CUSTOMER = CubeState(rows=("customer",))
NOTHING = Row(Head("", ""), 0, (), (), Cell(0, None, None, None, 0, "", ""))


def bars(*values, befores=(), others=None, width=760.0):
    """The drawing of customers that bring these values, and of the others together."""
    named = [(str(place), value) for place, value in enumerate(values)]
    named += [(OTHERS, others)] if others is not None else []
    rows = tuple(
        Row(
            Head(key, f"Customer {key}"),
            0,
            (key,),
            (),
            Cell(value, dict(befores).get(key), None, None, 0, "", ""),
        )
        for key, value in named
    )
    return draw(BY_CUSTOMER, Pivot((), rows, NOTHING), width)


def length(bar):
    return float(bar.width)


def test_the_others_together_do_not_squash_those_with_a_name():
    drawn = bars(4_000, 3_000, others=900_000)
    first, second, others = drawn.bars

    assert length(first) / length(second) == pytest.approx(4 / 3, rel=0.01)
    assert length(first) > 300
    assert others.is_cut
    assert length(others) >= length(first)


def test_the_others_are_drawn_whole_where_they_are_no_longer_than_the_longest():
    drawn = bars(4_000, 3_000, others=2_000)

    assert not drawn.bars[-1].is_cut
    assert length(drawn.bars[-1]) == pytest.approx(length(drawn.bars[0]) / 2, rel=0.01)


def test_the_others_alone_are_a_bar_like_any_other():
    drawn = bars(others=2_000)

    assert not drawn.bars[0].is_cut


def test_what_is_below_nought_goes_to_the_left_of_it():
    drawn = bars(300, -100)
    gain, loss = drawn.bars

    assert float(gain.start) == float(drawn.zero)
    assert float(loss.start) + length(loss) == pytest.approx(float(drawn.zero), abs=0.2)
    assert length(gain) == pytest.approx(3 * length(loss), rel=0.01)


def test_the_stroke_of_the_span_before_stands_on_the_scale_of_the_bars():
    drawn = bars(100, 50, befores={"1": 100}.items())
    longest = float(drawn.bars[0].start) + length(drawn.bars[0])

    assert float(drawn.bars[1].before_x) == pytest.approx(longest, abs=0.2)


@pytest.mark.parametrize("width", [760.0, 540.0, 340.0])
def test_a_bar_and_its_figure_stay_within_the_frame(width):
    drawn = bars(900_000_00, 10, width=width)

    assert float(drawn.bars[0].says_at) + 90 <= width


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 3, [0, 1, 2, 3]),
        (0, 0.8, [0, 0.2, 0.4, 0.6, 0.8]),
        (0, 0.0031, [0, 0.001, 0.002, 0.003, 0.004]),
        (-120, 310, [-200, 0, 200, 400]),
        (0, 6_000, [0, 2_000, 4_000, 6_000]),
        (0, 0, [0]),
        (-100, -100, [-100]),
    ],
)
def test_an_axis_has_a_few_round_values(low, high, found):
    assert round_values(low, high)[: len(found)] == pytest.approx(found)
    assert 2 <= len(round_values(low, high)) <= 7


def test_what_is_counted_has_no_halves_on_its_axis():
    assert round_values(0, 1, is_counted=True) == [0, 1]
    assert round_values(0, 9, is_counted=True) == [0, 5, 10]


@pytest.mark.parametrize(
    ("language", "value", "kind", "said"),
    [
        ("zh-hans", 6_000_0000_00, "money", "¥6,000万"),
        ("zh-hans", 15_0000_0000_00, "money", "¥15亿"),
        ("zh-hans", 2_500_00, "money", "¥2,500"),
        ("zh-hans", -2_0000_00, "money", "−¥2万"),
        ("en", 60_000_000_00, "money", "¥60M"),
        ("en", 12_500_00, "money", "¥12.5K"),
        ("en", 0, "money", "¥0"),
        ("en", 0.2, "share", "20%"),
        ("en", 0.025, "share", "2.5%"),
        ("en", 12_000, "count", "12,000"),
        ("en", 2.5, "number", "2.5"),
    ],
)
def test_an_axis_says_round_values_without_idle_decimals(language, value, kind, said):
    with translation.override(language):
        assert said_on_axis(value, kind) == said


def run_of(*values):
    """The drawing of these values month by month."""
    rows = tuple(
        Row(Head(f"m{at}", f"Month {at}"), 0, (f"m{at}",), (), Cell(one, 0, None, None, 0, "", ""))
        for at, one in enumerate(values)
    )
    return draw(CubeState(rows=("month",)), Pivot((), rows, NOTHING), 760.0)


def test_a_line_whose_latest_figure_is_unknown_ends_without_one():
    assert run_of(500, 700).lines[0].ends_known
    assert not run_of(500, None).lines[0].ends_known


def test_nothing_but_nought_is_no_drawing():
    assert run_of(0, None) is None
    assert run_of(0, 0, 0) is None


def test_a_name_takes_the_room_that_its_letters_take():
    assert fitting("Suzhou Boheng Sensors", 140) == "Suzhou Boheng Sensors"
    assert fitting("苏州博衡传感技术有限公司上海分公司", 140) == "苏州博衡传感技术有限…"
    assert fitting("", 140) == ""
