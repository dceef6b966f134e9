"""Rules that share records by their conditions, on screen."""

from urllib.parse import quote

import orjson
import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import SharingRule, User
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.views.models import SavedView

SUZHOU = {"field": "city", "op": "is", "value": "苏州"}
STATE = f"/machine/?filter={quote(orjson.dumps(SUZHOU).decode())}"


@pytest.fixture
def admins(browser_of, machine, admin):
    return browser_of(admin)


@pytest.fixture
def given(cleo):
    return {"noun": "machine", "state": STATE, "label": "Suzhou for West", "user": cleo.id}


def test_the_list_offers_an_administrator_to_share_by_rule(admins, browser_of, press, ana):
    assert "/settings/sharing/new/" in admins.get(STATE).content.decode()
    assert "/settings/sharing/new/" not in browser_of(ana).get(STATE).content.decode()


def test_the_new_rule_says_its_conditions_in_words(admins):
    page = admins.get(f"/settings/sharing/new/?noun=machine&state={quote(STATE)}").content.decode()
    assert "City is 苏州" in page


def test_who_would_see_more_is_told_before_the_rule_is_made(admins, given, press, lathe, cleo):
    page = admins.post("/settings/sharing/new/", {**given, "act": "foresee"})
    assert page.context["foresight"].records == 1
    assert [(one.seen, one.more) for one in page.context["foresight"].gains] == [(0, 1)]
    assert not SharingRule.objects.exists()


def test_whose_role_sees_no_such_record_gains_nothing(admins, given, press, person, west):
    dora = person("dora", west)
    page = admins.post("/settings/sharing/new/", {**given, "user": dora.id, "act": "foresee"})
    assert [one.may_read for one in page.context["foresight"].gains] == [False]


def test_a_rule_is_made_shows_what_was_foretold_and_ends(
    admins, given, press, lathe, cleo, machine
):
    admins.post("/settings/sharing/new/", {**given, "act": "make"})
    rule = SharingRule.objects.get()

    def seen():
        actor = actor_for_user(User.objects.get(pk=cleo.id))
        return list(visible_to(actor, machine).values_list("pk", flat=True))

    assert seen() == [press.pk]
    assert "Suzhou for West" in admins.get("/settings/sharing/").content.decode()
    admins.post(f"/settings/sharing/{rule.pk}/end/")
    assert seen() == []


@pytest.mark.parametrize(
    "change", [{"user": ""}, {"label": ""}, {"state": "/machine/"}, {"role": "1", "team": "1"}]
)
def test_half_a_rule_is_refused_and_nothing_is_kept(admins, given, change, seller, west):
    if "role" in change:
        change = {"role": seller.pk, "team": west.pk}
    answer = admins.post("/settings/sharing/new/", {**given, **change, "act": "make"})
    assert answer.status_code == 422
    assert not SharingRule.objects.exists()


def test_a_rule_begins_with_a_saved_view(admins):
    view = SavedView.objects.create(
        noun="machine", label_zh="苏州", label_en="Suzhou", reach="public", filter=SUZHOU
    )
    assert "Suzhou" in admins.get("/settings/sharing/").content.decode()
    page = admins.get(f"/settings/sharing/new/?view={view.pk}").content.decode()
    assert "City is 苏州" in page


def test_only_an_administrator_shares_by_rule(anas, given):
    rule = SharingRule.objects.create(
        label="x", noun="machine", filter=SUZHOU, user_id=given["user"]
    )
    for where in ("/settings/sharing/", "/settings/sharing/new/"):
        assert anas.get(where).status_code == 403
        assert anas.post(where, {**given, "act": "make"}).status_code == 403
    assert anas.post(f"/settings/sharing/{rule.pk}/end/").status_code == 403
    assert SharingRule.objects.get() == rule


@pytest.mark.parametrize("query", ["", "?noun=none", "?view=999"])
def test_a_rule_about_nothing_is_not_found(admins, query):
    assert admins.get(f"/settings/sharing/new/{query}").status_code == 404
