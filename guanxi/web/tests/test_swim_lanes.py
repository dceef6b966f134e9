"""A board in bands: each cell counted and filled by few queries, moved between, kept in a view."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.facts.models import Fact
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records import crossing
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.models import SavedView
from guanxi.web.board import bands
from guanxi.web.lists.state import ListState

HTMX = {"HX-Request": "true"}
STAGES = [{"key": key, "zh": key, "en": key.title()} for key in ("new", "talks", "won")]


@pytest.fixture
def staged(machine):
    CustomField.objects.create(
        noun="machine", name="stage", type="choice", label_zh="阶段", label_en="Stage",
        options=STAGES,
    )  # fmt: skip
    CustomNoun.objects.filter(key="machine").update(
        settings={"board": {"by": "stage", "total": "bought"}}
    )
    schema_changed()
    return noun_named("machine")


@pytest.fixture
def made(staged, ana, at):
    def make(name, stage, actor=ana, **more):
        values = {"name": name, "stage": stage, **more}
        return create_record(staged, values, actor=actor, at=at)

    return make


@pytest.fixture
def six(made):
    return [
        made("a", "new", city="苏州", bought="100"),
        made("b", "new", city="苏州", bought="20"),
        made("c", "talks", city="苏州"),
        made("d", "talks", city="无锡", bought="3"),
        made("e", "won", touched="2026-02-03"),
        made("f", None, city="无锡"),
    ]


def divided(actor, noun, by, at, **more):
    state = ListState("/machine/", layout="board", group=by, **more)
    grouping = bands.bands_by(actor, noun, noun.board, by)
    return bands.banded(actor, noun, noun.board, state, grouping, at)


def cells(found):
    """The titles of every cell that has cards."""
    return {
        (band.label, place.value): [card.title for card in place.cards]
        for band in found.bands
        for place in band.places
        if place.cards
    }


def test_every_cell_holds_its_cards(staged, six, ana, at):
    found = divided(ana, staged, "city", at, sort="name")

    assert cells(found) == {
        ("苏州", "new"): ["a", "b"],
        ("苏州", "talks"): ["c"],
        ("无锡", "talks"): ["d"],
        ("无锡", ""): ["f"],
        ("没有城市", "won"): ["e"],
    }


def test_bands_and_lanes_add_up_what_they_hold(staged, six, ana, at):
    found = divided(ana, staged, "city", at)

    bands_ = {one.label: (one.count, [int(t) for t in one.totals]) for one in found.bands}
    assert bands_ == {"苏州": (3, [12_000]), "无锡": (2, [300]), "没有城市": (1, [])}
    lanes = {one.value: (one.count, one.total) for one in found.lanes}
    assert lanes == {"new": (2, 12_000), "talks": (2, 300), "won": (1, 0), "": (1, 0)}


@pytest.mark.parametrize("by", ["owner", "team", "vip", "touched:month", "city", "tier"])
def test_any_field_that_groups_rows_makes_bands(browser_of, staged, six, ana, at, by):
    found = divided(ana, staged, by, at)

    assert sum(one.count for one in found.bands) == len(six)
    assert sum(len(names) for names in cells(found).values()) == len(six)
    assert browser_of(ana).get(f"/machine/board/?group={by}").status_code == 200


def test_bands_stay_within_rights(staged, six, cleo, at):
    assert divided(cleo, staged, "owner", at).bands == []


def test_a_hundred_cells_cost_as_many_queries_as_one(staged, made, ana, ben, at):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            divided(ana, staged, "city", at)
        return len(queries)

    made("first", "new", city="c0")
    asked()
    before = asked()
    for n in range(8):
        for stage in ("new", "talks", "won"):
            for owner in (ana, ben):
                made(f"{n}{stage}", stage, actor=owner, city=f"c{n}")

    assert len(cells(divided(ana, staged, "city", at))) == 24
    assert asked() == before


@pytest.mark.parametrize("sort", ["name", "-bought", "bought", "touched", "-id", ""])
@pytest.mark.parametrize("large", [1, 2])
def test_large_cells_show_what_small_ones_would(
    staged, six, made, ana, at, monkeypatch, sort, large
):
    for n in range(9):
        made(f"m{n}", "new", city="苏州", bought=str(n % 4), touched="2026-02-03")
    ranked = divided(ana, staged, "city", at, sort=sort)

    monkeypatch.setattr(crossing, "LARGE", large)

    walked = divided(ana, staged, "city", at, sort=sort)
    assert cells(walked) == cells(ranked)
    assert [[one.more for one in band.places] for band in walked.bands] == [
        [one.more for one in band.places] for band in ranked.bands
    ]


@pytest.mark.parametrize(
    ("large", "are_ranked", "are_walked"), [(1, 0, 1), (2, 1, 1), (1_000, 1, 0)]
)
def test_no_row_of_a_large_cell_is_put_in_order(
    staged, six, ana, at, monkeypatch, large, are_ranked, are_walked
):
    monkeypatch.setattr(crossing, "LARGE", large)
    with CaptureQueriesContext(connection) as queries:
        divided(ana, staged, "city", at)

    asked = [one["sql"] for one in queries]
    assert sum("ROW_NUMBER" in one for one in asked) == are_ranked
    assert sum("LIMIT 6" in one for one in asked) == are_walked


def test_a_cell_shows_a_handful_and_the_rest_on_demand(staged, made, anas, ana, at):
    for n in range(9):
        made(f"m{n}", "new", city="苏州")
    made("other", "new", city="无锡")
    [band, _other] = divided(ana, staged, "city", at, sort="name").bands
    place = band.places[0]
    assert [card.title for card in place.cards] == ["m0", "m1", "m2", "m3", "m4"]

    given = {"lane": "new", "band": "苏州", "at": place.more}
    given["state"] = "/machine/board/?group=city&sort=name"
    html = anas.get("/machine/board/more/", given).content.decode()

    assert [f"m{n}" in html for n in range(9)] == [False] * 5 + [True] * 4
    assert "other" not in html


def test_a_band_is_shut_and_opened_by_its_address(staged, six, anas):
    html = anas.get("/machine/board/?group=city&shut=苏州").content.decode()

    assert html.count('aria-expanded="false"') == 1
    assert ">a</span>" not in html
    assert ">d</span>" in html


def test_bands_beyond_the_first_wait_until_they_are_opened(staged, made, ana, at):
    for n in range(bands.OPEN + 2):
        made(f"m{n}", "new", city=f"c{n:02}")

    found = divided(ana, staged, "city", at)
    assert [one.is_open for one in found.bands] == [True] * bands.OPEN + [False] * 2

    last = found.bands[-1].key
    assert divided(ana, staged, "city", at, opened=(last,)).bands[-1].is_open


def test_swim_lanes_are_chosen_and_kept_with_the_view(staged, six, anas):
    offered = anas.get("/machine/group/?state=/machine/board/").content.decode()
    assert 'value="city"' in offered
    assert 'value="stage"' not in offered
    to = anas.get("/machine/group/?state=/machine/board/&group=city")["Location"]
    assert to.startswith("/machine/board/?")

    anas.post("/machine/views/save/", {"state": to, "label": "By city"})

    kept = SavedView.objects.get()
    assert (kept.layout, kept.group) == ("board", "city")
    html = anas.get(f"/machine/board/?view={kept.pk}").content.decode()
    assert html.count('class="band"') == 3


def test_a_card_moves_to_another_band_and_lane_at_once(staged, six, anas, ana):
    pk = six[0].pk
    menu = anas.get(f"/machine/{pk}/move/?by=city", headers=HTMX).content.decode()
    assert "无锡" in menu
    assert "Talks" in menu

    anas.post(f"/machine/{pk}/move/", {"to": "won", "by": "city", "band": "无锡"}, headers=HTMX)

    record = staged.base().get(pk=pk)
    assert staged.field("stage").value_of(record) == "won"
    assert staged.field("city").value_of(record) == "无锡"
    assert Fact.objects.filter(kind="machine.updated").count() == 1


def test_a_card_goes_to_another_owner(staged, six, anas, ben):
    pk = six[0].pk
    anas.post(f"/machine/{pk}/move/", {"by": "owner", "band": ben.user_id}, headers=HTMX)

    record = staged.base().get(pk=pk)
    assert record.owner_id == ben.user_id
    assert staged.field("stage").value_of(record) == "new"


def test_bands_of_time_are_not_moved_between(staged, six, anas):
    menu = anas.get(f"/machine/{six[0].pk}/move/?by=touched", headers=HTMX).content.decode()

    assert menu.count('role="group"') == 1


def test_a_field_that_is_not_ones_to_change_makes_no_way(staged, six, anas):
    given = {"by": "created_by", "band": "1"}
    anas.post(f"/machine/{six[0].pk}/move/", given, headers=HTMX)

    assert not Fact.objects.filter(kind="machine.updated").exists()


def test_the_head_of_a_lane_tells_its_limit(staged, six, anas, admin, at):
    limits = {"new": Limit(1), "talks": Limit(2, is_hard=True), "won": Limit(9)}
    set_limits(staged, limits, actor=admin, at=at)
    for address in ("/machine/board/", "/machine/board/?group=city"):
        html = anas.get(address).content.decode()
        assert "2 / 1" in html
        assert "1 over the limit" in html
        assert "2 / 2" in html
        assert "full: move one on first" in html
        assert "1 / 9" in html


def test_a_drop_on_a_full_lane_is_refused_in_words(staged, six, anas, admin, at):
    set_limits(staged, {"talks": Limit(2, is_hard=True)}, actor=admin, at=at)
    answer = anas.post(f"/machine/{six[0].pk}/move/", {"to": "talks"}, headers=HTMX)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#toasts"
    assert "“Talks” takes 2 at most" in answer.content.decode()
    assert not Fact.objects.filter(kind="machine.updated").exists()
