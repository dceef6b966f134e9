"""From a one-time link to a passkey."""

import pytest
from django.utils import timezone

from guanxi.platform.actors.models import User
from guanxi.platform.signin.welcome import new_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a quiet river in spring"


@pytest.fixture
def sign_in(page):
    """Sign a person in by the front door."""

    def enter(actor):
        user = User.objects.get(pk=actor.user_id)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page.goto("/sign-in/")
        page.get_by_label("User name or e-mail").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("/")

    return enter


def _with_authenticator(page):
    """A finger on the sensor of a machine that is not there."""
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    sensor = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": sensor})


def _make_passkey(page, *, instead_of_password=True):
    _with_authenticator(page)
    page.goto("/settings/security/keys/new/")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main button.primary").click()
    page.locator("[name=name]").fill("Laptop")
    page.locator("[name=passwordless]").set_checked(instead_of_password)
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/codes/")


def _sign_out(page):
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/sign-in/")


def test_the_first_administrator_comes_in(page, check_access):
    page.goto(f"/welcome/{new_link(None, at=timezone.now())}/")
    check_access(page)

    page.get_by_label("Name of the firm").fill("Chenghai Instruments")
    page.get_by_label("Your name").fill("Lin Ruoxi")
    page.get_by_label("User name").fill("lin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Come in").click()

    page.wait_for_url("/")
    page.goto("/settings/sessions/")
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_passkey_replaces_the_password(page, sign_in, check_access, ana):
    sign_in(ana)
    _make_passkey(page)
    _sign_out(page)
    check_access(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("/")


def test_a_passkey_is_offered_at_the_second_step_and_a_refusal_is_told(page, sign_in, ana):
    sign_in(ana)
    _make_passkey(page, instead_of_password=False)
    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The device did not confirm a passkey.").wait_for()

    page.get_by_label("User name or e-mail").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("/sign-in/second/")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url("/")


def test_the_door_speaks_the_other_language_when_asked(page):
    page.goto("/sign-in/")

    page.get_by_role("button", name="中文").click()

    assert page.get_by_role("button", name="登录", exact=True).is_visible()
    assert page.locator("html").get_attribute("lang") == "zh-hans"


def test_a_passkey_is_renamed_and_once_removed_lets_nobody_in(page, sign_in, ana):
    sign_in(ana)
    _make_passkey(page)
    page.goto("/settings/security/keys/")
    page.get_by_role("link", name="Rename").click()
    page.locator("main [name=name]").fill("<b>Old</b> laptop")
    page.locator("main form button").first.click()
    page.wait_for_url("**/keys/")
    assert page.get_by_text("<b>Old</b> laptop").is_visible()

    page.get_by_role("link", name="Remove").click()
    assert page.get_by_role("heading", name="Remove the passkey “<b>Old</b> laptop”").is_visible()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url("**/keys/")
    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("This passkey is not good here, or no more.").wait_for()
    assert page.url.endswith("/sign-in/")
