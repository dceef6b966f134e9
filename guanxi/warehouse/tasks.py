"""Work that the warehouse leaves to the night."""

from typing import Any

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.warehouse.gathering import gather_notes


@job("warehouse.gather_notes", alone=True)
def gather(context: JobContext, **args: Any) -> dict[str, int]:
    """Leave one note of each range that was written to, where nobody computes and follows them."""
    return {"dropped": gather_notes(context.check_cancelled)}


scheduled("warehouse.gather_notes", kind="warehouse.gather_notes", cron="45 2 * * *")
