"""What people are told, on screen and by mail."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from guanxi.platform.actors.compiling import actor_for_user, rights_changed
from guanxi.platform.actors.models import User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.facts.deliveries import run_due
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.messages import centre, preferences
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.messages.tests.mail_server import mail_server, plain
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.sharing import share

HOUR = dt.timedelta(hours=1)


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


@pytest.fixture
def post(settings):
    with mail_server(settings) as box:
        yield box


def send_mail(actor):
    job = enqueue("messages.mail", actor=actor, at=timezone.now())
    run_all_now(timezone.now() + dt.timedelta(seconds=1))
    job.refresh_from_db()
    return job


def news(number=1, kind="mention"):
    return News(kind, {"name": "Ana", "text": f"第 {number} 条"})


def test_a_new_owner_is_told_and_oneself_is_not(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"owner": ben.user_id}, actor=ana, at=at)

    told = Notification.objects.get()
    assert (told.user_id, told.kind) == (ben.user_id, "assigned")
    assert heard_by(ben) == ["Ana made you the owner of “冲床”"]


def test_many_records_at_once_are_one_piece_of_news(machine, ana, ben, at):
    import dataclasses

    busy = dataclasses.replace(ana, batch="b1")
    for number in range(5):
        values = {"name": f"m{number}", "owner": ben.user_id}
        create_record(machine, values, actor=busy, at=at)

    assert heard_by(ben) == ["Ana made you the owner of several records: Machine"]


def test_a_person_to_whom_a_record_is_shared_is_told(machine, press, ana, cleo, at):
    share(machine, press.pk, Audience(user=user_of(cleo)), actor=ana, at=at)
    run_due()
    run_due()

    assert heard_by(actor_for_user(user_of(cleo))) == ["Ana shared Machine “冲床” with you"]


def test_news_are_in_the_language_in_which_they_are_read(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"owner": ben.user_id}, actor=ana, at=at)

    assert heard_by(ben) == ["Ana made you the owner of “冲床”"]
    assert heard_by(replace(ben, language="zh-hans")) == ["Ana把“冲床”交给你负责"]


def test_a_letter_is_in_the_language_that_its_reader_has_by_then(
    post, machine, press, ana, ben, at
):
    preferences.wish(user_of(ben), "assigned", "at_once")
    update_record(machine, press.pk, {"owner": ben.user_id}, actor=ana, at=at)
    User.objects.filter(pk=ben.user_id).update(language="zh-hans")
    rights_changed()
    send_mail(ana)

    ((_to, letter),) = post.letters
    assert letter["Subject"] == "Ana 把“冲床”交给你负责"


def test_news_call_a_record_as_it_is_called_when_they_are_read(machine, press, ana, ben, at):
    update_record(machine, press.pk, {"owner": ben.user_id}, actor=ana, at=at)
    update_record(machine, press.pk, {"name": "压力机"}, actor=ana, at=at)

    assert heard_by(ben) == ["Ana made you the owner of “压力机”"]


def test_words_that_were_kept_are_read_as_they_were_said(press, ben, at):
    made = {"user_id": ben.user_id, "noun": "machine", "record_id": press.pk, "created_at": at}
    Notification.objects.create(kind="mention", text="Ana把“冲床”交给你负责", **made)

    assert heard_by(ben) == ["Ana把“冲床”交给你负责"]


def test_news_of_a_room_that_is_gone_name_their_record(press, ben, at):
    made = {"user_id": ben.user_id, "noun": "machine", "record_id": press.pk, "created_at": at}
    Notification.objects.create(kind="parade", given={"band": 3}, **made)

    assert heard_by(ben) == ["News of 冲床"]


def test_the_centre_asks_for_the_titles_of_a_noun_once(
    machine, ana, ben, at, django_assert_num_queries
):
    for number in range(5):
        values = {"name": f"m{number}", "owner": ben.user_id}
        create_record(machine, values, actor=ana, at=at)

    with django_assert_num_queries(2):
        assert len(heard_by(ben)) == 5


def test_the_centre_counts_and_marks(ana, ben, at):
    first, second, third = (tell(news(n), [ben.user_id], actor=ana, at=at)[0] for n in (1, 2, 3))
    assert centre.unread_count(ben) == 3

    assert centre.mark_read(ben, [first.pk, third.pk], at=at) == 2
    assert centre.unread_count(ben) == 1
    assert [one.pk for one in centre.notifications_of(ben, "unread")] == [second.pk]
    assert [one.pk for one in centre.notifications_of(ben)] == [third.pk, second.pk, first.pk]

    assert centre.mark_all_read(ben, at=at) == 1


def test_nobody_reads_or_marks_anothers_news(ana, ben, cleo, at):
    told = tell(news(), [ben.user_id], actor=ana, at=at)[0]

    assert centre.notifications_of(cleo) == []
    assert centre.notification_of(cleo, told.pk) is None
    assert centre.mark_read(cleo, [told.pk], at=at) == 0


def test_one_piece_of_news_comes_by_mail_at_once(post, ana, ben, at):
    tell(news(), [ben.user_id], actor=ana, at=at)
    send_mail(ana)
    send_mail(ana)

    ((to, letter),) = post.letters
    assert to == ["ben@example.com"]
    assert letter["Subject"] == "Ana mentions you on “”: 第 1 条"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_what_has_gathered_comes_as_one_letter(post, ana, ben, at):
    for number in range(3):
        tell(news(number), [ben.user_id], actor=ana, at=at)
    send_mail(ana)

    ((_, letter),) = post.letters
    assert letter["Subject"] == "3 pieces of news"
    assert plain(letter).count("•") == 3


def test_a_digest_waits_for_the_morning(post, ana, ben, at):
    preferences.wish(user_of(ben), "mention", "daily")
    told = tell(news(), [ben.user_id], actor=ana, at=at)[0]

    assert told.mail_due_at == dt.datetime(2026, 11, 20, 0, 0, tzinfo=dt.UTC)


def test_read_news_are_not_mailed(post, ana, ben, at):
    tell(news(), [ben.user_id], actor=ana, at=at)
    centre.mark_all_read(ben, at=at)
    send_mail(ana)

    assert post.letters == []


@pytest.mark.parametrize(("mail", "on_screen", "letters", "unread"), [
    ("never", True, 0, 1), ("at_once", False, 1, 0), ("never", False, 0, 0),
])  # fmt: skip
def test_wishes_are_respected(post, ana, ben, at, mail, on_screen, letters, unread):
    preferences.wish(user_of(ben), "mention", mail, on_screen=on_screen)
    tell(news(), [ben.user_id], actor=ana, at=at)
    send_mail(ana)

    assert (len(post.letters), centre.unread_count(ben)) == (letters, unread)


@pytest.mark.parametrize(("kind", "mail"), [("gossip", "never"), ("mention", "hourly")])
def test_an_unknown_wish_is_refused(ana, kind, mail):
    with pytest.raises(RuleBroken):
        preferences.wish(user_of(ana), kind, mail)


def test_a_server_that_refuses_is_asked_again(post, ana, ben, at):
    tell(news(), [ben.user_id], actor=ana, at=at)
    post.refuses = True
    job = send_mail(ana)
    assert job.state == Job.State.QUEUED
    assert Notification.objects.get().mailed_at is None

    post.refuses = False
    Notification.objects.update(mail_due_at=at)
    Job.objects.update(run_after=at)
    run_all_now(timezone.now())
    assert len(post.letters) == 1


def test_without_a_mail_server_nothing_is_tried(settings, ana, ben, at):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    tell(news(), [ben.user_id], actor=ana, at=at)

    assert send_mail(ana).state == Job.State.DONE


def test_a_line_break_in_a_name_makes_no_second_header(post, machine, press, ana, ben, at):
    words = News("mention", {"name": "Ana", "text": "x\nBcc: evil@example.com"})
    tell(words, [ben.user_id], actor=ana, at=at)
    send_mail(ana)

    ((to, letter),) = post.letters
    assert (to, letter["Bcc"]) == (["ben@example.com"], None)
