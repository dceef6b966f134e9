"""The cube page, kept cubes, files, dashboards: within rights, for strangers not there."""

import io
import re

import pytest
from django.core import mail
from django.test import Client
from openpyxl import load_workbook

from guanxi.customers.models import Account
from guanxi.insight.dashboards.models import Dashboard
from guanxi.insight.olap.answering import answer
from guanxi.insight.olap.keeping import keep_cube, watch
from guanxi.insight.olap.letters import ask_for_due
from guanxi.insight.olap.models import CubeAlert, CubeLetter, SavedCube
from guanxi.insight.olap.telling import check_lines
from guanxi.insight.olap.tests.standing_books import *  # noqa: F403 - they stand for the module
from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.messages.tests.hearing import heard_by

pytestmark = [pytest.mark.measures("rfm", "abc", "pyramid", "lifecycle"), pytest.mark.alike]

CUBE = "measure=revenue&rows=city&column=quarter&period=all&look=table"


@pytest.fixture
def client_of(user_of):
    def make(actor):
        client = Client()
        client.force_login(user_of(actor))
        return client

    return make


@pytest.fixture
def kept(state, ana, at):
    """A cube of ana's that only she finds."""
    return keep_cube("By city", state(CUBE), "private", actor=ana, at=at)


def test_the_page_shows_the_table_and_leads_behind_every_figure(
    books, client_of, ana, django_assert_max_num_queries
):
    client = client_of(ana)
    client.get("/insight/cube/")
    with django_assert_max_num_queries(30):
        page = client.get(f"/insight/cube/?{CUBE}").content.decode()
    assert " style=" not in page
    links = re.findall(r'href="(/insight/cube/rows/\?[^"]+)"', page)
    assert links
    behind = client.get(links[0].replace("&amp;", "&"))
    assert behind.status_code == 200
    assert re.search(r'href="/order/\d+/"', behind.content.decode())


@pytest.mark.parametrize("look", ["rows=month&compare=year", "rows=city", "rows=month&column=city"])
def test_each_drawing_has_its_table_and_its_ways_to_the_list(books, client_of, admin, look):
    page = client_of(admin).get(f"/insight/cube/?measure=orders&period=24m&{look}").content.decode()
    assert '<svg class="chart"' in page
    assert '<table class="table cube">' in page
    assert re.search(r'<a href="/insight/cube/rows/[^"]+" aria-label="[^"]+"', page)


def test_guests_sign_in_and_who_reads_no_orders_is_denied(books, client_of, ana, seller, user_of):
    assert Client().get("/insight/cube/").status_code == 302
    Grant.objects.filter(role=seller, permission="order.read").update(scope="none")
    rights_changed()
    client = client_of(ana)
    for address in ("cube/", "cube/rows/", "cube/slice/?by=city", "cube/export/csv/"):
        assert client.get(f"/insight/{address}").status_code == 403
    others = ("interaction.read", "account.read")
    Grant.objects.filter(role=seller, permission__in=others).update(scope="none")
    rights_changed()
    assert client.get("/insight/dashboard/").status_code == 403


def test_a_stranger_finds_no_cube_of_another(books, client_of, cleo, kept):
    client = client_of(cleo)
    assert client.get(f"/insight/cube/?saved={kept.pk}").status_code == 404
    assert client.get(f"/insight/cubes/{kept.pk}/").status_code == 404
    assert client.get(f"/insight/dashboard/tile/c-{kept.pk}/").status_code == 404
    for act in ("watch", "send", "drop"):
        assert client.post(f"/insight/cubes/{kept.pk}/{act}/").status_code == 404
    assert client.post(f"/insight/dashboard/pin/{kept.pk}/").status_code == 404
    assert SavedCube.objects.filter(pk=kept.pk).exists()


def test_a_team_finds_its_cube_with_the_figures_of_each(
    books, client_of, state, ana, ben, cleo, at
):
    cube = keep_cube("Team", state(CUBE), "team", actor=ana, at=at)
    assert client_of(ben).get(f"/insight/cube/?saved={cube.pk}").status_code == 200
    assert client_of(cleo).get(f"/insight/cube/?saved={cube.pk}").status_code == 404
    assert client_of(ben).post(f"/insight/cubes/{cube.pk}/drop/").status_code == 403


def test_a_cube_of_the_firm_is_found_by_all_teams_below(
    books, client_of, state, person, seller, firm, ben, cleo, at
):
    head = person("head", firm, seller)
    cube = keep_cube("Firm", state(CUBE), "team", actor=head, at=at)

    for one in (head, ben, cleo):
        assert client_of(one).get(f"/insight/cube/?saved={cube.pk}").status_code == 200


def test_through_anothers_eyes_the_figures_are_theirs(books, client_of, admin, cleo):
    def figures(client):
        page = client.get(f"/insight/cube/?{CUBE}").content.decode()
        [table] = re.findall(r'<table class="table cube">.*?</table>', page, re.DOTALL)
        return re.sub(r"<[^>]+>", " ", table)

    everything, own, client = figures(client_of(admin)), figures(client_of(cleo)), client_of(admin)
    client.post(f"/settings/people/{cleo.user_id}/view-as/")

    assert figures(client) == own != everything
    assert client.get(f"/insight/cube/export/csv/?{CUBE}").status_code == 403


def test_a_cube_for_everyone_needs_the_right_to_publish(books, state, ana, admin, at):
    with pytest.raises(Denied):
        keep_cube("All", state(CUBE), "public", actor=ana, at=at)
    with pytest.raises(RuleBroken):
        keep_cube(" ", state(CUBE), "private", actor=ana, at=at)
    assert keep_cube("All", state(CUBE), "public", actor=admin, at=at).reach == "public"


