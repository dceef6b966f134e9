"""Every screen of a firm with one record of each kind reads as a person would write it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from guanxi.platform.actors.models import User
from tests.routes import every_route
from tests.test_field_rights_everywhere import pages
from tests.whole_firm import found_firm

pytestmark = [
    pytest.mark.alike,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="said once, on SQLite"),
]

HAN = "[\u4e00-\u9fff]"
# A lone 1 before a plural: "1 customers". Verbs and words that end in s by themselves may stand.
ENDS_IN_S = "is|has|was|less|this|as|plus|across|always"
FAULTS = {
    "en": {
        "one of many": rf"(?<![\w.,:/%+−–-])1 (?!(?:{ENDS_IN_S})\b)[a-z]+(?<![sui])s\b",
        # A language is offered in its own words.
        "left in Chinese": rf"^(?!(?:简体)?中文$).*{HAN}",
        "said twice": r"\b(?!(?:that|had)\b)([A-Za-z]+) \1\b",
    },
    "zh-hans": {
        "measured twice": r"(个|位|条|天|家|次|项|张|件|笔|名) ?\1(?!\w*级)",
        "marked twice": "。。|，，|：：|、、",
        "half-width mark": rf"{HAN}[,;:?!](?!\d)|{HAN} ?\(|\) ?{HAN}",
        "space at a full-width mark": r"\S [，。；：？！（）、]|[，。；：？！（、] \S",
    },
}
# Addresses that need a name, and doors through which one leaves.
LEFT_OUT = r"<|sign-|password|view-as|oidc"
NEVER = r"%\([a-z_]+\)|\{\{|(?<=\w )None\b(?! (?:yet|of|chosen))|\bNaN\b|\bnan\b|__proxy__|&lt;span"


@pytest.fixture
def books(admin, at, settings, tmp_path):
    """A firm that is all the administrator's."""
    settings.WAREHOUSE_FILE = tmp_path / "warehouse.duckdb"
    settings.MEDIA_ROOT = tmp_path
    return found_firm(admin, at)


def screens(books):
    """Every page that shows records, and every other that needs nothing named."""
    shown = {
        one for one in pages(books) if not re.search("/api/|/cell/|/pick/|/export/|/mentions/", one)
    }
    return sorted(
        shown | {one.address(1) for one in every_route() if not re.search(LEFT_OUT, one.pattern)}
    )


def reader(admin, language):
    """The administrator's browser, in this language."""
    User.objects.filter(pk=admin.user_id).update(language=language)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


def sayings(html):
    """What a page says, piece by piece as it is read: words within a line stay together."""
    html = re.sub(r"<(script|style|textarea|code)\b.*?</\1>", "<hr>", html, flags=re.DOTALL)
    told = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', html)
    html = re.sub(r"</?(?:b|strong|em|small|bdi|time|abbr)\b[^>]*>", "", html)
    pieces = [*re.split(r"<[^>]+>", html), *told]
    return {re.sub(r"\s+", " ", unescape(one)).strip() for one in pieces}


def faults_of(language, text):
    """The rules that a saying breaks."""
    rules = FAULTS[language] | {"left open": NEVER}
    return [name for name, rule in rules.items() if re.search(rule, text)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_screen_counts_and_marks_as_the_language_does(language, books, admin):
    client, found, seen = reader(admin, language), {}, 0
    for address in screens(books):
        answer = client.get(address)
        if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        seen += 1
        for text in sayings(answer.content.decode()):
            if faults := faults_of(language, text):
                found.setdefault(text, (address, faults))

    assert seen > 100
    told = "\n".join(f"{text!r} at {where}: {why}" for text, (where, why) in found.items())
    assert not told, told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1 customers"),
        ("en", "the the"),
        ("en", "by %(name)s"),
        ("en", "3 customers in 江苏省"),
        ("zh-hans", "1,262 个 个客户"),
        ("zh-hans", "客户,订单"),
        ("zh-hans", "客户 ，订单"),
    ],
)
def test_a_saying_that_no_person_would_write_is_found(language, text):
    assert faults_of(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "1 customer has bought on 21 days"),
        ("zh-hans", "1 个客户，共 21 天"),
        ("en", "1 is less"),
        ("en", "简体中文"),
    ],
)
def test_a_saying_as_it_should_be_is_let_pass(language, text):
    assert not faults_of(language, text)
