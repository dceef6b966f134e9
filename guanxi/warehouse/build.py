"""One refresh of the warehouse, in a process of its own: python -m guanxi.warehouse.build.

It runs apart because it needs memory that the worker must not keep, and because SQLite's locks
are lost when two copies of its library open one file in the same process (ADBC brings its own).
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from guanxi.warehouse.engine import Limits, WarehouseBusy, writing
from guanxi.warehouse.extraction import House, extract_all
from guanxi.warehouse.source import Source, open_source

Progress = Callable[[str], None]
BUSY_EXIT = 75


@dataclass(frozen=True)
class Request:
    """What to build: from which books into which file, and the scripts to run after it."""

    source: str
    file: str
    house: House
    scripts: tuple[tuple[str, str], ...] = ()
    fresh: bool = False
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def read(cls, text: str) -> "Request":
        """The request written as JSON."""
        values = json.loads(text)
        limits = Limits(**values.pop("limits"))
        scripts = tuple((name, sql) for name, sql in values.pop("scripts"))
        house = House(**values.pop("house"))
        return cls(**values, house=house, scripts=scripts, limits=limits)

    def text(self) -> str:
        """The request as JSON, for the other process."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Report:
    """How many ranges of each table were read, and the seconds of each step."""

    ranges: dict[str, int]
    seconds: dict[str, float]


def build(request: Request, source: Source, progress: Progress) -> Report:
    """Refresh the star from the source, run the scripts on it, and swap the result in."""
    seconds: dict[str, float] = {}
    with writing(Path(request.file), request.limits, fresh=request.fresh) as connection:
        began = time.monotonic()
        progress("extract")
        ranges = extract_all(connection, source, request.house)
        seconds["extract"] = time.monotonic() - began
        for name, sql in request.scripts:
            began = time.monotonic()
            progress(name)
            connection.execute(sql)
            seconds[name] = time.monotonic() - began
    return Report(ranges, {name: round(spent, 3) for name, spent in seconds.items()})


def main() -> None:
    """Build what standard input asks for; progress and the report go to standard output."""
    request = Request.read(sys.stdin.read())

    def tell(step: str) -> None:
        sys.stdout.write(json.dumps({"step": step}) + "\n")
        sys.stdout.flush()

    with open_source(request.source) as source:
        try:
            report = build(request, source, tell)
        except WarehouseBusy:
            raise SystemExit(BUSY_EXIT) from None
    sys.stdout.write(json.dumps({"report": asdict(report)}) + "\n")


if __name__ == "__main__":
    main()