def test_files_hold_the_table_and_no_formula(books, client_of, admin, at, compute):
    Account.objects.exclude(city="").update(city='=HYPERLINK("http://x")')
    compute(fresh=True)
    client = client_of(admin)
    text = client.get(f"/insight/cube/export/csv/?{CUBE}").content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    book = load_workbook(io.BytesIO(client.get(f"/insight/cube/export/xlsx/?{CUBE}").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == '=HYPERLINK("http://x")' for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    pdf = client.get(f"/insight/cube/export/pdf/?{CUBE}")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"/insight/cube/export/exe/?{CUBE}").status_code == 422


def test_who_may_not_take_orders_out_takes_no_cube_out(books, client_of, ana, seller, kept):
    Grant.objects.filter(role=seller, permission="order.export").update(scope="own")
    rights_changed()
    assert client_of(ana).get(f"/insight/cube/export/csv/?{CUBE}").status_code == 403
    every = {"every": "day"}
    assert client_of(ana).post(f"/insight/cubes/{kept.pk}/send/", every).status_code == 403


def test_a_line_that_is_crossed_is_told_once(books, kept, state, ana, at):
    total = answer(ana, state(CUBE), as_of=at.date()).total / 100
    watch(kept, f"{total + 1:.2f}", is_above=True, actor=ana)
    assert check_lines(at=at) == 0
    watch(kept, f"{total - 1:,.2f}", is_above=True, actor=ana)
    assert check_lines(at=at) == 1
    assert check_lines(at=at) == 0
    assert "By city" in heard_by(ana)[0]
    for line in ("much", "nan", "1e99"):
        with pytest.raises(RuleBroken):
            watch(kept, line, is_above=True, actor=ana)


def test_who_lost_sight_of_a_cube_hears_nothing_of_it(books, kept, ana, cleo, at):
    CubeAlert.objects.create(cube=kept, user_id=cleo.user_id, is_above=True, line=-1)
    CubeLetter.objects.create(cube=kept, user_id=cleo.user_id, every="day", asked_on=at.date())
    assert check_lines(at=at) == 0
    ask_for_due(at=at)
    run_all_now(at)
    assert not mail.outbox


def test_tiles_come_in_ones_own_order(books, client_of, ana, kept):
    client = client_of(ana)
    page = client.get("/insight/dashboard/").content.decode()
    keys = re.findall(r'data-tile="([^"]+)"', page)
    assert len(keys) == 9
    for key in keys:
        assert client.get(f"/insight/dashboard/tile/{key}/").status_code == 200
    client.post("/insight/dashboard/arrange/", {"tile": ["s-best", "s-revenue", "s-nothing"]})
    client.post(f"/insight/dashboard/pin/{kept.pk}/")
    page = client.get("/insight/dashboard/").content.decode()
    assert re.findall(r'data-tile="([^"]+)"', page) == ["s-best", "s-revenue", f"c-{kept.pk}"]
    client.post("/insight/dashboard/arrange/", {"how": "again"})
    assert not Dashboard.objects.filter(user=ana.user_id).exists()


def test_a_role_begins_with_the_tiles_its_administrator_chose(
    books, client_of, ana, admin, seller, kept
):
    wanted = {"tile": ["s-owners"], "role": seller.code}
    assert client_of(ana).post("/insight/dashboard/arrange/", wanted).status_code == 403
    client_of(admin).post("/insight/dashboard/arrange/", wanted)
    page = client_of(ana).get("/insight/dashboard/").content.decode()
    assert re.findall(r'data-tile="([^"]+)"', page) == ["s-owners"]


def test_what_a_role_begins_with_is_chosen_from_what_it_may_see(
    books, client_of, ana, admin, seller, kept
):
    Grant.objects.filter(role=seller, permission="interaction.read").update(scope="none")
    rights_changed()
    client_of(admin).post("/insight/dashboard/arrange/", {"tile": ["s-contacts"]})

    asked = f"/insight/dashboard/arrange/?role={seller.code}"
    dialog = client_of(admin).get(asked).content.decode()
    offered = re.findall(r'value="(s-[^"]+)"( checked)?', dialog)

    assert client_of(ana).get(asked).status_code == 403
    assert ("s-revenue", " checked") in offered
    assert "s-contacts" not in dict(offered)
    assert f'value="c-{kept.pk}"' not in dialog
    assert f'value="{seller.code}" selected' in dialog


def test_tiles_that_one_may_not_read_are_not_on_ones_dashboard(books, client_of, ana, seller):
    Grant.objects.filter(role=seller, permission="interaction.read").update(scope="none")
    rights_changed()
    page = client_of(ana).get("/insight/dashboard/").content.decode()
    keys = re.findall(r'data-tile="([^"]+)"', page)
    assert "s-revenue" in keys
    assert "s-contacts" not in keys


def test_a_tile_that_one_may_not_read_says_so(books, client_of, ana, seller):
    Grant.objects.filter(role=seller, permission="order.read").update(scope="none")
    rights_changed()
    page = client_of(ana).get("/insight/dashboard/tile/s-revenue/").content.decode()
    assert "not yours to see" in page


def test_a_slice_offers_the_members_that_there_are(books, client_of, ana):
    page = client_of(ana).get(f"/insight/cube/slice/?{CUBE}&by=city").content.decode()
    assert 'name="f.city" value="Shanghai"' in page
    assert client_of(ana).get(f"/insight/cube/slice/?{CUBE}&by=nothing").status_code == 404
