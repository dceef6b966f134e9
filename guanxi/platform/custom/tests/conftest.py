"""An administrator's workshop: plants with machines, and jobs done at once."""

import datetime as dt

import pytest
from django.utils import timezone

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.custom.changing import create_field
from guanxi.platform.custom.definitions import FieldDraft
from guanxi.platform.custom.making import NounDraft, create_noun
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.running import run_all_now
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record


@pytest.fixture
def jobs_done():
    def finish():
        run_all_now(timezone.now() + dt.timedelta(seconds=1))
        failed = Job.objects.exclude(state=Job.State.DONE).values_list("kind", "error", "trace")
        assert not failed, failed

    return finish


@pytest.fixture
def field(admin, at):
    """Make a field: field("machine", "power", "number", is_indexed=True, decimals=1)."""

    def make(noun, name, kind, **said):
        parts = {k: said.pop(k) for k in list(said) if k.startswith("is_") or k in PARTS}
        draft = FieldDraft(name, kind, f"{name}字段", name.title(), settings=said, **parts)
        return create_field(noun, draft, actor=admin, at=at)

    return make


PARTS = ("options", "default", "position")


@pytest.fixture
def plant(admin, seller, at):
    create_noun(NounDraft("plant", "工厂", "Plant"), {seller.pk: "team"}, actor=admin, at=at)
    return noun_named("plant")


@pytest.fixture
def machine(plant, admin, seller, field, at):
    create_noun(NounDraft("machine", "设备", "Machine"), {seller.pk: "team"}, actor=admin, at=at)
    field("machine", "plant", "relation", target="plant")
    field("machine", "price", "money")
    field("machine", "units", "number", decimals=0)
    return noun_named("machine")


@pytest.fixture
def maker(ana, plant, at):
    """Ana with the rights that the new record types gave her role."""
    return actor_for_user(User.objects.get(pk=ana.user_id))


@pytest.fixture
def make(maker, at):
    def create(noun, name, **values):
        return create_record(noun_named(noun), {"name": name, **values}, actor=maker, at=at)

    return create
