from collections.abc import Callable
from typing import Any

import pytest

from guanxi.platform.jobs import registry
from guanxi.platform.jobs.context import JobContext


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[JobContext]]:
    """Offer a kind of job for one test; get the list of contexts it was run with."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_timetables", {})

    def keep(kind: str, work: Callable[..., Any] | None = None, **options: Any) -> list[JobContext]:
        runs: list[JobContext] = []

        @registry.job(kind, **options)
        def run(context: JobContext, **args: Any) -> Any:
            runs.append(context)
            return work(context, **args) if work else None

        return runs

    return keep
