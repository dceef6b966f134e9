"""Where a contact was: in words, in degrees, with photos; asked for only by whoever logs it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.customers.models import Account, Interaction
from guanxi.customers.personal.erasing import erase
from guanxi.customers.positions import map_of, position_of
from guanxi.platform.errors import RuleBroken
from guanxi.platform.files.models import StoredFile
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.verbs.verb import run_verb, verb_named

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
MAP = "https://maps.example/?at={latitude},{longitude}"


@pytest.fixture
def bohen(ana, at):
    values = {"name": "苏州博衡", "province": "江苏省", "city": "苏州市", "street": "星湖街 328 号"}
    return create_record(noun_named("account"), values, actor=ana, at=at)


@pytest.fixture
def visit(anas, bohen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = SimpleUploadedFile("门口.png", PIXEL, content_type="image/png")
    given = {"kind": "visit", "direction": "out", "content": "看了产线", "photo": photo}
    where = {"place": "星湖街 328 号", "position": "31.230416, 121.473701"}
    anas.post(f"/account/{bohen.pk}/compose/", given | where)
    return Interaction.objects.get()


def test_a_visit_is_logged_with_place_position_and_photo(visit):
    assert (visit.channel, visit.place) == ("visit", "星湖街 328 号")
    assert visit.position == "31.23042, 121.47370"
    photo = StoredFile.objects.get(noun="interaction", record_id=visit.pk)
    assert (photo.name, photo.media_type) == ("门口.png", "image/png")


def test_its_place_stands_on_the_timeline_and_on_its_page(anas, bohen, visit):
    assert "Visit, at 星湖街 328 号" in anas.get(f"/account/{bohen.pk}/").content.decode()
    page = anas.get(f"/interaction/{visit.pk}/").content.decode()
    assert "31.23042, 121.47370" in page and "maps.example" not in page


def test_a_map_is_a_link_where_the_firm_named_one(anas, visit, settings):
    settings.MAP_ADDRESS = MAP

    answer = anas.get(f"/interaction/{visit.pk}/")

    assert 'href="https://maps.example/?at=31.23042,121.47370"' in answer.content.decode()
    assert "maps.example" not in answer["Content-Security-Policy"]


def test_pages_may_ask_for_the_position_only_where_contacts_are_logged(anas, bohen):
    where = {"/": "()", "/account/": "()", f"/account/{bohen.pk}/": "(self)"}

    for address, may in where.items():
        assert f"geolocation={may}" in anas.get(address)["Permissions-Policy"]


def test_the_addresses_of_the_customer_are_offered(anas, ana, bohen, at):
    values = {"account": bohen.pk, "city": "Suzhou", "street": "1 Lake Road"}
    create_record(noun_named("address"), values, actor=ana, at=at)

    html = anas.get(f"/account/{bohen.pk}/places/").content.decode()

    assert '<option value="江苏省苏州市星湖街 328 号">' in html
    assert '<option value="Suzhou, 1 Lake Road">' in html


def test_a_stranger_is_offered_no_address(browser_of, cleo, bohen):
    assert browser_of(cleo).get(f"/account/{bohen.pk}/places/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("31.2,121.4", "31.20000, 121.40000"),
        ("-33.8688 151.2093", "-33.86880, 151.20930"),
        ("３１．２，１２１．４", "31.20000, 121.40000"),
        ("", ""),
    ],
)
def test_a_position_is_kept_in_one_way(typed, kept):
    assert position_of(typed) == kept


@pytest.mark.parametrize("typed", ["91, 0", "0, 181", "here", "31.2", "1,2,3"])
def test_what_is_nowhere_on_earth_is_refused(typed, ana, bohen, at):
    with pytest.raises(RuleBroken) as refused:
        contact = {"channel": "visit", "content": "x", "position": typed}
        run_verb(verb_named("log_interaction"), bohen.pk, contact, actor=ana, at=at)

    assert "position" in refused.value.fields
    assert not Interaction.objects.exists()


def test_without_a_map_a_position_leads_nowhere():
    assert map_of("31.20000, 121.40000") == ""


def test_a_meeting_that_is_done_leaves_its_place_in_the_log(ana, bohen, at):
    values = {"name": "Review", "kind": "meeting", "due_at": at, "account": bohen.pk}
    made = create_record(noun_named("activity"), values | {"place": "Hall 3"}, actor=ana, at=at)

    run_verb(verb_named("complete_activity"), made.pk, {"outcome": "Fine"}, actor=ana, at=at)

    assert Interaction.objects.get().place == "Hall 3"


def test_place_position_and_photo_go_with_the_customer_who_is_erased(visit, bohen, admin, at):
    erase(Account.objects.get(pk=bohen.pk), reason="asked for", actor=admin, at=at)

    visit.refresh_from_db()
    photo = StoredFile.objects.get(noun="interaction", record_id=visit.pk)
    assert (visit.place, visit.position, photo.name) == ("", "", "")
    assert photo.deleted_at is not None
