"""Answers by quarter, the trap, and what the step learns of the index, on a star made for them."""

import datetime as dt
import random

from guanxi.insight.records import keep_run
from guanxi.insight.satisfaction.delivered import COSTS, ELEMENTS, VALUES
from guanxi.insight.satisfaction.index import CODES
from guanxi.insight.satisfaction.scores.measure import SATISFACTION
from guanxi.insight.satisfaction.scores.sheets import Span, read_sheets, whole
from guanxi.insight.satisfaction.trap.measure import SATISFACTION_TRAP
from guanxi.insight.tests.star import AS_OF, Star
from guanxi.warehouse.build import carry_out

YEAR = Span(AS_OF - dt.timedelta(365), AS_OF)


def rows(star: Star, measure, **overrides):
    parameters = measure.parameters.changed(overrides)
    star.prepare(measure, parameters, AS_OF)
    found = star.connection.execute(measure.query(parameters, AS_OF))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def indexed(star: Star, sheets: int, firm: str = "", seed: int = 2, alike: bool = False) -> None:
    """Whole sheets of the index, whose answers rise and fall together."""
    chance = random.Random(seed)
    for number in range(sheets):
        mood = chance.random()
        for code in CODES:
            points = 50 if alike else round(100 * min(1, max(0, chance.gauss(mood, 0.15))))
            star.said(None, "index", points, item=code, sheet=f"{firm}{number}", firm=firm)


def test_answers_are_counted_by_kind_firm_and_quarter():
    star = Star()
    for points in (100, 90, 70, 60, 20):
        star.said(1, "nps", points)
    star.said(1, "nps", 50, firm="rival")
    star.said(1, "nps", 50, days_ago=100)
    star.said(1, "nps", 50, days_ago=-1)

    found = {(row["firm"], row["quarter"].month): row for row in rows(star, SATISFACTION)}

    assert set(found) == {("", 10), ("rival", 10), ("", 7)}
    row = found["", 10]
    assert (row["answers"], row["promoters"], row["detractors"]) == (5, 2, 2)
    assert row["points"] == 34_000 and row["content"] == 3


def test_the_step_learns_the_index_of_us_and_of_the_rival():
    star = Star()
    indexed(star, 60)
    indexed(star, 40, firm="rival")

    rows(star, SATISFACTION, bootstraps="50")

    told = star.told("satisfaction")["firms"]
    assert {firm: one["n"] for firm, one in told.items()} == {"": 60, "rival": 40}
    assert told[""]["status"] == "converged" and len(told[""]["paths"]) == 12
    assert all(one["standard_error"] > 0 for one in told[""]["paths"])
    low, high = told[""]["intervals"]["satisfaction"]
    assert 30 < low < told[""]["indices"]["satisfaction"] < high < 70
    item = next(one for one in told[""]["items"] if one["question"] == "PERQ7")
    assert item["about"] == "quality" and 0 < item["weight"] < item["loading"] <= 1
    assert item["interval"][0] < item["loading"] < item["interval"][1]
    assert told[""]["reliability"]["quality"]["alpha"] > 0.9
    assert told[""]["reliability"]["complaints"]["alpha"] is None


def test_few_sheets_are_said_to_be_few():
    star = Star()
    indexed(star, 12)

    rows(star, SATISFACTION)

    told = star.told("satisfaction")["firms"][""]
    assert (told["status"], told["why"], told["n"]) == ("none", "few_sheets", 12)


def test_answers_all_alike_do_not_settle_and_the_last_good_model_serves():
    star = Star()
    indexed(star, 40, alike=True)
    rows(star, SATISFACTION)
    assert star.told("satisfaction")["firms"][""]["why"] == "not_converged"

    star.last = {"firms": {"": {"status": "converged", "paths": [], "indices": {"value": 3}}}}
    rows(star, SATISFACTION)

    told = star.told("satisfaction")["firms"][""]
    assert (told["status"], told["indices"]) == ("kept", {"value": 3})


def test_without_answers_nothing_is_learned_and_nothing_breaks():
    star = Star()

    assert rows(star, SATISFACTION) == []
    assert star.told("satisfaction")["firms"] == {}
    assert rows(star, SATISFACTION_TRAP) == []


def test_a_measure_that_stays_as_it_is_learns_nothing():
    star = Star()
    call = SATISFACTION.call(SATISFACTION.parameters(), AS_OF, unless="dim_customer")

    carry_out(star.connection, call)

    tables = star.connection.execute("FROM duckdb_tables()").fetchall()
    assert all("measure_fit" not in row for row in tables)


def test_sheets_are_tables_with_gaps_where_nothing_was_said():
    star = Star()
    star.said(None, "perception", 50, item="1", sheet="a")
    star.said(None, "perception", 70, item="2", sheet="a")
    star.said(None, "perception", 90, item="2", sheet="b")
    star.said(None, "perception", 10, item="2", sheet="c", days_ago=400)

    sheets = read_sheets(star.connection, ["perception"], YEAR)

    answers = sheets.of("perception", ("1", "2", "3"))
    assert answers.shape == (2, 3)
    assert len(whole(answers)) == 0
    assert whole(sheets.of("perception", ("1", "2"))).tolist() == [[5_000, 7_000]]


