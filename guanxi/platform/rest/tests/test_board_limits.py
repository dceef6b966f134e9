"""A hard limit of a board holds for callers of the API as well."""

from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.custom.models import CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


def test_a_caller_moves_and_makes_nothing_beyond_a_hard_limit(api, press, ana, admin, at):
    CustomNoun.objects.filter(key="machine").update(settings={"board": {"by": "city"}})
    schema_changed()
    machine = noun_named("machine")
    lathe = create_record(machine, {"name": "车床", "city": "无锡"}, actor=ana, at=at)
    set_limits(machine, {"苏州": Limit(1, is_hard=True)}, actor=admin, at=at)

    moved = api.patch(f"machine/{lathe.pk}/", {"city": "苏州"})
    made = api.post("machine/", {"name": "铣床", "city": "苏州"})

    assert (moved.status_code, made.status_code) == (422, 422)
    assert "takes 1 at most" in moved.json()["detail"]
    cities = machine.base().values_list("custom", flat=True)
    assert sum("苏州" in one.values() for one in cities) == 1
