"""Work that REST leaves to the night."""

from typing import Any

from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled
from guanxi.platform.rest.idempotency import forget_old_answers


@job("rest.forget_answers")
def forget_answers(context: JobContext, **args: Any) -> dict[str, int]:
    """Drop the kept answers of requests that nobody repeats any more."""
    return {"dropped": forget_old_answers(context.job.run_after)}


scheduled("rest.forget_answers", kind="rest.forget_answers", cron="20 3 * * *")
