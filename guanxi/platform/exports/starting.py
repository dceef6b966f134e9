"""Asking for an export, and finding the file that came of it."""

import datetime as dt
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import FORMATS, Wanted, exportable
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.queue import enqueue
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.keyset import order_of
from guanxi.platform.records.reading import list_columns
from guanxi.platform.rights.administering import require_administrator

KIND = "export.list"
EVERYTHING = "export.everything"


@transaction.atomic
def start_export(noun: Noun[Any], wanted: Wanted, *, actor: Actor, at: dt.datetime) -> Job:
    """The job that writes the file; refused at once where the list itself would be refused."""
    if wanted.format not in FORMATS:
        raise RuleBroken(_("Choose CSV or XLSX."))
    query = wanted.query
    columns = [one.name for one in list_columns(actor, noun, query.columns)]
    order_of(actor, noun, query.sort)
    exportable(actor, noun, query, at)
    args = {
        "noun": noun.key,
        "filter": dict(query.filter),
        "text": query.text,
        "sort": query.sort,
        "columns": columns,
        "format": wanted.format,
        "exact": wanted.exact,
        "mark": wanted.mark,
        "as_of": at.isoformat(),
        "ids": list(wanted.ids),
    }
    publish(Happening("export.started", noun.key, data=args), actor=actor, at=at)
    return enqueue(KIND, args, actor=actor, at=at, title=str(noun.plural)[:200])


@transaction.atomic
def start_everything(*, actor: Actor, at: dt.datetime) -> Job:
    """The job that writes all there is; the one under way where somebody asked for it before."""
    require_administrator(actor)
    job = enqueue(EVERYTHING, actor=actor, at=at, dedupe_key=f"{EVERYTHING} {actor.id}")
    publish(Happening("export.started", "", data={"job": job.pk}), actor=actor, at=at)
    return job


def file_of(job: Job, actor: Actor) -> Path | None:
    """The file that an export wrote, for the one who asked for it; None when it is gone."""
    is_theirs = (job.actor_kind, job.actor_id) == (actor.kind, actor.id)
    may = is_theirs and (job.kind == KIND or job.kind == EVERYTHING and actor.is_administrator)
    name = job.result.get("file") if may else None
    path = exports_folder() / Path(str(name)).name if name else None
    return path if path and path.is_file() else None


def exports_folder() -> Path:
    """Where exported files wait to be fetched; nothing in it is served by its path."""
    folder = Path(settings.DATA) / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def forget_exports() -> int:
    """Remove every kept export once the transaction is through; how many there were.

    Any of them may hold the person who is being erased; an export is made again in a minute, and
    one being written is written anew.
    """
    paths = list(exports_folder().iterdir())
    for path in paths:
        transaction.on_commit(partial(remove, path))
    return sum(path.is_file() for path in paths)


def remove(path: Path) -> None:
    """Take away a file, or the folder in which one is being made."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
