"""What administrators read of sign-ins, rights and teams."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

import guanxi
from guanxi.platform.actors.models import Role, User
from guanxi.platform.custom.arranging import SectionDraft, arrange_form
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.people import correct_person
from guanxi.platform.rights.roles import give_role
from guanxi.platform.rights.teams import move_person
from guanxi.web.look.words import role_label
from guanxi.web.settings.audit_lines import audit_lines
from guanxi.web.settings.audit_words import KINDS

SOURCE = Path(guanxi.__file__).parent
KIND = re.compile(r'(?:record_change|Happening|_noting|_changed)\(\s*"([a-z_]+\.[a-z_]+)"')


@pytest.fixture
def ana_user(ana):
    return User.objects.get(pk=ana.user_id)


def read(actor):
    (line,) = audit_lines(actor, list(Fact.objects.order_by("-pk")[:1]))
    return line


def test_a_lock_out_says_who_and_from_where(client, admin, ana_user):
    for _ in range(6):
        client.post("/sign-in/", {"login": "ana", "password": "wrong"})

    line = read(admin)

    assert line.fact.kind == "signin.locked"
    assert (line.about, line.href) == (ana_user.name, f"/settings/people/{ana_user.pk}/")
    assert line.fields == "127.0.0.1"


def test_a_role_given_says_to_whom_and_which(admin, ana_user, at):
    night = Role.objects.create(code="night", label_zh="夜班", label_en="Night")

    give_role(ana_user, night, actor=admin, at=at)

    assert (read(admin).about, read(admin).fields) == (ana_user.name, f"— → {role_label(night)}")


def test_a_move_names_both_teams(admin, ana_user, east, west, at):
    move_person(ana_user, west, actor=admin, at=at)

    assert read(admin).fields == f"{east} → {west}"


def test_a_corrected_address_is_told_before_and_after(admin, ana_user, at):
    correct_person(ana_user, told={"email": "anna@example.com"}, actor=admin, at=at)

    assert read(admin).fields == "ana@example.com → anna@example.com"


def test_somebody_who_is_gone_has_no_name_and_no_link(admin):
    publish(Happening("user.left", "user", 987654), actor=admin, at=timezone.now())

    assert (read(admin).about, read(admin).href) == ("", "")


def test_a_page_of_facts_asks_for_names_once(
    admin, ana_user, east, west, at, django_assert_num_queries
):
    for team in (west, east) * 5:
        move_person(ana_user, team, actor=admin, at=at)
    facts = list(Fact.objects.all())

    with django_assert_num_queries(3):
        audit_lines(admin, facts)


def test_whatever_the_house_notes_has_words(db):
    written = {
        kind
        for path in SOURCE.rglob("*.py")
        if "/tests/" not in str(path)
        for kind in KIND.findall(path.read_text())
    }

    of_the_house = {kind for kind in written if kind.partition(".")[0] not in nouns()}

    assert "key.revoked" in of_the_house
    assert of_the_house <= set(KINDS)


def test_what_was_defined_says_of_which_record_type_and_field(admin, at):
    noun = nouns()["account"]
    create_field("account", FieldDraft("halls", "text", "厂房", "Halls"), actor=admin, at=at)
    made = read(admin)
    parts = [SectionDraft("一", "One", ("name", "halls"))]
    arrange_form(noun, parts, [], version=0, actor=admin, at=at)
    arranged = read(admin)

    assert made.about == f"{noun.plural} {noun.field('halls').label}"
    assert (arranged.about, arranged.href) == (str(noun.plural), "/settings/fields/account/")
    assert {made.words, arranged.words} == {KINDS["field.created"], KINDS["form.arranged"]}
