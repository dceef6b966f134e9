"""Work of this room that the worker does by itself."""

from typing import Any

from django.utils import timezone

from guanxi.activities.reminding import send_due_reminders
from guanxi.activities.workdays.keeping import keep_days_current
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled


@job("activities.remind", atomic=True)
def remind(_context: JobContext, **_args: Any) -> dict[str, int]:
    """Sends every reminder that is due."""
    return {"told": send_due_reminders(timezone.now())}


scheduled("activities.remind", kind="activities.remind", every_seconds=60)


@job("activities.workdays", atomic=False)
def keep_workdays(_context: JobContext, **_args: Any) -> dict[str, bool]:
    """Makes the days of work anew where a year went by."""
    return {"made": keep_days_current(timezone.now())}


scheduled("activities.workdays", kind="activities.workdays", every_seconds=86_400)
