"""A file that was read wrongly is read as the person says."""

from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.platform.imports.models import ImportRun
from guanxi.web.tests.test_import_wizard import (  # noqa: F401 - the fixture is used by its being here
    _may_import,
    started,
    uploaded,
)


def test_a_file_that_was_read_wrongly_is_read_as_the_person_says(anas):
    _, run = uploaded(anas, content="标题;甲\n名称;城市\n冲床,大;苏州\n")

    answer = anas.post(
        f"/imports/{run.pk}/read/", {"encoding": "utf-8", "delimiter": ";", "header_row": "2"}
    )

    assert answer.status_code == 302
    run.refresh_from_db()
    assert (run.header, run.choices["delimiter"]) == (["名称", "城市"], ";")
    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "冲床,大" in html
    assert '<option value=";" selected>' in html


def test_another_encoding_is_looked_at_before_it_is_chosen(anas):
    file = SimpleUploadedFile("machines.csv", "名稱,城市\n沖床,臺北\n".encode("big5"))
    anas.post("/imports/new/", {"target": "machine", "file": file})
    run = ImportRun.objects.get()
    assert run.choices["encoding"] == "big5"

    right = anas.get(f"/imports/{run.pk}/look/?encoding=big5").content.decode()
    wrong = anas.get(f"/imports/{run.pk}/look/?encoding=gb18030").content.decode()

    assert "沖床" in right and "臺北" in right
    assert "沖床" not in wrong and "<table" in wrong
    run.refresh_from_db()
    assert run.choices["encoding"] == "big5"


def test_a_stranger_does_not_look_into_a_file(anas, browser_of, cleo):
    _answer, run = uploaded(anas)
    assert browser_of(cleo).get(f"/imports/{run.pk}/look/").status_code in {403, 404}


def test_a_way_to_read_that_fails_is_told_and_leaves_the_file_as_it_was(anas):
    _, run = uploaded(anas)

    answer = anas.post(f"/imports/{run.pk}/read/", {"header_row": "40"})

    assert answer.status_code == 422
    assert ImportRun.objects.get(pk=run.pk).header == run.header


def test_a_file_of_others_is_not_read_by_strangers(anas, browser_of, cleo):
    _, run = uploaded(anas)

    answer = browser_of(cleo).post(f"/imports/{run.pk}/read/", {"delimiter": ";"})

    assert answer.status_code == 404


def test_an_import_that_has_begun_is_not_read_again(anas):
    _, run = uploaded(anas)
    started(anas, run)

    assert anas.post(f"/imports/{run.pk}/read/", {"delimiter": ";"}).status_code == 422
