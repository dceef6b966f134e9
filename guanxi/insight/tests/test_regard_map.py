"""Words of marks that lie close on the map of importance do not stand on each other."""

from itertools import combinations

from guanxi.insight.regard.drawing import _aim, _meet, _set_clear, _sides

LIKE_A_FIRM_S = (
    ("期望", 0.56, 67.1),
    ("形象", 0.71, 65.8),
    ("感知质量", 0.50, 62.5),
    ("感知价值", 0.17, 51.0),
)


def test_words_of_near_marks_stand_apart():
    aims = [_aim(at, up, (0, 0.8), (45, 75), name) for name, at, up in LIKE_A_FIRM_S]
    shown = _set_clear(aims)
    rooms = [dict(_sides(aim))[told] for aim, told in zip(aims, shown, strict=True)]
    assert [one.label for one in shown] == [name for name, _at, _up in LIKE_A_FIRM_S]
    assert not any(_meet(one, other) for one, other in combinations(rooms, 2))
    assert len({(one.anchor, one.name_dy) for one in shown}) > 1
