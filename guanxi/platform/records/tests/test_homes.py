"""A record belongs to the team of its owner where only the owner is said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.platform.actors.models import User
from guanxi.platform.custom.models import CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, draft_import
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.rights.visibility import visible_to


@pytest.fixture
def machine(seller, grant):
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine")
    schema_changed()
    grant(seller, only=("machine.read", "machine.create", "machine.import"))
    return noun_named("machine")


def test_what_an_administrator_writes_for_a_seller_is_seen_by_her_team(
    machine, ana, ben, admin, at
):
    made = create_record(machine, {"name": "冲床", "owner": ana.user_id}, actor=admin, at=at)

    assert made.team_id == ana.team_id
    assert visible_to(ben, machine).filter(pk=made.pk).exists()


def test_a_team_that_is_said_stays_whoever_owns_it(machine, ana, admin, west, at):
    values = {"name": "冲床", "owner": ana.user_id, "team": west.pk}

    assert create_record(machine, values, actor=admin, at=at).team_id == west.pk


def test_one_without_an_owner_said_stays_with_who_writes(machine, ana, at):
    assert create_record(machine, {"name": "冲床"}, actor=ana, at=at).team_id == ana.team_id


def test_an_owner_without_a_team_leaves_it_with_who_writes(machine, ana, admin, at):
    User.objects.filter(pk=admin.user_id).update(team=None)

    made = create_record(machine, {"name": "冲床", "owner": admin.user_id}, actor=ana, at=at)

    assert made.team_id == ana.team_id


def test_imported_rows_go_to_the_teams_of_their_owners(
    machine, ana, cleo, admin, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    content = "名称,负责人\n冲床,ana\n车床,cleo\n铣床,\n".encode()
    file = SimpleUploadedFile("machines.csv", content)

    run = draft_import("machine", file.chunks(), "machines.csv", actor=admin, at=at)
    agree(run, Options(), run.mapping, actor=admin, at=at)
    run_import(run, actor=admin, at=at)

    teams = dict(CustomRecord.objects.filter(noun="machine").values_list("name", "team"))
    assert teams == {"冲床": ana.team_id, "车床": cleo.team_id, "铣床": admin.team_id}
