"""What is kept for an actor serves every page the same person asks for."""

import pytest

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.records.prepared import kept_statements

WITHOUT_PROOF = 10


@pytest.fixture(params=[0, WITHOUT_PROOF], ids=["free to administer", "held back"])
def sessions(request, settings):
    """Sessions of either kind: signed in by force, nobody has proven who they are."""
    settings.ADMIN_PROVED_MINUTES = request.param


def acting(browser, where):
    return browser.get(where).wsgi_request.actor


@pytest.mark.usefixtures("sessions")
def test_one_person_is_one_actor_until_rights_change(anas, press):
    first = acting(anas, "/machine/")
    second = acting(anas, f"/machine/{press.pk}/")
    rights_changed()
    third = acting(anas, "/machine/")

    assert first is second
    assert third is not second


@pytest.mark.parametrize("where", ["", "{pk}/"], ids=["list", "record"])
@pytest.mark.usefixtures("sessions")
def test_a_page_asked_for_again_has_its_statements_ready(anas, press, where):
    address = f"/machine/{where.format(pk=press.pk)}"
    anas.get(address)
    kept = kept_statements()
    anas.get(address)

    assert kept_statements() == kept


def test_looking_through_anothers_eyes_is_one_actor_too(browser_of, admin, cleo, press):
    admins = browser_of(admin)
    own = acting(admins, "/machine/")
    admins.post(f"/settings/people/{cleo.id}/view-as/")
    first, second = acting(admins, "/machine/"), acting(admins, "/machine/")

    assert first is second
    assert first is not own
    assert first.is_read_only
