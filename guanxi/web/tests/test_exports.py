from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import Grant
from guanxi.platform.exports.exactness import exact_heading
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import nouns


@pytest.fixture(autouse=True)
def _files_here(settings, tmp_path):
    settings.DATA = tmp_path


def test_a_list_is_taken_out_by_who_asked_for_it(press, ana, ben, browser_of):
    browser = browser_of(ana)
    answer = browser.post("/machine/export/", {"state": "", "format": "csv"})
    assert answer.status_code == 302
    run_all_now(timezone.now())
    job = Job.objects.get(kind="export.list")

    file = browser.get(f"/exports/{job.pk}/")
    assert "苏州冲床" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert "attachment" in file["Content-Disposition"]
    assert browser_of(ben).get(f"/exports/{job.pk}/").status_code == 404


def test_the_list_offers_to_take_itself_out(press, ana, browser_of):
    assert 'hx-get="/machine/export/?state=' in browser_of(ana).get("/machine/").content.decode()


def test_what_the_file_is_to_be_is_asked_first(press, ana, browser_of):
    asked = browser_of(ana).get("/machine/export/").content.decode()

    assert not Job.objects.exists()
    assert all(f'name="{one}"' in asked for one in ("format", "columns", "exact"))


def test_ticked_rows_alone_are_taken_out(press, lathe, ana, browser_of):
    browser = browser_of(ana)
    assert 'hx-post="/machine/bulk/export/"' in browser.get("/machine/").content.decode()
    ticked = {"id": [lathe.pk], "everything": "", "state": "/machine/?city=苏州"}
    asked = browser.post("/machine/bulk/export/", ticked, headers={"HX-Request": "true"})
    assert f'name="id" value="{lathe.pk}"' in asked.content.decode()
    assert "The one row that you ticked" in asked.content.decode()

    browser.post("/machine/export/", {**ticked, "format": "csv"})
    run_all_now(timezone.now())

    job = Job.objects.get(kind="export.list")
    file = browser.get(f"/exports/{job.pk}/")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["无锡车床"]


def test_a_ticked_row_that_is_not_seen_is_not_in_the_file(press, cleo, browser_of):
    browser = browser_of(cleo)

    browser.post("/machine/export/", {"id": [press.pk], "format": "csv"})
    run_all_now(timezone.now())

    assert Job.objects.get(kind="export.list").result["rows"] == 0


def test_all_that_match_is_asked_of_the_whole_list(press, lathe, ana, browser_of):
    given = {"everything": "1", "id": [lathe.pk], "state": "/machine/"}

    asked = browser_of(ana).post("/machine/bulk/export/", given).content.decode()

    assert "All 2 rows that the list finds" in asked
    assert 'name="id"' not in asked


def test_a_role_without_the_right_is_not_even_asked(press, ana, browser_of, seller):
    Grant.objects.filter(role=seller, permission="machine.export").delete()
    rights_changed()

    assert browser_of(ana).get("/machine/export/").status_code == 403


def test_a_sheet_of_every_column_holds_the_exact_values(press, ana, browser_of):
    browser = browser_of(ana)
    wish = {"state": "", "format": "xlsx", "columns": "all", "exact": "1"}

    told = browser.post("/machine/export/", wish, headers={"HX-Request": "true"})
    job = Job.objects.get(kind="export.list")
    assert f'strip="/exports/{job.pk}/strip/"' in told.content.decode()
    run_all_now(timezone.now())

    file = browser.get(f"/exports/{job.pk}/")
    sheet = load_workbook(BytesIO(b"".join(file.streaming_content))).active
    head, first = (list(row) for row in sheet.iter_rows(max_row=2, values_only=True))
    assert len(head) > len(nouns()["machine"].columns)
    assert exact_heading() in head
    assert first[0] == "苏州冲床"


def test_how_far_an_export_is_is_told_to_who_asked_for_it(press, ana, ben, browser_of):
    browser_of(ana).post("/machine/export/", {"state": ""})
    job = Job.objects.get(kind="export.list")
    assert "hx-trigger" in browser_of(ana).get(f"/exports/{job.pk}/strip/").content.decode()

    run_all_now(timezone.now())

    assert f'href="/exports/{job.pk}/"' in (
        browser_of(ana).get(f"/exports/{job.pk}/strip/").content.decode()
    )
    assert browser_of(ben).get(f"/exports/{job.pk}/strip/").status_code == 404
