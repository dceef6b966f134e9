"""A visit is logged on a phone with its place, the position asked for by a press, and a photo."""

import pytest
from django.utils import timezone

from guanxi.customers.models import Interaction
from guanxi.platform.files.models import StoredFile
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.web.tests.test_places_of_contacts import PIXEL
from tests.journeys.test_phone import PHONE, SIDEWAYS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_customer(page, sign_in, ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    values = {"name": "Bohen", "city": "Suzhou", "street": "1 Lake Road"}
    bohen = create_record(noun_named("account"), values, actor=ana, at=timezone.now())
    page.context.set_geolocation({"latitude": 31.230416, "longitude": 121.473701, "accuracy": 20})
    page.set_viewport_size(PHONE)
    sign_in(ana)
    page.goto(f"/account/{bohen.pk}/", wait_until="networkidle")
    page.get_by_text("Visit", exact=True).click()
    page.get_by_text("Place and photo").click()
    return page


def test_addresses_are_offered_and_a_refused_position_is_told(at_customer, check_access):
    page = at_customer
    page.locator("#c-places option").first.wait_for(state="attached")
    assert page.locator("#c-places option").get_attribute("value") == "Suzhou, 1 Lake Road"
    check_access(page)

    page.get_by_role("button", name="Add where I am").click()

    page.get_by_text("The browser gives no position").wait_for()
    assert not page.evaluate(SIDEWAYS)


def test_a_visit_is_logged_with_place_position_and_photo(at_customer):
    page = at_customer
    page.context.grant_permissions(["geolocation"])
    page.get_by_role("button", name="Add where I am").click()
    page.get_by_text("31.23042, 121.47370 (±20 m)").wait_for()
    page.get_by_role("button", name="Take the position out").click()
    assert page.locator("[name=position]").input_value() == ""
    page.get_by_role("button", name="Add where I am").click()
    page.get_by_text("31.23042, 121.47370 (±20 m)").wait_for()
    page.get_by_label("Place", exact=True).fill("1 Lake Road")
    photo = {"name": "gate.png", "mimeType": "image/png", "buffer": PIXEL}
    page.get_by_label("Photo").set_input_files(photo)
    page.locator("textarea[name=content]").fill("Saw the line")
    page.get_by_role("button", name="Keep").click()

    page.get_by_text("Visit, at 1 Lake Road").wait_for()
    kept = Interaction.objects.get()
    assert (kept.position, kept.place) == ("31.23042, 121.47370", "1 Lake Road")
    assert StoredFile.objects.get(record_id=kept.pk, noun="interaction").name == "gate.png"
    assert page.locator("[name=position]").input_value() == ""
