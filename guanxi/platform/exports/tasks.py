"""Exports as jobs: written in the background, kept for a week."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.platform.disk import is_disk_full
from guanxi.platform.errors import RuleBroken
from guanxi.platform.exports.lists import Wanted, write_list
from guanxi.platform.exports.starting import KIND, exports_folder, remove
from guanxi.platform.facts.publishing import Happening, publish
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.models import Job
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.reading import ListQuery

PARTIAL = ".partial"
KEPT = dt.timedelta(days=7)


@job(KIND, long=True)
def export_list(
    context: JobContext, *, noun: str, format: str, as_of: str, **options: Any
) -> dict[str, Any]:
    """Writes one list; a repeated run writes the file anew."""
    query = ListQuery(
        filter=options["filter"],
        text=options["text"],
        sort=options["sort"],
        columns=options["columns"],
    )
    wanted = Wanted(query, format, options["exact"], options["mark"], ids=options.get("ids", ()))
    at = dt.datetime.fromisoformat(as_of)

    def told(done: int) -> None:
        context.progress(done)
        context.check_cancelled()

    with kept_file(context.job, format) as (partial, kept):
        rows, cut = write_list(partial, context.actor, noun_named(noun), wanted, at=at, told=told)
    data = {"rows": rows, "format": format, "job": context.job.pk}
    publish(Happening("export.made", noun, data=data), actor=context.actor, at=timezone.now())
    shown = f"{context.job.title or noun} {timezone.localdate(at)}.{format}"
    return {**kept, "name": shown, "rows": rows, "cut": cut}


@contextmanager
def kept_file(job: Job, format: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Where to write the file of a job; it is kept when all went well, and said in the result."""
    folder, kept = exports_folder(), dict[str, Any]()
    for left in folder.glob(f"{job.pk}.*"):
        remove(left)  # By a worker that died over it.
    partial = folder / f"{job.pk}.{secrets.token_hex(4)}{PARTIAL}"
    path = folder / f"{job.pk}.{secrets.token_urlsafe(18)}.{format}"
    try:
        yield partial, kept
        partial.replace(path)
    except OSError as fault:
        if is_disk_full(fault):
            raise RuleBroken(_("The disk is full. Free some space and export again.")) from fault
        raise
    finally:
        partial.unlink(missing_ok=True)
    kept |= {"file": path.name, "bytes": path.stat().st_size}


@job("export.forget_old")
def forget_old_exports(_context: JobContext, **_args: Any) -> dict[str, int]:
    """Removes files that nobody needs any more."""
    before = (timezone.now() - KEPT).timestamp()
    old = [path for path in exports_folder().iterdir() if path.stat().st_mtime < before]
    for path in old:
        remove(path)
    return {"removed": len(old)}


scheduled("export.forget_old", kind="export.forget_old", cron="40 3 * * *")
