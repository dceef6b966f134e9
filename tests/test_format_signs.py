"""Signs that a program fills in are only signs in what people write."""

import pytest
from django.test import Client

from guanxi.platform.actors.models import User
from guanxi.platform.messages.tests.hearing import heard_by
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.search.searching import search

NAME = "100%(name)s %s %d {0} {name} {{ x }} {% now %} ${HOME} \\1 $1"


@pytest.fixture
def firm(ana, ben, at):
    made = create_record(noun_named("account"), {"name": NAME}, actor=ana, at=at)
    update_record(noun_named("account"), made.pk, {"owner": ben.user_id}, actor=ana, at=at)
    return made


def test_they_are_told_as_they_were_written(firm, ana, ben):
    assert NAME in heard_by(ben)[0]
    assert [hit.title for hit in search(ana, "name")] == [NAME]


def test_every_page_shows_them_as_they_were_written(firm, ben):
    client = Client()
    client.force_login(User.objects.get(pk=ben.user_id))
    for address in (
        "/account/",
        f"/account/{firm.pk}/",
        f"/account/{firm.pk}/peek/",
        f"/account/{firm.pk}/history/",
        f"/account/{firm.pk}/edit/",
        "/notices/?show=all",
        "/palette/?q=name",
        "/account/board/",
    ):
        answer = client.get(address)
        assert (answer.status_code, address) == (200, address)
        assert "100%(name)s %s %d {0} {name} {{ x }}" in answer.content.decode(), address
