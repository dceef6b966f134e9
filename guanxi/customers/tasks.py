"""Work that the room does in the background."""

from typing import Any

from guanxi.customers.duplicates.finding import find_duplicates
from guanxi.platform.jobs.context import JobContext
from guanxi.platform.jobs.registry import job, scheduled


@job("customers.find_duplicates", long=True)
def look_for_duplicates(context: JobContext, **args: Any) -> dict[str, Any]:
    """Bring both queues of possible duplicates up to date."""
    found = {}
    for place, noun in enumerate(args.get("nouns") or ("account", "person"), 1):
        context.check_cancelled()
        found[noun] = find_duplicates(noun, context.job.run_after)
        context.progress(place, 2)
    return found


scheduled("customers.find_duplicates", kind="customers.find_duplicates", cron="40 1 * * *")
