"""The last quarter is foretold from those before it, and held against what came."""

from guanxi.insight.movement.chain import chain_of
from guanxi.insight.movement.holdout import HeldOut, held_out
from guanxi.insight.movement.spells import EMPTY_SPELLS
from guanxi.insight.snapshots import quarter_ends_before
from guanxi.insight.tests.star import AS_OF, Star

QUARTER_ENDS = quarter_ends_before(AS_OF, 9)


def stays(*rows: tuple[str, int, int, str | None]) -> Star:
    """Stays as (stage, first quarter, last quarter, next stage); quarters are numbered."""
    star = Star()
    star.connection.execute(EMPTY_SPELLS)
    for account, (stage, first, last, following) in enumerate(rows, start=1):
        began, ended = (QUARTER_ENDS[-quarter] for quarter in (first, last))
        star.connection.execute(
            "INSERT INTO lifecycle_spell VALUES (?, ?, ?, ?, ?, 0, 0, ?, true)",
            [account, stage, began, ended, last - first + 1, following],
        )
    return star


def checked(star: Star) -> HeldOut | None:
    spells = "SELECT * FROM lifecycle_spell"
    return held_out(star.connection, spells, chain_of(star.connection, spells))


def test_the_last_quarter_is_foretold_from_those_before_it() -> None:
    # Before: of four steps from growth one led to decline. Last: of eight in growth three went.
    star = stays(
        *[("growth", 1, 2, None)] * 3,
        ("growth", 1, 1, "decline"),
        *[("growth", 3, 4, None)] * 5,
        *[("growth", 3, 3, "decline"), ("decline", 4, 4, None)] * 3,
    )

    found = checked(star)

    assert found is not None and found.customers == 8
    assert (found.came["growth"], found.came["decline"]) == (5, 3)
    assert (found.foretold["growth"], found.foretold["decline"]) == (6, 2)
    assert found.before["growth"] == 8
    told = found.told()
    assert (told["misplaced"], told["naive_misplaced"]) == (1 / 8, 3 / 8)
    assert told["stages"]["decline"] == {"actual": 3, "predicted": 2, "naive": 0}


def test_a_stage_that_was_not_seen_before_is_foretold_to_stay() -> None:
    star = stays(("growth", 1, 2, None), ("stability", 3, 4, None), ("growth", 3, 4, None))

    found = checked(star)

    assert found is not None and found.foretold["stability"] == 1


def test_where_nobody_moved_for_years_the_last_quarter_is_still_held_out() -> None:
    found = checked(stays(*[("ended", 1, 8, None)] * 3))

    assert found is not None
    assert (found.begin, found.end) == (QUARTER_ENDS[-7], QUARTER_ENDS[-8])
    assert (found.customers, found.came["ended"], found.foretold["ended"]) == (3, 3, 3)


def test_a_move_of_an_earlier_quarter_is_none_of_the_last() -> None:
    star = stays(("growth", 1, 2, "decline"), ("decline", 3, 6, None), ("growth", 1, 6, None))

    found = checked(star)

    assert found is not None and found.begin == QUARTER_ENDS[-5]
    assert (found.before["growth"], found.came["growth"], found.came["decline"]) == (1, 1, 1)


def test_one_step_alone_leaves_nothing_to_hold_out() -> None:
    assert checked(stays(("growth", 1, 2, None))) is None
    assert checked(stays()) is None
