"""Relations are drawn where there is room: whole on a phone, and from the left on a desk."""

import pytest

from guanxi.insight.portfolio.network_page.drawing import PHONE, draw_on_phone, draw_ties
from guanxi.insight.portfolio.network_page.figures import Tie


def ties(above: int, beside: int) -> tuple[Tie, ...]:
    return tuple(
        Tie(account_id=number, name=f"Firm {number}", kind="Parent", is_above=number < above)
        for number in range(above + beside)
    )


@pytest.mark.parametrize(("above", "beside"), [(2, 3), (0, 6), (1, 0), (30, 30)])
def test_a_phone_shows_all_of_the_width_and_none_over_another(above, beside):
    drawn = draw_on_phone("Firm", ties(above, beside))

    assert drawn.box.startswith(f"0 0 {PHONE:.0f} ")
    assert all(float(node.text_x) < PHONE / 4 for node in drawn.nodes)
    heights = [float(node.y) for node in drawn.nodes] + [float(drawn.y)]
    assert len(set(heights)) == len(heights)
    assert max(heights) < float(drawn.box.split()[-1])
    assert len(drawn.nodes) + drawn.more == above + beside


def test_on_a_phone_what_stands_above_is_drawn_above():
    drawn = draw_on_phone("Firm", ties(2, 3))

    over = {node.full_name for node in drawn.nodes if float(node.y) < float(drawn.y)}
    assert over == {"Firm 0", "Firm 1"}


def test_nothing_above_leaves_no_empty_half_on_a_desk():
    both, alone = draw_ties("Firm", ties(1, 3)), draw_ties("Firm", ties(0, 3))

    assert float(alone.x) < float(both.x)
    assert float(alone.nodes[0].x) - float(alone.x) == float(both.nodes[-1].x) - float(both.x)


def test_without_relations_nothing_is_drawn():
    assert draw_ties("Firm", ()) is None
    assert draw_on_phone("Firm", ()) is None
