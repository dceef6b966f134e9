"""The import wizard: from a file to the books and back, on screen."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guanxi.customers.models import Account
from guanxi.platform.custom.models import CustomRecord
from guanxi.platform.imports.models import ImportRun
from guanxi.platform.jobs.running import run_all_now

FILE = "名称,城市,成交\n冲床,苏州,1.2万\n车床,无锡,abc\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _may_import(settings, tmp_path, seller, grant, machine):
    settings.MEDIA_ROOT = tmp_path / "files"
    grant(seller, only=("machine.import",))


def machines():
    return CustomRecord.objects.filter(noun="machine", deleted_at=None)


def uploaded(browser, content=FILE, name="machines.csv"):
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    answer = browser.post("/imports/new/", {"target": "machine", "file": file})
    return answer, ImportRun.objects.order_by("pk").last()


def started(browser, run, act="import", **more):
    columns = {f"column_{i}": run.mapping[header] for i, header in enumerate(run.header)}
    answer = browser.post(f"/imports/{run.pk}/start/", {**columns, "act": act, **more})
    run_all_now(timezone.now())
    return answer


def test_a_file_becomes_a_mapping_to_agree_to(anas):
    assert b'name="file"' in anas.get("/imports/new/?noun=machine").content
    answer, run = uploaded(anas)

    assert answer["Location"] == f"/imports/{run.pk}/"
    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert '<option value="bought" selected>' in html
    assert "1.2万" in html


def test_an_empty_table_is_offered_for_what_is_chosen(anas):
    html = anas.get("/imports/new/?target=machine").content.decode()
    assert 'href="/imports/blank/?target=machine"' in html

    answer = anas.get("/imports/blank/?target=machine")

    assert answer["Content-Disposition"].startswith("attachment")
    _, run = uploaded(anas, b"".join(answer.streaming_content), "blank.xlsx")
    assert run.mapping[run.header[0]] == "name"


def test_a_trial_tells_and_changes_nothing_then_the_import_does(anas):
    _, run = uploaded(anas)
    started(anas, run, act="try")

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "Nothing has been changed" in html
    assert not machines().exists()

    anas.post(f"/imports/{run.pk}/for-real/")
    run_all_now(timezone.now())
    assert machines().get().name == "冲床"


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (FILE, "Import now"),
        ("名称\n冲床\n", "Import now"),
        ("名称,成交\n冲床,abc\n", "Change the columns"),
    ],
)
def test_a_trial_offers_first_what_helps(anas, content, first):
    _, run = uploaded(anas, content)
    started(anas, run, act="try")

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    acts = html[html.index('class="acts"') : html.index("</header>")]

    assert acts[acts.index("button primary") :].split(">")[1].startswith(first)
    assert acts.count("button primary") == 1


def test_a_trial_that_was_left_out_is_not_shown_as_done(anas):
    _, run = uploaded(anas)
    started(anas, run)
    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert '<li class="skipped"><span>3</span>Trial <small>left out</small>' in html

    _, run = uploaded(anas, FILE + "铣床,常州,3\n")
    started(anas, run, act="try")
    anas.post(f"/imports/{run.pk}/for-real/")
    run_all_now(timezone.now())
    real = ImportRun.objects.order_by("pk").last()
    html = anas.get(f"/imports/{real.pk}/").content.decode()
    assert real.trial_id == run.pk
    assert "left out" not in html
    assert html.count('<li class="done">') == 3


def test_a_running_import_shows_how_far_it_is(anas):
    _, run = uploaded(anas)
    now = timezone.now()
    ImportRun.objects.update(
        state="running", read=4_300, share=0.43, resumed_at=now - dt.timedelta(minutes=3)
    )
    html = anas.get(f"/imports/{run.pk}/", headers=HTMX).content.decode()

    assert 'value="43" max="100"' in html
    assert "4,300 rows done, about 5,700 left" in html
    assert "about 4 minutes left" in html
    assert 'hx-trigger="every 1s"' in html


def test_an_import_that_no_worker_has_taken_yet_says_so(anas):
    _, run = uploaded(anas)
    ImportRun.objects.update(state="running")
    html = anas.get(f"/imports/{run.pk}/", headers=HTMX).content.decode()

    assert "Waiting for its turn" in html
    assert "max=" not in html


def test_a_finished_import_leads_to_its_records(anas):
    _, run = uploaded(anas)
    started(anas, run)

    main = anas.get(f"/imports/{run.pk}/").content.decode().split("<main", 1)[1]
    assert 'href="/machine/">' in main


def test_a_row_that_stands_twice_is_told_in_words(anas):
    _, run = uploaded(anas)
    started(anas, run)
    ImportRun.objects.update(report={"notes": {"duplicate:in_file": {"count": 1, "rows": [3]}}})
    html = anas.get(f"/imports/{run.pk}/").content.decode()

    assert "Rows that stand in the file more than once" in html


def test_a_rejected_row_is_corrected_on_screen(anas):
    _, run = uploaded(anas)
    started(anas, run)
    row = run.rejected_rows.get()
    assert (
        "No number can be read here; write one such as"
        in anas.get(f"/imports/{run.pk}/").content.decode()
    )

    address = f"/imports/{run.pk}/rows/{row.pk}/"
    still = anas.post(address, {"cell": ["车床", "无锡", "x"]}, headers=HTMX)
    taken = anas.post(address, {"cell": ["车床", "无锡", "800"]}, headers=HTMX)

    assert b"aria-invalid" in still.content
    assert machines().count() == 2
    counted = taken.content.decode()
    assert "<tr" not in counted, "the row leaves the page"
    assert 'id="rows-left" hx-swap-oob="true">0<' in counted
    assert "<b>2</b>added" in counted


def test_a_text_of_several_lines_comes_back_from_the_page_as_it_was(anas):
    _, run = uploaded(anas)
    started(anas, run)
    row = run.rejected_rows.get()
    row.cells[1] = "无锡\n锡山区"
    row.save()

    html = anas.get(f"/imports/{run.pk}/").content.decode()
    address = f"/imports/{run.pk}/rows/{row.pk}/"
    anas.post(address, {"cell": ["车床", "无锡\r\n锡山区", "x"]}, headers=HTMX)

    row.refresh_from_db()
    assert "<textarea" in html
    assert row.cells[1] == "无锡\n锡山区"


def test_empty_cells_clear_what_is_there_where_it_is_asked_for(anas):
    _, run = uploaded(anas)
    assert 'name="blanks_clear"' in anas.get(f"/imports/{run.pk}/").content.decode()

    started(anas, run, blanks_clear="1")

    run.refresh_from_db()
    assert run.options["blanks_clear"] is True


def test_a_choice_is_known_by_any_dash_and_offered_where_it_is_not(browser_of, admin):
    browser = browser_of(admin)
    file = SimpleUploadedFile("firms.csv", "名称,规模\n甲公司,20-99 人\n乙公司,许多\n".encode())
    browser.post("/imports/new/", {"target": "account", "file": file})
    run = ImportRun.objects.latest("pk")
    started(browser, run)

    html = browser.get(f"/imports/{run.pk}/").content.decode()

    assert Account.objects.get().name == "甲公司"
    assert html.count("<datalist") == 1


def test_an_import_is_undone_on_screen(anas):
    _, run = uploaded(anas)
    started(anas, run)
    asked = anas.get(f"/imports/{run.pk}/undo/", headers={"HX-Request": "true"}).content.decode()
    assert "Rows that made something new: 1; that changed something: 0." in asked
    assert run_all_now(timezone.now()) == 0

    anas.post(f"/imports/{run.pk}/undo/")
    run_all_now(timezone.now())

    assert not machines().exists()
    html = anas.get(f"/imports/{run.pk}/").content.decode()
    assert "Records: 1 removed, 0 put back." in html
    assert "stayed" not in html
    assert "Rows to correct" not in html, "nothing is added to what was taken back"


def test_a_file_that_is_no_table_is_refused_with_advice(anas):
    answer, _ = uploaded(anas, "%PDF-1.7", "x.pdf")

    assert answer.status_code == 422
    assert "Save it as CSV or XLSX" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_without_a_required_field_is_refused(anas):
    _, run = uploaded(anas)

    answer = anas.post(f"/imports/{run.pk}/start/", {"column_1": "city", "act": "import"})

    assert answer.status_code == 422
    assert ImportRun.objects.get().state == ImportRun.State.DRAFT


def test_progress_is_told_while_it_runs(anas):
    _, run = uploaded(anas)
    ImportRun.objects.update(state=ImportRun.State.RUNNING)

    html = anas.get(f"/imports/{run.pk}/", headers=HTMX).content.decode()

    assert 'hx-trigger="every 1s"' in html


def test_a_strangers_import_is_not_found(anas, browser_of, cleo):
    _, run = uploaded(anas)
    stranger = browser_of(cleo)

    assert stranger.get(f"/imports/{run.pk}/").status_code == 404
    assert stranger.get(f"/imports/{run.pk}/rejected/").status_code == 404
    assert stranger.post(f"/imports/{run.pk}/undo/").status_code == 404
    assert stranger.post(f"/imports/{run.pk}/call-off/").status_code == 404
    assert "machines.csv" not in stranger.get("/imports/").content.decode()


def test_who_may_not_import_is_denied(browser_of, person, east):
    answer, _ = uploaded(browser_of(person("dan", east)))

    assert answer.status_code == 403
    assert not ImportRun.objects.exists()


def test_the_list_of_imports_names_each(anas):
    assert b"No file has been imported yet" in anas.get("/imports/").content
    uploaded(anas)

    assert "machines.csv" in anas.get("/imports/").content.decode()


def test_a_column_of_addresses_that_will_be_split_is_named(browser_of, admin):
    browser = browser_of(admin)
    file = SimpleUploadedFile("firms.csv", "客户名称,地址\n甲公司,苏州市虎丘区科技路1号\n".encode())

    browser.post("/imports/new/", {"target": "account", "file": file})

    run = ImportRun.objects.get()
    assert "“地址” will be split" in browser.get(f"/imports/{run.pk}/").content.decode()


def test_a_stopped_import_is_undone_on_screen(anas):
    _, run = uploaded(anas)
    started(anas, run)
    ImportRun.objects.update(state=ImportRun.State.STOPPED, error="It broke off.")
    assert "Undo this import" in anas.get(f"/imports/{run.pk}/").content.decode()

    anas.post(f"/imports/{run.pk}/undo/")
    assert "It broke off." not in anas.get(f"/imports/{run.pk}/").content.decode()
    run_all_now(timezone.now())

    assert not machines().exists()
