"""A custom noun with a board of three stages."""

import pytest

from guanxi.platform.boards.limits import Limit, set_limits
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record

STAGES = (("new", "新", "New"), ("talks", "洽谈", "Talks"), ("won", "赢单", "Won"))


@pytest.fixture
def deal(seller, grant):
    CustomNoun.objects.create(
        key="deal", label_zh="商机", label_en="Deal", settings={"board": {"by": "stage"}}
    )
    options = [{"key": key, "zh": zh, "en": en} for key, zh, en in STAGES]
    for name, kind, more in (("stage", "choice", {"options": options}), ("city", "text", {})):
        CustomField.objects.create(
            noun="deal", name=name, type=kind, label_zh=name, label_en=name.title(), **more
        )
    schema_changed()
    actions = ("read", "create", "edit", "delete", "import")
    grant(seller, only=tuple(f"deal.{one}" for one in actions))
    return noun_named("deal")


@pytest.fixture
def made(deal, ana, at):
    def make(name, stage, actor=ana):
        return create_record(deal, {"name": name, "stage": stage}, actor=actor, at=at)

    return make


@pytest.fixture
def limit(deal, admin, at):
    """Let a stage hold so many."""

    def give(stage, most, is_hard=True):
        wanted = None if most is None else Limit(most, is_hard)
        set_limits(deal, {stage: wanted}, actor=admin, at=at)

    return give
