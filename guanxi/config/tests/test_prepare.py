"""What a start brings up to date by itself."""

import pytest
from django.db import OperationalError

from guanxi.config.prepare import refuse_half_restored, refused_without_room, renew_index
from guanxi.platform.backup.broken_off import noted_until_done
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
