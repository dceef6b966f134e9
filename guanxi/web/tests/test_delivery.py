"""How pages reach the browser: one style file kept for good, parts written once for their keys."""

import gzip

import pytest
from django.template import Context, Template
from django.utils.translation import override

from guanxi.web.look.style import house_sheet

pytestmark = pytest.mark.django_db


def test_a_page_links_one_style_sheet_that_stays_for_good(anas, press):
    html = anas.get("/machine/").content.decode()
    assert html.count('rel="stylesheet"') == 1
    assert house_sheet().href in html
    answer = anas.get(house_sheet().href)
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "text/css; charset=utf-8"


def test_the_sheet_holds_every_part_in_its_layer(client):
    text = client.get(house_sheet().href).content.decode()
    assert "@import" not in text
    assert text.count("@layer components {") > 15
    assert text.index("@layer reset, tokens") < text.index("@layer components {")


def test_the_sheet_is_zipped_for_those_who_read_it_so(client):
    answer = client.get(house_sheet().href, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content).decode() == house_sheet().text


def test_the_address_of_an_older_style_is_not_kept(client):
    assert client.get("/style/0000000000000000.css")["Cache-Control"] == "no-store"


def written(template, **given):
    return template.render(Context(given))


def test_a_kept_part_is_written_anew_for_other_keys_only():
    template = Template("{% load web %}{% kept key %}{{ said }}{% endkept %}")
    assert written(template, key="a", said="first") == "first"
    assert written(template, key="a", said="second") == "first"
    assert written(template, key="b", said="second") == "second"


def test_a_kept_part_is_written_in_each_language():
    template = Template('{% load web i18n %}{% kept "x" %}{% translate "Undo" %}{% endkept %}')
    with override("en"):
        assert written(template) == "Undo"
    with override("zh-hans"):
        assert written(template) == "撤销"


def test_a_kept_part_stays_escaped():
    template = Template("{% load web %}{% kept key %}{{ said }}{% endkept %}")
    assert written(template, key="<", said="<b>") == "&lt;b&gt;"
