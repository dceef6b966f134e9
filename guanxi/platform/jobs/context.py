"""What a running job knows and may say."""

from dataclasses import dataclass, field
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.jobs.leases import LeaseLost, keep
from guanxi.platform.jobs.models import Job


class Cancelled(Exception):
    """Somebody called the job off."""


class Stopping(Exception):
    """The worker is about to stop; the job goes on elsewhere from its checkpoint."""


@dataclass
class JobContext:
    """One run of one job. ``state`` is what the last checkpoint of an earlier run saved."""

    job: Job
    actor: Actor
    state: dict[str, Any]
    done: int = 0
    total: int | None = None
    interruption: type[Exception] | None = field(default=None, repr=False)

    def progress(self, done: int, total: int | None = None) -> None:
        """Tells how far the work is; cheap enough to call for every row."""
        self.done = done
        self.total = self.total if total is None else total

    def check_cancelled(self) -> None:
        """Raises when the work is to stop; call it between steps."""
        if self.interruption:
            raise self.interruption(str(self.job))

    def checkpoint(self, state: dict[str, Any]) -> None:
        """Saves where a repeated run goes on.

        In the transaction of a step it makes that step happen exactly once: should another run
        have taken over, it raises LeaseLost and the step is rolled back.
        """
        keep(self.job, checkpoint=state, done_count=self.done, total_count=self.total)
        self.state = state


__all__ = ["Cancelled", "JobContext", "LeaseLost", "Stopping"]
