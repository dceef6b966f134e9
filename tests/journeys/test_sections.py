"""Sections of fields in a browser: arranged by keyboard and by drag, folded, and found again."""

import pytest

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomField, FormArrangement
from guanxi.platform.custom.schema import schema_changed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def make_many(number):
    CustomField.objects.bulk_create(
        CustomField(
            noun="product",
            name=f"own_{one}",
            type="text",
            label_zh=f"参数{one}",
            label_en=f"Figure {one}",
            position=one,
        )
        for one in range(number)
    )
    schema_changed()


def test_fields_are_arranged_by_keyboard_and_by_drag(page, sign_in, check_access, admin):
    make_many(3)
    sign_in(admin)
    page.goto("/settings/fields/product/sections/")
    page.get_by_role("button", name="One more section").click()
    made = page.locator("[data-section]").last
    made.get_by_label("Title in English").fill("Figures")
    page.get_by_label("Take Figure 1").press("Alt+PageDown")
    assert "Figures" in page.locator("[data-said]").inner_text()
    page.locator('li[data-field="own_0"]').drag_to(made.locator("ul"))
    page.get_by_label("Take Figure 2").check()
    page.get_by_label("Move to").select_option(label="Figures")
    page.evaluate("scrollTo(0, 0)")
    check_access(page)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/?kept=1")

    last = FormArrangement.objects.get(noun="product").sections[-1]
    assert (last["en"], set(last["fields"])) == ("Figures", {"own_0", "own_1", "own_2"})


def test_a_section_stays_folded_and_a_field_in_it_is_found(page, sign_in, check_access, admin):
    make_many(60)
    sign_in(admin)
    page.goto("/product/new/?full=1")
    rest = page.locator('[data-section="rest"]')
    assert not rest.evaluate("one => one.open")
    with page.expect_response("**/product/sections/"):
        rest.locator("summary").click()
    page.reload()
    assert rest.evaluate("one => one.open")
    check_access(page)

    with page.expect_response("**/product/sections/"):
        rest.locator("summary").click()
    page.get_by_role("searchbox", name="Find a field").fill("figure 41")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "f-own_41"
    assert User.objects.get(pk=admin.user_id).preferences["sections"] == {
        "product.form": {"rest": False}
    }
