"""Calling off an import, and a trial, on screen."""

import pytest
from django.utils import timezone

from guanxi.platform.custom.making import retire_noun
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.web.tests.test_import_wizard import machines, uploaded


@pytest.fixture(autouse=True)
def _may_import(settings, tmp_path, seller, grant, machine):
    settings.MEDIA_ROOT = tmp_path / "files"
    grant(seller, only=("machine.import",))


@pytest.fixture
def running(anas):
    """An import that ana has started and no worker has taken yet."""

    def start(act):
        _, run = uploaded(anas)
        columns = {f"column_{i}": run.mapping[header] for i, header in enumerate(run.header)}
        anas.post(f"/imports/{run.pk}/start/", {**columns, "act": act})
        return run

    return start


def test_an_import_is_called_off_on_screen(anas, running):
    run = running("import")
    where = f"/imports/{run.pk}/call-off/"
    assert f'action="{where}"' in anas.get(f"/imports/{run.pk}/").content.decode()

    anas.post(where)

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "Called off. What was taken so far is in the books" in html
    assert f'action="{where}"' not in html
    assert run_all_now(timezone.now()) == 0
    anas.post(f"/imports/{run.pk}/for-real/")
    run_all_now(timezone.now())
    assert machines().get().name == "冲床"


def test_an_import_that_is_being_called_off_says_so(anas, running):
    run = running("import")
    Job.objects.update(state=Job.State.RUNNING)

    anas.post(f"/imports/{run.pk}/call-off/")

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "Being called off" in html
    assert "/call-off/" not in html


def test_a_trial_that_was_called_off_goes_on_as_a_trial(anas, running):
    run = running("try")
    anas.post(f"/imports/{run.pk}/call-off/")
    assert "Nothing has been changed" in anas.get(f"/imports/{run.pk}/").content.decode()

    anas.post(f"/imports/{run.pk}/for-real/")
    run_all_now(timezone.now())

    run.refresh_from_db()
    assert (run.state, ImportRun.objects.count()) == ("done", 1)
    assert not machines().exists()


def test_an_import_that_a_worker_gave_up_says_why_and_goes_on_when_it_can(anas, running):
    run = running("import")
    mapping = run.mapping
    ImportRun.objects.update(mapping=dict.fromkeys(mapping, "gone"))

    run_all_now(timezone.now())

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "There is no field “gone” to fill." in html
    assert "Waiting for its turn" not in html

    ImportRun.objects.update(mapping=mapping)
    anas.post(f"/imports/{run.pk}/for-real/")
    run_all_now(timezone.now())
    assert machines().get().name == "冲床"


def test_imports_into_a_retired_record_type_hide_no_others(anas, running, admin, at):
    run = running("import")
    retire_noun(CustomNoun.objects.get(key="machine"), actor=admin, at=at)

    page = anas.get("/imports/")

    html = page.content.decode()
    assert page.status_code == 200
    assert run.file_name in html and "Machine" in html
    assert f'href="/imports/{run.pk}/"' not in html
