"""A computed field tells nobody what its sources may not tell them."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.tests.test_computed_fields import worth  # noqa: F401
from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery, read_list
from guanxi.platform.rights.roles import set_field_mode


@pytest.fixture
def seen(ana):
    def modes(*names):
        actor = actor_for_user(User.objects.get(pk=ana.user_id))
        return [actor.field_mode(*name.split(".")) for name in names]

    return modes


@pytest.fixture
def say(admin, seller, at):
    def mode(noun, name, word):
        set_field_mode(seller, noun, name, word, actor=admin, at=at)

    return mode


@pytest.mark.parametrize("word", ["hidden", "masked"])
def test_formulas_and_roll_ups_of_a_hidden_field_are_hidden_however_far(worth, seen, say, word):  # noqa: F811
    names = ("machine.cost", "plant.worth", "plant.tax", "plant.big")
    assert seen(*names) == ["full"] * 4
    say("machine", "price", word)
    assert seen(*names) == [word, word, word, "full"]
    say("machine", "price", "full")
    assert seen(*names) == ["full"] * 4


def test_a_condition_of_a_roll_up_tells_nothing_either(worth, seen, say):  # noqa: F811
    say("machine", "units", "hidden")
    assert seen("plant.big") == ["hidden"]


def test_no_list_filter_or_sort_gives_it_away(worth, make, ana, say):  # noqa: F811
    plant = make("plant", "苏州厂")
    make("machine", "冲床", plant=plant.pk, price="100", units="2")
    say("machine", "price", "hidden")
    actor = actor_for_user(User.objects.get(pk=ana.user_id))
    noun = noun_named("plant")
    for asked in (
        {"columns": ["worth"]},
        {"sort": "-worth"},
        {"filter": {"field": "worth", "op": "gt", "value": 1}},
    ):
        with pytest.raises(InvalidFilter):
            read_list(actor, noun, ListQuery(**asked))


def test_what_the_role_says_of_the_computed_field_goes_first(worth, seen, say):  # noqa: F811
    say("machine", "price", "hidden")
    say("plant", "worth", "read")
    assert seen("machine.cost", "plant.worth") == ["hidden", "read"]


def test_a_field_made_later_is_restricted_from_the_start(machine, field, seen, say):
    say("machine", "price", "hidden")
    field("machine", "twice", "formula", formula="price * 2", result="money")
    assert seen("machine.twice") == ["hidden"]
