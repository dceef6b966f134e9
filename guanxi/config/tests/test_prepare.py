"""What a start brings up to date by itself."""

from random import Random

import pytest
from django.db import OperationalError, connection

from guanxi.config.prepare import (
    refuse_half_restored,
    refused_without_room,
    renew_index,
    take_away_half_made,
)
from guanxi.config.tables import refuse_other_tables
from guanxi.demo.company import Company
from guanxi.demo.making import make_company
from guanxi.demo.models import DemoLot
from guanxi.demo.unfinished import begin, held, is_unfinished
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.actors.models import User
from guanxi.platform.backup.broken_off import noted_until_done
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
from guanxi.platform.search.models import SearchNoun
from guanxi.platform.search.rebuilding import is_outdated
from guanxi.platform.search.searching import search


@pytest.mark.django_db
def test_a_start_after_an_upgrade_makes_the_index_anew_once(admin, at, capsys):
    create_record(noun_named("account"), {"name": "苏州冲床"}, actor=admin, at=at)
    SearchNoun.objects.update(gram_version=0)

    renew_index()
    assert "Making the search index anew" in capsys.readouterr().err
    assert not is_outdated()
    assert [hit.title for hit in search(admin, "冲床")] == ["苏州冲床"]

    renew_index()
    assert capsys.readouterr().err == ""


def test_a_start_on_a_full_disk_is_refused_in_a_sentence():
    with pytest.raises(SystemExit, match="^The disk of .+ is full"), refused_without_room():
        raise OperationalError("database or disk is full")

    with pytest.raises(OperationalError, match="locked"), refused_without_room():
        raise OperationalError("database is locked")


@pytest.mark.django_db
def test_a_start_over_half_a_restore_is_refused_in_a_sentence(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    refuse_half_restored()
    with pytest.raises(KeyboardInterrupt), noted_until_done(tmp_path / "b.zip", b"{}"):
        raise KeyboardInterrupt

    with pytest.raises(SystemExit, match="Do it again: bin/guanxi restore .+b.zip"):
        refuse_half_restored()


@pytest.mark.django_db
def test_tables_of_another_state_of_the_program_are_refused_with_the_way_on():
    refuse_other_tables()

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE web_visit RENAME COLUMN at TO seen_at")

    with pytest.raises(SystemExit) as refused:
        refuse_other_tables()
    assert "no web_visit.at, unknown web_visit.seen_at. Nothing was changed" in str(refused.value)
    assert "bin/guanxi restore FILE" in str(refused.value)


@pytest.mark.django_db
def test_a_start_after_a_demo_company_that_was_broken_off_takes_what_is_left_of_it_away(
    at, capsys, settings, tmp_path
):
    settings.DATA = tmp_path
    with pytest.raises(KeyboardInterrupt):
        make_company(Company(Random(7), at, 40), "a-password", broken_off)
    assert User.objects.count() == 40

    take_away_half_made()

    assert "broken off" in capsys.readouterr().err
    assert not User.objects.exists() and not DemoLot.objects.exists()
    take_away_half_made()
    assert capsys.readouterr().err == ""


def broken_off(line):
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_start_leaves_a_company_alone_that_somebody_makes_just_now(at, settings, tmp_path):
    settings.DATA = tmp_path
    begin()

    with held():
        take_away_half_made()
    assert is_unfinished()

    enqueue("demo.load", actor=SYSTEM, at=at)
    take_away_half_made()
    assert is_unfinished()
