"""What comes to people by itself tells each of them of the rows they see, and of no other.

The doors: the palette, notices as they are told, read and mailed, the live stream, company on a
record, the calendar feed, my day, and a condition of a list over related records.
"""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import given

from guanxi.activities.feeds import calendar_of
from guanxi.activities.models import Activity
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.compiling import actor_for_user, forget_actors, rights_changed
from guanxi.platform.actors.models import Grant, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.messages.centre import notifications_of
from guanxi.platform.messages.mailing import mail_to
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.records.walking import forget_counts
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.tests.worlds import found, plainly_visible, worlds
from guanxi.platform.search.rebuilding import reindex
from guanxi.web.live.telling import company_at, event_for
from guanxi.web.models import Visit
from guanxi.web.palette.finding import RECORDS, recent_records
from guanxi.web.palette.finding import found as lines
from tests.test_parity import QUIETLY, TEXT, firms_of, owned

SAID = "told of "


def in_palette(user, rows, at):
    hits = [hit.href for group in lines(actor_for_user(user), TEXT) for hit in group.hits]
    return {int(href.split("/")[2]) for href in hits if href.count("/") == 3 and "account" in href}


def opened_last(user, rows, at):
    for row in rows:
        Visit.objects.update_or_create(
            user=user, noun="account", record_id=row.pk, defaults={"at": at}
        )
    return {int(hit.href.split("/")[2]) for hit in recent_records(actor_for_user(user))}


def noticed(user, rows, at):
    """The rows of whose news this person is told."""
    for row in rows:
        news = News("mention", {"name": "Ana", "text": SAID}, "account", row.pk)
        tell(news, [user.pk], actor=SYSTEM, at=at)
    told = Notification.objects.filter(user=user)
    return set(told.values_list("record_id", flat=True))


def read_in_notices(user, rows, at):
    """The rows of which old news still speak, had there been news of every row."""
    Notification.objects.all().delete()
    Notification.objects.bulk_create(
        Notification(
            user=user,
            kind="mention",
            text=f"{SAID}{row.name}",
            noun="account",
            record_id=row.pk,
            created_at=at,
        )
        for row in rows
        if row.deleted_at is None
    )
    read = notifications_of(actor_for_user(user))
    assert all((SAID in one.text) == bool(one.record_id) for one in read)
    return {one.record_id for one in read if one.record_id}


def streamed(user, rows, at):
    facts = [Fact(noun="account", record_id=row.pk, kind="account.updated") for row in rows]
    return {event["id"] for one in facts if (event := event_for(user.pk, one))}


def in_company(user, rows, at):
    """The rows on whose page this person is shown to another who sees them."""
    return {row.pk for row in rows if company_at(f"account:{row.pk}", user.pk, {user.pk})}


DOORS = (in_palette, opened_last, noticed, read_in_notices, streamed, in_company)


@given(world=worlds())
@QUIETLY
def test_whatever_tells_of_records_tells_each_of_the_rows_they_see(db, at, world):
    noun = noun_named("account")
    with transaction.atomic():
        forget_actors()
        forget_counts()
        found(world, "account", firms_of(at))
        reindex(noun)
        assert len(world.rows) <= RECORDS
        for user in world.users:
            expected = plainly_visible(world, user, noun)
            for door in DOORS:
                assert door(user, world.rows, at) == expected, door.__name__
        transaction.set_rollback(True)


def meetings_of(at):
    def make(number, owner, team, city, is_deleted):
        common = owned(number, owner, team, is_deleted, at)
        return Activity.objects.create(kind="meeting", due_at=at + dt.timedelta(days=1), **common)

    return make


@given(world=worlds())
@QUIETLY
def test_the_feed_holds_ones_own_meetings_among_those_one_sees(db, at, world):
    world.rules.clear()
    noun = noun_named("activity")
    with transaction.atomic():
        forget_actors()
        forget_counts()
        found(world, "activity", meetings_of(at))
        for user in world.users:
            seen = {row.pk for row in read_rows(user, noun)}
            feed = calendar_of(user, at).decode()
            fed = {row.pk for row in world.rows if f"{row.name}\r\n" in feed}
            assert fed == {row.pk for row in world.rows if row.owner == user and row.pk in seen}
        transaction.set_rollback(True)


def read_rows(user, noun):
    rows = read_list(actor_for_user(user), noun, ListQuery(columns=["name"])).rows
    return [noun.model(pk=row["id"]) for row in rows]


@pytest.fixture
def told(ana, ben, at):
    """News of a firm of ana's that reached ben, a colleague."""
    firm = create_record(noun_named("account"), {"name": "苏州精密"}, actor=ana, at=at)
    tell(
        News("mention", {"name": "Ana", "text": "看一下"}, "account", firm.pk),
        [ben.user_id],
        actor=ana,
        at=at,
    )
    return firm


def test_news_of_a_record_gone_out_of_sight_say_nothing_of_it(told, admin, ben, cleo, west, at):
    assert heard_by(ben) == ["Ana mentions you on “苏州精密”: 看一下"]

    gone = {"owner": cleo.user_id, "team": west.pk}
    update_record(noun_named("account"), told.pk, gone, actor=admin, at=at)

    [after] = notifications_of(ben)
    assert ("苏州精密" in after.text, after.record_id, after.actor_name) == (False, None, "")


def test_a_letter_says_nothing_of_a_record_gone_out_of_sight(
    told, admin, ben, cleo, west, at, mailoutbox
):
    gone = {"owner": cleo.user_id, "team": west.pk}
    update_record(noun_named("account"), told.pk, gone, actor=admin, at=at)
    Notification.objects.update(mail_due_at=at)

    pks = list(Notification.objects.filter(user=ben.user_id).values_list("pk", flat=True))
    assert mail_to(ben.user_id, pks, at=at) == 1
    assert "苏州精密" not in mailoutbox[0].subject + mailoutbox[0].body


def test_the_notice_page_says_nothing_of_a_record_gone_out_of_sight(told, ben, client):
    client.force_login(User.objects.get(pk=ben.user_id))
    assert "苏州精密" in client.get("/notices/?show=all").content.decode()

    Grant.objects.filter(permission="account.read").delete()
    rights_changed()
    assert "苏州精密" not in client.get("/notices/?show=all").content.decode()
