"""Lines that people watch: written as they write, told as they read, with the way to the cube."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.keeping import keep_cube, subscribe_to, watch
from guanxi.insight.olap.models import CubeAlert, CubeLetter
from guanxi.insight.olap.telling import check_lines, total_of, turned
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.insight.wording import money
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.messages.mailing import address_of
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.tests.hearing import heard_by

pytestmark = [pytest.mark.measures("rfm"), pytest.mark.alike]

REVENUE, RATE = "measure=revenue&rows=city&period=all", "measure=margin_rate&rows=city&period=all"


@pytest.fixture
def kept(books, state, ana, at):
    return lambda query: keep_cube("By city", state(query), "private", actor=ana, at=at)


@pytest.fixture
def page(client, user_of, ana):
    client.force_login(user_of(ana))
    return lambda address: client.get(address).content.decode()


@pytest.mark.parametrize(
    ("written", "line"),
    [("2亿", 200_000_000), ("5000万", 50_000_000), ("¥1.5m", 1_500_000), ("1，200", 1_200)],
)
def test_a_line_is_written_as_people_write_amounts(kept, ana, written, line):
    watch(kept(REVENUE), written, is_above=True, actor=ana)

    assert CubeAlert.objects.get().line == line


def test_a_share_is_written_in_per_cent_or_as_a_part_of_one(kept, ana):
    cube = kept(RATE)

    watch(cube, "20%", is_above=False, actor=ana)
    assert CubeAlert.objects.get().line == Decimal("0.2")
    watch(cube, "0.25", is_above=False, actor=ana)
    assert CubeAlert.objects.get().line == Decimal("0.25")
    with pytest.raises(RuleBroken):
        watch(cube, "20", is_above=False, actor=ana)


def test_a_line_that_is_no_number_leaves_the_one_before(kept, client, user_of, ana):
    cube = kept(REVENUE)
    watch(cube, "300000", is_above=False, actor=ana)
    client.force_login(user_of(ana))

    answer = client.post(f"/insight/cubes/{cube.pk}/watch/", {"side": "below", "line": "abc"})

    assert answer.status_code == 422
    assert CubeAlert.objects.get().line == 300_000


def test_a_line_that_is_no_number_is_refused_in_its_form_as_it_was_typed(
    kept, client, user_of, ana
):
    cube = kept(REVENUE)
    client.force_login(user_of(ana))

    answer = client.post(
        f"/insight/cubes/{cube.pk}/watch/",
        {"side": "above", "line": "a lot"},
        headers={"HX-Request": "true", "Accept-Language": "en"},
    )

    shown = answer.content.decode()
    assert shown.startswith("<gx-dialog>")
    assert 'value="a lot"' in shown
    assert '<option value="above" selected>' in shown
    assert "Write the line as a number." in shown


def test_a_line_watched_from_the_dialog_leads_back_to_the_cube(kept, client, user_of, ana):
    cube = kept(REVENUE)
    client.force_login(user_of(ana))

    answer = client.post(
        f"/insight/cubes/{cube.pk}/watch/",
        {"side": "above", "line": "5m"},
        headers={"HX-Request": "true"},
    )

    assert answer.headers["HX-Redirect"] == f"/insight/cube/?saved={cube.pk}"
    assert CubeAlert.objects.get().line == 5_000_000


def test_a_letter_to_nobody_is_refused_in_its_form(kept, client, user_of, ana):
    cube, person = kept(REVENUE), user_of(ana)
    User.objects.filter(pk=person.pk).update(email="")
    client.force_login(person)

    answer = client.post(
        f"/insight/cubes/{cube.pk}/send/", {"every": "week"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert '<option value="week" selected>' in answer.content.decode()
    assert 'id="letter-every-wrong"' in answer.content.decode()


def test_the_dialog_tells_where_the_figure_stands_and_which_line_is_watched(
    kept, state, page, ana, at
):
    cube = kept(REVENUE)
    watch(cube, "300000", is_above=True, actor=ana)

    found = page(f"/insight/cubes/{cube.pk}/")

    assert 'value="300,000"' in found
    with override("en"):
        assert money(answer(ana, state(REVENUE), as_of=at.date()).total) in found


def test_the_page_of_a_cube_says_that_it_is_watched_and_sent(kept, page, ana, at):
    cube = kept(RATE)
    assert "You are told" not in page(f"/insight/cube/?saved={cube.pk}")
    watch(cube, "20%", is_above=False, actor=ana)
    subscribe_to(cube, "week", actor=ana, at=at)

    found = page(f"/insight/cube/?saved={cube.pk}")

    assert "You are told when the total is below 20%." in found
    assert "By mail: every Monday." in found


def test_who_is_told_reads_figure_and_line_and_finds_the_cube(kept, state, page, client, ana, at):
    cube = kept(REVENUE)
    watch(cube, "10", is_above=True, actor=ana)
    check_lines(at=at)

    told = Notification.objects.get(kind="figure")
    with override("en"):
        total = money(answer(ana, state(REVENUE), as_of=at.date()).total)
    assert heard_by(ana) == [f"“By city” is at {total}, above your line of ¥10"]
    (anew,) = heard_by(replace(ana, language="zh-hans"))
    assert "By city" in anew and "above" not in anew
    assert client.get(f"/notices/{told.pk}/").url == f"/insight/cube/?saved={cube.pk}"


def test_of_two_who_find_the_same_crossing_one_tells_of_it(kept, ana, at):
    cube = kept(REVENUE)
    watch(cube, "10", is_above=True, actor=ana)
    as_both_read_it, total = CubeAlert.objects.get(), total_of(cube, ana, at)

    told = [turned(as_both_read_it, total, is_beyond=True, at=at) for _each in range(2)]

    assert told == [1, 0]
    assert Notification.objects.filter(kind="figure").count() == 1


def test_a_mailed_notice_leads_to_the_cube(kept, ana, at, settings):
    settings.ADDRESS = "https://crm.example"
    cube = kept(RATE)
    watch(cube, "90%", is_above=False, actor=ana)
    check_lines(at=at)

    told = Notification.objects.get(kind="figure")
    assert address_of(told) == f"https://crm.example/insight/cube/?saved={cube.pk}"
    assert "below your line of 90%" in heard_by(ana)[0]


def test_without_an_address_no_letter_is_promised(kept, ana, at):
    User.objects.filter(pk=ana.user_id).update(email="")

    with pytest.raises(RuleBroken):
        subscribe_to(kept(REVENUE), "day", actor=ana, at=at)
    assert not CubeLetter.objects.exists()
