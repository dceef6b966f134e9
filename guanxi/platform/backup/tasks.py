"""Everything in open formats as a job, for an administrator who fetches the archive afterwards."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanxi.platform.backup.everything import export_everything
from guanxi.platform.exports.starting import EVERYTHING
from guanxi.platform.exports.tasks import kept_file
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job


@job(EVERYTHING, long=True)
def export_all(context: JobContext, **_args: Any) -> dict[str, Any]:
    """Writes the archive; a repeated run writes it anew."""
    at = timezone.now()

    def told(done: int) -> None:
        context.progress(done)
        context.check_cancelled()

    with kept_file(context.job, "zip") as (partial, kept):
        rows = export_everything(partial, actor=context.actor, at=at, told=told)
    shown = f"{_('All data')} {timezone.localdate(at)}.zip"
    return {**kept, "name": shown, "rows": sum(rows.values())}
