"""The verbs that every noun offers."""

import pytest

from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import User
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.facts.models import Fact
from guanxi.platform.records.bin import bins, read_bin
from guanxi.platform.records.writing import delete_record
from guanxi.platform.rights.visibility import visible_to
from guanxi.platform.verbs.verb import run_verb, verb_named, verbs_for


def run(name, noun, record, actor, at, **given):
    return run_verb(verb_named(name, noun), record.pk, given, actor=actor, at=at)


def test_every_noun_offers_the_standard_verbs_that_fit_it(machine, press, ana):
    names = [one.name for one in verbs_for(machine, ana, press)]

    assert {"assign", "share_record", "unshare_record", "add_tag", "remove_tag"} <= set(names)
    assert not {"delete", "restore"} & set(names)


def test_the_dialog_of_a_standard_verb_does_not_ask_for_the_noun(machine):
    assert list(verb_named("assign", machine).params) == ["owner", "team"]


def test_assigning_brings_the_team_of_the_person_along(machine, press, ana, cleo, at):
    run("assign", machine, press, ana, at, owner=cleo.user_id)

    press.refresh_from_db()
    assert (press.owner_id, press.team_id) == (cleo.user_id, cleo.team_id)
    assert Fact.objects.get(kind="machine.updated").changes["owner"] == [ana.user_id, cleo.user_id]


def test_assigning_to_nobody_is_refused(machine, press, ana, at):
    with pytest.raises(RuleBroken):
        run("assign", machine, press, ana, at)


def test_a_stranger_cannot_assign(machine, press, cleo, at):
    with pytest.raises(machine.model.DoesNotExist):
        run("assign", machine, press, cleo, at, owner=cleo.user_id)


def test_a_record_is_shared_and_no_longer_shared(machine, press, ana, cleo, at):
    run("share_record", machine, press, ana, at, person=cleo.user_id)
    seen = visible_to(actor_for_user(User.objects.get(pk=cleo.user_id)), machine)
    assert seen.exists()

    run("unshare_record", machine, press, ana, at, person=cleo.user_id)
    assert not seen.exists()


def test_tags_are_added_once_and_removed(machine, press, ana, at):
    for tag in ("重点", "重点", "老客户"):
        run("add_tag", machine, press, ana, at, tag=tag)
    run("remove_tag", machine, press, ana, at, tag="老客户")

    press.refresh_from_db()
    assert machine.field("tags").value_of(press) == ["重点"]


def test_a_deleted_record_waits_in_the_bin_of_those_who_could_see_it(machine, press, ana, cleo, at):
    run("delete", machine, press, ana, at)

    assert bins(ana) == {"machine": 1}
    assert [one.title for one in read_bin(ana, machine)] == ["冲床"]
    assert bins(cleo) == {}


def test_a_record_comes_back_from_the_bin(machine, press, ana, at):
    delete_record(machine, press.pk, actor=ana, at=at)
    run("restore", machine, press, ana, at)

    assert visible_to(ana, machine).exists()


def test_a_stranger_restores_nothing(machine, press, ana, cleo, at):
    delete_record(machine, press.pk, actor=ana, at=at)

    with pytest.raises(machine.model.DoesNotExist):
        run("restore", machine, press, cleo, at)


def test_who_may_only_read_is_denied(machine, press, person, east, grant, at):
    from guanxi.platform.actors.models import Role

    reader = Role.objects.create(code="r", label_zh="读者", label_en="Reader")
    grant(reader, only=("machine.read",))
    dan = person("dan", east, reader)

    for name, given in (("assign", {"owner": 1}), ("add_tag", {"tag": "x"}), ("delete", {})):
        with pytest.raises(Denied):
            run(name, machine, press, dan, at, **given)
