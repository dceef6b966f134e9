"""The palette narrowed by a first sign or word, within what the actor may see."""

import re

import pytest
from django.utils.translation import override

from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.views.models import SavedView
from guanxi.web.palette.modes import read_line
from guanxi.web.palette.narrowing import narrowed

HTMX = {"HX-Request": "true", "HX-Target": "hits"}


@pytest.fixture
def lines(browser_of):
    """What the palette shows somebody under a typed line: addresses, and the whole."""

    def lines(actor, typed, **headers):
        sent = {**HTMX, **headers}
        html = browser_of(actor).get("/palette/", {"q": typed}, headers=sent).content.decode()
        return re.findall(r'class="hit"[^>]* href="([^"]+)"', html), html

    return lines


@pytest.fixture
def acme(ana, at):
    return create_record(noun_named("account"), {"name": "苏州博衡"}, actor=ana, at=at)


@pytest.mark.parametrize(
    ("typed", "mode", "text"),
    [
        ("> new", "acts", "new"),
        ("》新建", "acts", "新建"),
        ("/本月", "views", "本月"),
        ("、本月", "views", "本月"),
        ("，密码", "settings", "密码"),
        ("@li", "people", "li"),
        ("。", "recent", ""),
        ("＃订单 48", "records", "订单 48"),
        ("view: open", "views", "open"),
        ("设置：密码", "settings", "密码"),
    ],
)
def test_signs_and_words_narrow_in_both_languages(typed, mode, text):
    line = read_line(typed)

    assert (line.mode.name, line.text) == (mode, text)


@pytest.mark.parametrize("typed", ["苏州", "ana@example.com", "+86 138", "SO-26", ":x"])
def test_an_ordinary_line_narrows_nothing(typed):
    assert (read_line(typed).mode, read_line(typed).kind) == (None, "")


@pytest.mark.parametrize("typed", ["#machine 苏州", "#mach 苏州", "Machine: 苏州", "machine：苏州"])
def test_records_of_one_kind_are_found_by_its_name(lines, ana, acme, press, typed):
    found, _html = lines(ana, typed)

    assert found == [f"/machine/{press.pk}/"]


@pytest.mark.parametrize("typed", ["#客户 博衡", "#kehu 博衡", "#kh 博衡", "客户：博衡"])
def test_kinds_answer_to_their_chinese_names_pinyin_and_initials(ana, acme, press, typed):
    with override("zh-hans"):
        groups = narrowed(ana, typed)

    assert [hit.href for group in groups for hit in group.hits] == [f"/account/{acme.pk}/"]


def test_a_word_before_a_colon_that_names_no_kind_is_looked_for(lines, ana, at):
    firm = create_record(noun_named("account"), {"name": "Nova: Labs"}, actor=ana, at=at)

    assert f"/account/{firm.pk}/" in lines(ana, "Nova: Labs")[0]


def test_kinds_are_offered_until_one_is_named(lines, ana, press):
    _found, html = lines(ana, "#")
    assert 'data-fill="#Machine "' in html

    _found, html = lines(ana, "#mach")
    assert 'data-fill="#Machine "' in html and "#Customer" not in html


def test_a_kind_by_itself_leads_to_its_list_and_to_what_was_opened_last(
    lines, ana, acme, press, browser_of
):
    browser_of(ana).get(f"/machine/{press.pk}/")
    browser_of(ana).get(f"/account/{acme.pk}/")

    assert lines(ana, "machine:")[0] == ["/machine/", f"/machine/{press.pk}/"]


def test_views_alone(lines, ana, press):
    SavedView.objects.create(noun="machine", label_en="Worn out", reach="public", position=1)

    (found,), html = lines(ana, "/worn")
    assert found.startswith("/machine/?view=")
    assert "New" not in html


def test_things_to_do_alone_with_those_of_the_open_record_first(lines, ana, acme):
    page = {"HX-Current-URL": f"http://testserver/account/{acme.pk}/"}
    found, html = lines(ana, ">", **page)
    assert found[0].startswith(f"/account/{acme.pk}/do/")
    assert "/account/new/" in found
    assert "苏州博衡" in html

    assert not any("/do/" in one for one in lines(ana, ">")[0])


def test_nothing_is_offered_on_a_record_that_one_does_not_see(lines, cleo, acme):
    page = {"HX-Current-URL": f"http://testserver/account/{acme.pk}/"}
    found, html = lines(cleo, ">", **page)

    assert not any("/do/" in one for one in found)
    assert "苏州博衡" not in html


def test_settings_alone_within_rights(lines, ana, admin):
    found, _html = lines(ana, ",")
    assert "/settings/sessions/" in found and "/settings/audit/" not in found

    assert lines(admin, "settings: audit")[0] == ["/settings/audit/"]


def test_people_alone_and_colleagues_for_administrators(lines, ana, ben, admin, at):
    acme = create_record(noun_named("account"), {"name": "Ben Ltd"}, actor=ana, at=at)
    person = create_record(
        noun_named("person"), {"name": "Ben Ho", "account": acme.pk}, actor=ana, at=at
    )

    assert lines(ana, "@ben ho")[0] == [f"/person/{person.pk}/"]
    found, _html = lines(admin, "@ben")
    assert f"/settings/people/{ben.user_id}/" in found
    assert f"/account/{acme.pk}/" not in found


def test_what_was_opened_last_alone(lines, ana, press, acme, browser_of):
    browser_of(ana).get(f"/machine/{press.pk}/")
    browser_of(ana).get(f"/account/{acme.pk}/")

    assert lines(ana, ".")[0] == [f"/account/{acme.pk}/", f"/machine/{press.pk}/"]
    assert lines(ana, "最近：冲床")[0] == [f"/machine/{press.pk}/"]


def test_a_mode_that_finds_nothing_offers_to_look_everywhere(lines, ana, press):
    _found, html = lines(ana, "/冲床")

    assert "Nothing here is called “冲床”" in html
    assert 'data-fill="冲床"' in html


def test_an_empty_mode_says_so(lines, ana):
    assert "Nothing of this kind yet" in lines(ana, ".")[1]


def test_the_palette_tells_its_signs(browser_of, ana):
    html = browser_of(ana).get("/palette/", headers={"HX-Request": "true"}).content.decode()

    for sign in ("#", "/", "&gt;", "@", ",", "."):
        assert f"<kbd>{sign}</kbd>" in html
