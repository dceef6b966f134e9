"""Letters as a mail server gets them: HTML beside plain text, and nothing fetched from anywhere."""

import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from guanxi.platform.actors.models import User
from guanxi.platform.i18n.spacing import set_apart
from guanxi.platform.messages import preferences
from guanxi.platform.messages.letters import Letter, composed
from guanxi.platform.messages.mailing import letter_for, mail_to
from guanxi.platform.messages.models import Notification
from guanxi.platform.messages.notes import write_note
from guanxi.platform.messages.sight import within_sight
from guanxi.platform.messages.tests.mail_server import html, mail_server, plain
from guanxi.platform.signin.tasks import invitation, way_back

ADDRESS = "https://crm.example"


@pytest.fixture
def post(settings):
    settings.ADDRESS = ADDRESS
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def mentioned(post, machine, press, ana, ben, at):
    """The letter that ben gets for having been mentioned, in a language."""

    def letter(language, text="@ben 看一下"):
        User.objects.filter(pk=ben.user_id).update(language=language)
        write_note(machine, press.pk, text, actor=ana, at=at)
        pks = Notification.objects.values_list("pk", flat=True)
        assert mail_to(ben.user_id, list(pks), at=timezone.now()) == 1
        ((_to, sent),) = post.letters
        return sent

    return letter


def test_a_letter_says_the_same_in_html_and_in_plain_text(mentioned, press):
    letter = mentioned("en")

    assert letter.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in letter.iter_parts()] == ["text/plain", "text/html"]
    for said in (plain(letter), html(letter)):
        assert "Hello Ben," in said
        assert "Ana mentions you on “冲床”: @ben 看一下" in said
        assert f"{ADDRESS}/machine/{press.pk}/" in said
        assert f"{ADDRESS}/notices/wishes/" in said


def test_the_address_of_the_button_can_be_read_too(mentioned, press):
    said = html(mentioned("en"))

    address = f"{ADDRESS}/machine/{press.pk}/"
    assert said.count(f'href="{address}"') == 2
    assert f">{address}</a>" in said


def test_a_notice_says_where_notices_are_chosen_and_other_letters_do_not(mentioned, ben):
    assert mentioned("en")["List-Unsubscribe"] == f"<{ADDRESS}/notices/wishes/>"

    other = way_back(User.objects.get(pk=ben.user_id), f"{ADDRESS}/password/x/")
    assert "List-Unsubscribe" not in other.extra_headers
    assert "/notices/" not in other.body + other.alternatives[0][0]


def test_a_letter_fetches_nothing_and_runs_nothing(mentioned):
    said = html(mentioned("en", "@ben <script>alert(1)</script> <img src=http://evil.example/x>"))

    assert "<script" not in said and "<img" not in said
    assert not re.search(r"(src|background)=|url\(|@import|<link", said.replace("&lt;img src=", ""))


def test_chinese_letters_set_latin_names_apart(mentioned):
    letter = mentioned("zh-hans")

    assert letter["Subject"].strip().startswith("Ana 在")
    assert '<html lang="zh-Hans">' in html(letter)
    assert "Ana 在" in plain(letter) and "Ana 在" in html(letter)


@pytest.mark.parametrize(
    ("written", "set"),
    [
        ("Guanxi把“3M中国”交给你", "Guanxi 把“3M中国”交给你"),
        ("打开Guanxi", "打开 Guanxi"),
        ("2026年11月19日", "2026年11月19日"),
        ("见https://crm.example/客户/a", "见https://crm.example/客户/a"),
        ("Ana，你好", "Ana，你好"),
    ],
)
def test_only_latin_words_outside_of_quotes_are_set_apart(written, set):
    assert set_apart(written) == set


def test_a_digest_opens_each_piece_of_news(machine, press, ana, ben, at, settings):
    settings.ADDRESS = ADDRESS
    preferences.wish(User.objects.get(pk=ben.user_id), "mention", "daily")
    for text in ("@ben one", "@ben two"):
        write_note(machine, press.pk, text, actor=ana, at=at)
    with override("en"):
        news = within_sight(ben, Notification.objects.order_by("pk"))
    letter = letter_for(User.objects.get(pk=ben.user_id), news)

    said = letter.alternatives[0][0]
    assert said.count(f'href="{ADDRESS}/machine/{press.pk}/"') == 2
    assert letter.body.count("•") == 2
    assert f"{ADDRESS}/notices/" in letter.body and f"{ADDRESS}/notices/" in said


def test_a_long_text_makes_no_endless_subject():
    letter = composed(Letter("x" * 300), "ana@example.com")

    assert len(letter.subject) == 120


def test_without_an_address_no_button_is_promised(settings):
    settings.ADDRESS = ""
    letter = composed(Letter("Hello", is_notice=True), "ana@example.com")

    assert 'class="act"' not in letter.alternatives[0][0]
    assert "List-Unsubscribe" not in letter.extra_headers


def test_an_invitation_brings_its_link_as_button_and_as_text(ana):
    user = User.objects.get(pk=ana.user_id)
    with override("en"):
        letter = invitation(user, "Admin", f"{ADDRESS}/welcome/abc/")

    said = letter.alternatives[0][0]
    assert letter.body.count(f"{ADDRESS}/welcome/abc/") == 1
    assert said.count(f'href="{ADDRESS}/welcome/abc/"') == 2
    assert "within 3 days" in letter.body and "within 3 days" in said