def test_the_step_tells_delivered_value_of_us_and_how_far_we_are_from_a_rival():
    star = Star()
    for number in range(20):
        wave = 4 * (number % 2)
        for firm, value, cost in (("", 70, 30), ("rival", 60, 40)):
            for key in VALUES:
                star.said(None, "delivered", value + wave, item=key, sheet=f"{number}", firm=firm)
            for key in COSTS:
                star.said(None, "delivered", cost, item=key, sheet=f"{number}", firm=firm)

    rows(star, SATISFACTION)

    told = star.told("satisfaction")["delivered"]
    assert (told[""]["n"], told[""]["delivered"]["value"], told[""]["cost"]["value"]) == (
        20,
        42,
        30,
    )
    assert told["rival"]["we_are_ahead_by"][0] == 20 and told["rival"]["we_are_behind_in"] == []
    assert told["rival"]["elements"]["mind"] == {"n": 20, "value": 40, "low": 40, "high": 40}


def test_how_far_one_answer_lies_from_another_is_kept_without_bounds(db, at):
    """Neither bound is known then, and no database keeps an infinite number as JSON."""
    star = Star()
    for firm in ("", "rival"):
        for key in ELEMENTS:
            star.said(None, "delivered", 50, item=key, sheet="1", firm=firm)
    parameters = SATISFACTION.parameters.changed({})
    star.prepare(SATISFACTION, parameters, AS_OF)
    query = SATISFACTION.query(parameters, AS_OF)
    star.connection.execute(f"CREATE TABLE {SATISFACTION.table} AS {query}")

    run = keep_run(star.connection, SATISFACTION, parameters, AS_OF, at, {})

    run.refresh_from_db()
    assert run.fit["delivered"]["rival"]["we_are_ahead_by"] == [0, None, None]


def test_the_step_names_the_factors_of_things_on_sheets_with_an_overall_answer():
    star = Star()
    for number in range(60):
        on_time = (10, 60, 90)[number % 3]
        star.said(None, "attribute", on_time, item="on time", sheet=f"{number}")
        # Too few sheets tell of it: it costs the others none.
        if number < 5:
            star.said(None, "attribute", 50, item="rare", sheet=f"{number}")
        wave = 5 * (number % 2)
        star.said(None, "satisfaction", (20 if on_time < 50 else 60) + wave, sheet=f"{number}")
    star.said(None, "attribute", 10, item="on time", sheet="alone")

    rows(star, SATISFACTION)
    told = star.told("satisfaction")["two_factors"]
    rows(star, SATISFACTION, low_below="5", high_above="95")

    assert (told["status"], told["n"]) == ("fitted", 60)
    assert [(one["key"], one["kind"]) for one in told["factors"]] == [("ON TIME", "hygiene")]
    assert told["factors"][0]["penalty"] == -40
    assert star.told("satisfaction")["two_factors"] == {"status": "none", "why": "few_answers"}


def test_many_plain_answers_do_not_crowd_out_the_sheets_that_tell_more():
    star = Star()
    for number in range(60):
        on_time = (10, 60, 90)[number % 3]
        star.said(None, "attribute", on_time, item="on time", sheet=f"{number}", days_ago=90)
        star.said(None, "satisfaction", 40 + number % 7, sheet=f"{number}", days_ago=90)
    star.connection.execute(
        "INSERT INTO fact_score (answer_id, kind, item, points, answered_on, sheet, firm)"
        " SELECT 1000 + i, 'satisfaction', '', 5000, ?, 'plain' || i, ''"
        " FROM range(20001) AS t (i)",
        [AS_OF],
    )

    rows(star, SATISFACTION)

    assert star.told("satisfaction")["two_factors"]["n"] == 60


def test_what_was_not_asked_is_said_to_be_so():
    star = Star()
    star.said(None, "nps", 50)

    rows(star, SATISFACTION)

    told = star.told("satisfaction")
    assert told["delivered"] == {}
    assert told["two_factors"] == {"status": "none", "why": "not_asked"}


def test_the_trap_follows_each_answer_that_is_old_enough():
    star = Star()
    star.said(1, "satisfaction", 90, days_ago=200)
    star.bought(1, 150, 10)
    star.said(2, "satisfaction", 90, days_ago=200)
    star.bought(2, 20, 10)
    star.bought(2, 200, 10)
    star.said(3, "satisfaction", 10, days_ago=200)
    star.said(3, "satisfaction", 50, days_ago=20)
    star.said(3, "satisfaction", 50, days_ago=200, firm="rival")
    star.said(None, "satisfaction", 50, days_ago=200)

    found = {row["place"]: row for row in rows(star, SATISFACTION_TRAP)}

    assert {place: (row["answers"], row["again"]) for place, row in found.items()} == {
        2: (2, 1),
        0: (1, 0),
    }


def test_the_trap_tells_zones_by_the_borders_the_firm_sets():
    star = Star()
    for points in (0, 39, 40, 79, 80, 100):
        star.said(1, "satisfaction", points, days_ago=200)

    found = [row["answers"] for row in rows(star, SATISFACTION_TRAP)]
    moved = rows(star, SATISFACTION_TRAP, dissatisfied_below="10", very_satisfied_from="100")

    assert found == [2, 2, 2]
    assert {row["place"]: row["answers"] for row in moved} == {0: 1, 1: 4, 2: 1}
