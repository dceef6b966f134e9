"""What a role may not read of a record stands on no page, in no answer and in no file."""

import random
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from guanxi.activities.feeds import open_feed, read_feed
from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import FieldGrant, Role, User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.reading import ListQuery
from guanxi.platform.records.values import masked
from guanxi.platform.verbs.verb import verbs_of
from tests.whole_firm import WORDS, found_firm

pytestmark = pytest.mark.alike

# What is shown of a row is decided after the database has answered.
once = pytest.mark.skipif(connection.vendor != "sqlite", reason="said once, on SQLite")


@pytest.fixture
def firm_of_one(admin, at, settings, tmp_path):
    settings.REST_CALLS_PER_SECOND = 0
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    return found_firm(admin, at)


@pytest.fixture
def narrow(firm_of_one, grant, east):
    """Somebody with every right over every row, whose role meets fields as the test says."""
    role = Role.objects.create(code="narrow", label_zh="窄", label_en="Narrow")
    grant(role, "all")
    user = User.objects.create(username="dan", name="Dan", email="dan@x.com", team=east)
    user.roles.add(role)
    for key in ("account", "activity", "order"):
        noun_named(key).model.objects.update(owner=user)

    def meet(modes):
        FieldGrant.objects.filter(role=role).delete()
        FieldGrant.objects.bulk_create(
            FieldGrant(role=role, noun=noun, field=name, mode=mode)
            for (noun, name), mode in modes.items()
        )
        rights_changed()
        return user

    return meet


def pages(firm):
    """Every address that shows something of the firm's records."""
    yield from (
        "/",
        "/bin/",
        "/notices/",
        "/batches/",
        "/palette/?q=zq",
        "/palette/",
        "/duplicates/",
    )
    yield from ("/insight/", "/insight/cube/", "/insight/dashboard/")
    for key, noun in nouns().items():
        yield from (f"/{key}/", f"/{key}/board/", f"/{key}/new/", f"/{key}/columns/")
        yield from (f"/{key}/calendar/?day=2026-11-19&span={one}" for one in ("day", "month"))
        yield from (f"/{key}/sums/", f"/{key}/group/", f"/{key}/total/", f"/pick/{key}/?q=zq")
        yield from (f"/{key}/export/", f"/api/v1/{key}/", f"/api/v1/{key}/?text=zq", f"/bin/{key}/")
        for verb in verbs_of(noun):
            yield f"/{key}/bulk/{verb.name}/?pk={firm.pks.get(key, 1)}"
        base = f"{key}/{firm.pks.get(key, 1)}/"
        yield f"/api/v1/{base}"
        yield f"/{base}"
        for part in ("edit/", "peek/", "history/", "timeline/", "access/", "mentions/", "files/"):
            yield f"/{base}{part}"
        yield from (f"/{base}related/{one.name}/" for one in noun.related_lists)
        yield from (f"/{base}cell/{name}/" for name in noun.fields)
        yield from (f"/{base}do/{verb.name}/" for verb in verbs_of(noun))
        yield from (f"/{key}/?group={name}" for name in list(noun.fields)[:4])


def unreadable(firm, modes):
    """The words that must stand nowhere, by a field that holds them; all that do are closed."""
    held = {}
    for of, words in firm.words.items():
        for word in words:
            held.setdefault(word, []).append(of)
    for word, fields in held.items():
        if all(of in modes and _is_closed(of, modes[of], word) for of in fields):
            yield fields[0], word


def _is_closed(of, mode, word):
    key, name = of
    return mode == "hidden" or masked(noun_named(key).field(name), word) != word


def texts(user, firm, folder, at, ways=2):
    """Everything that this person is shown, by where it stands."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    for address in pages(firm):
        for headers in ({}, {"HX-Request": "true"})[:ways]:
            answer = client.get(address, headers=headers)
            if not answer.streaming:
                yield address, answer.status_code, answer.content.decode()
    yield "feed", 200, read_feed(open_feed(actor=actor_for_user(user), at=at), at).decode()
    for key, noun in nouns().items():
        try:
            write_list(folder / "x.csv", actor_for_user(user), noun, Wanted(ListQuery()), at=at)
        except (Denied, RuleBroken):
            continue
        yield f"export {key}", 200, (folder / "x.csv").read_text(encoding="utf-8-sig")


ALWAYS = re.compile(r"^/(\w+/)?$|^/\w+/\d+/$|^/\w+/\d+/(edit|history|timeline)/$")


def shown_nowhere(user, firm, modes, folder: Path, at, ways=2):
    wanted = list(unreadable(firm, modes))
    assert wanted
    seen, broken = [], []
    for place, status, text in texts(user, firm, folder, at, ways):
        seen += [f"{place}: {of}" for of, word in wanted if word in text]
        if status >= 500 or (ALWAYS.match(place) and status not in {200, 403, 404}):
            broken.append(f"{place}: {status}")
    assert sorted({*seen, *broken}) == []


def words_of(firm, mode, but=()):
    return {
        (key, one.name): mode
        for key, noun in nouns().items()
        for one in noun.fields.values()
        if one.type in WORDS and one.name not in but
    }


@once
def test_the_words_are_there_for_who_may_read_them(firm_of_one, narrow, tmp_path, at):
    shown = texts(narrow({}), firm_of_one, tmp_path, at, ways=1)
    everything = "".join(text for _place, _status, text in shown)

    for (key, name), words in firm_of_one.words.items():
        one = noun_named(key).field(name)
        if one.type != "phone":
            assert any(word in everything for word in words), (key, name)


@pytest.mark.parametrize("mode", ["hidden", pytest.param("masked", marks=once)])
def test_a_text_that_may_not_be_read_is_shown_nowhere(firm_of_one, narrow, tmp_path, at, mode):
    modes = words_of(firm_of_one, mode)

    shown_nowhere(narrow(modes), firm_of_one, modes, tmp_path, at)


@once
@pytest.mark.parametrize("seed", range(2))
def test_any_choice_of_fields_keeps_every_page_standing(firm_of_one, narrow, tmp_path, at, seed):
    chance = random.Random(seed)
    modes = {
        (key, name): chance.choice(["hidden", "masked"])
        for key, noun in nouns().items()
        for name in noun.fields
        if chance.random() < 0.4
    }

    shown_nowhere(narrow(modes), firm_of_one, modes, tmp_path, at, ways=1)
