"""Fields that hold a file: chosen in the form, shown by name, kept under the record's rights."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Role, User
from guanxi.platform.custom.models import CustomField
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.files.models import StoredFile
from guanxi.platform.files.storing import remove_file
from guanxi.platform.nouns.registry import noun_named

PDF = b"%PDF-1.7 hello"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def drawing(machine):
    """A required file on every machine."""
    row = CustomField.objects.create(
        noun="machine", name="drawing", type="file", label_zh="图纸", label_en="Drawing"
    )
    CustomField.objects.filter(pk=row.pk).update(is_required=True)
    schema_changed()
    return row


@pytest.fixture
def optional(drawing):
    CustomField.objects.filter(pk=drawing.pk).update(is_required=False)
    schema_changed()


def sent(name="冲床.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def made(name="冲床"):
    return noun_named("machine").base().get(name=name)


def held(record):
    return noun_named("machine").field("drawing").value_of(record)


def test_a_required_file_is_chosen_in_the_form(anas, drawing):
    page = anas.get("/machine/new/").content.decode()
    assert 'type="file"' in page and 'enctype="multipart/form-data"' in page
    assert anas.post("/machine/new/", {"name": "冲床"}).status_code == 422

    answer = anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    assert answer.status_code == 302
    kept = StoredFile.objects.get(pk=held(made()))
    assert (kept.name, kept.record_id) == ("冲床.pdf", made().pk)


@pytest.mark.parametrize(
    ("language", "empty", "held"),
    [("en", "Choose a file", "Choose another file"), ("zh-hans", "选择文件", "换一个文件")],
)
def test_a_file_is_asked_for_in_the_words_of_the_reader(
    browser_of, ana, drawing, language, empty, held
):
    User.objects.filter(pk=ana.user_id).update(language=language)
    anas = browser_of(ana)

    asked = [anas.get(page).content.decode() for page in ("/machine/new/", "/imports/new/")]
    anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    edited = anas.get(f"/machine/{made().pk}/edit/").content.decode()

    assert all(f">{empty}<" in page for page in asked)
    assert f">{held}<" in edited


def test_a_form_to_be_put_right_keeps_the_file(anas, drawing):
    page = anas.post("/machine/new/", {"name": "", "drawing-file": sent()})
    kept = StoredFile.objects.get()
    assert (page.status_code, "冲床.pdf" in page.content.decode()) == (422, True)

    answer = anas.post("/machine/new/", {"name": "冲床", "drawing": kept.pk})
    assert (answer.status_code, held(made())) == (302, kept.pk)


def test_the_record_and_the_list_show_the_file_by_its_name(
    anas, drawing, django_assert_max_num_queries
):
    for name in ("冲床", "车床"):
        anas.post("/machine/new/", {"name": name, "drawing-file": sent(f"{name}.pdf")})
    pk = held(made())

    for page in (f"/machine/{made().pk}/", "/machine/?columns=name,drawing"):
        shown = anas.get(page).content.decode()
        assert f'href="/files/{pk}/?look">冲床.pdf</a>' in shown
    anas.get("/machine/?columns=name,drawing")
    with django_assert_max_num_queries(14):
        anas.get("/machine/?columns=name,drawing")
    assert anas.get(f"/files/{pk}/").status_code == 200


def test_a_file_is_replaced_kept_and_taken_out(anas, optional):
    anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    record, first = made(), held(made())
    where = f"/machine/{record.pk}/edit/"
    assert "冲床.pdf" in anas.get(where).content.decode()

    anas.post(where, {"name": "冲床一", "drawing": first, "version": 1})
    assert held(made("冲床一")) == first
    anas.post(
        where, {"name": "冲床一", "drawing": first, "drawing-file": sent("二.pdf"), "version": 2}
    )
    second = StoredFile.objects.get(name="二.pdf")
    assert (held(made("冲床一")), second.record_id) == (second.pk, record.pk)
    anas.post(where, {"name": "冲床一", "drawing": second.pk, "drawing-out": "yes", "version": 3})
    assert held(made("冲床一")) is None


def test_the_history_says_the_file_by_its_name(anas, optional):
    anas.post("/machine/new/", {"name": "冲床"})
    given = {"name": "冲床", "drawing-file": sent(), "version": 1}
    anas.post(f"/machine/{made().pk}/edit/", given)
    assert "冲床.pdf" in anas.get(f"/machine/{made().pk}/history/").content.decode()


def test_a_record_is_saved_though_its_file_was_removed(anas, optional, ana, at):
    anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    pk = held(made())
    remove_file(pk, actor=ana, at=at)

    where = f"/machine/{made().pk}/edit/"
    assert anas.get(where).status_code == 200
    assert anas.post(where, {"name": "冲床一", "drawing": pk, "version": 1}).status_code == 302


def test_nobody_takes_the_file_of_a_record_they_do_not_see(browser_of, drawing, ana, cleo):
    browser_of(ana).post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    pk = held(made())

    stranger = browser_of(cleo)
    page = stranger.post("/machine/new/", {"name": "车床", "drawing": pk})
    assert (page.status_code, "冲床.pdf" in page.content.decode()) == (422, False)
    assert stranger.get(f"/files/{pk}/").status_code == 404


def test_too_large_a_file_is_refused_at_its_field(anas, drawing, settings):
    settings.LARGEST_FILE = 5
    page = anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    assert (page.status_code, page.context["problems"][0].field.name) == (422, "drawing")
    assert not StoredFile.objects.exists()


def test_who_may_change_but_not_make_records_fills_a_file(
    person, grant, browser_of, optional, east, press
):
    keeper = Role.objects.create(code="keeper", label_zh="保管", label_en="Keeper")
    grant(keeper, only=("machine.read", "machine.edit"))

    doras = browser_of(person("dora", east, keeper))
    given = {"name": "苏州冲床", "drawing-file": sent(), "version": 1}
    assert doras.post(f"/machine/{press.pk}/edit/", given).status_code == 302
    press.refresh_from_db()
    assert StoredFile.objects.get(pk=held(press)).record_id == press.pk


def test_a_role_that_reads_the_field_only_meets_no_control(anas, optional, seller, ana):
    FieldGrant.objects.create(role=seller, noun="machine", field="drawing", mode="read")
    rights_changed()
    assert 'type="file"' not in anas.get("/machine/new/").content.decode()
    answer = anas.post("/machine/new/", {"name": "冲床", "drawing-file": sent()})
    assert (answer.status_code, StoredFile.objects.count()) == (302, 0)


def test_the_dialog_asks_for_a_required_field_beyond_the_usual_few(anas, drawing):
    dialog = anas.get("/machine/new/", headers={"HX-Request": "true"}).content.decode()
    assert 'name="drawing-file"' in dialog and 'hx-encoding="multipart/form-data"' in dialog

    given = {"name": "冲床", "drawing-file": sent()}
    assert anas.post("/machine/new/", given, headers={"HX-Request": "true"}).status_code == 204
    assert held(made()) == StoredFile.objects.get().pk
