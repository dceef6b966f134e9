import pytest
from django.utils import timezone

from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now


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


def test_an_export_is_asked_for_by_post_only(press, ana, browser_of):
    assert browser_of(ana).get("/machine/export/").status_code == 405
    assert not Job.objects.exists()


def test_the_list_offers_to_take_itself_out(press, ana, browser_of):
    assert 'action="/machine/export/"' in browser_of(ana).get("/machine/").content.decode()
