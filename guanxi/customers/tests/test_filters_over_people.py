"""Filters over relations that lead to people and teams, who are no records."""

import pytest

from guanxi.platform.errors import InvalidFilter
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.rights.visibility import condition


@pytest.mark.parametrize("path", ["owner.name", "team.name", "parent.owner.name"])
def test_a_way_through_a_person_or_team_is_refused_in_words(ana, path):
    with pytest.raises(InvalidFilter):
        condition(ana, noun_named("account"), {"field": path, "op": "is", "value": "x"})
