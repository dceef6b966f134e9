"""What every benchmark shares: a place of its own, a machine to name, a line of JSON to end with.

A benchmark is a module `benchmarks/NAME.py` with `SIZE` (its usual size) and
`measure(size: int) -> Iterator[Figure]`; the last figure is the one that sums it up. Where it has
`lacking() -> str`, that says what must be there first and is not, and nothing is measured.
"""

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured number beside what it should be and what it is compared with.

    ``baseline_figure`` is the same work done in the barest way, measured in the same run and in
    the same unit.
    """

    name: str
    figure: float
    unit: str
    bar: str
    baseline: str
    baseline_figure: float

    def as_json(self, size: int) -> str:
        """The figure as one line, with its ratio to the baseline and the machine."""
        ratio = self.figure / self.baseline_figure if self.baseline_figure else None
        return json.dumps(
            {
                "name": self.name,
                "size": size,
                "figure": _rounded(self.figure),
                "unit": self.unit,
                "bar": self.bar,
                "baseline": self.baseline,
                "baseline_figure": _rounded(self.baseline_figure),
                "ratio": None if ratio is None else _rounded(ratio),
                "machine": machine(),
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True)
class Timing:
    """How long one thing took over many repetitions, in milliseconds."""

    median: float
    p95: float
    cpu: float


def timed(action: Callable[[], object], repeat: int = 50, warm_up: int = 5) -> Timing:
    """Runs ``action`` again and again; ``cpu`` is this process's own mean per run."""
    for _ in range(warm_up):
        action()
    samples = []
    cpu_before = time.process_time()
    for _ in range(repeat):
        started = time.perf_counter()
        action()
        samples.append((time.perf_counter() - started) * 1_000)
    cpu = (time.process_time() - cpu_before) * 1_000 / repeat
    samples.sort()
    return Timing(statistics.median(samples), samples[int(len(samples) * 0.95)], cpu)


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB{_huge_pages()}, {system}"


@contextmanager
def place(folder: str | None, database: str | None) -> Iterator[Path]:
    """A data folder and a migrated database for the run; a named folder is kept for the next."""
    with _folder(folder) as data, _database(database) as url:
        os.environ["GUANXI_DATA"] = str(data)
        os.environ["DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.config.settings")
        import django

        django.setup()
        from guanxi.config.tables import bring_up_to_date

        bring_up_to_date()
        yield data


@contextmanager
def _folder(named: str | None) -> Iterator[Path]:
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)
        yield Path(named)
        return
    with tempfile.TemporaryDirectory(prefix="guanxi-bench-") as folder:
        yield Path(folder)


# As README.md advises: a part of the memory, not the 128 MB of a laptop, and few checkpoints. Huge
# pages are taken where the machine has some to spare, which `machine` tells.
POSTGRESQL = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}


@contextmanager
def _database(named: str | None) -> Iterator[str]:
    """`postgresql` alone means a server of its own; anything else is a URL, or SQLite."""
    if named != "postgresql":
        yield named or ""
        return
    from tests.harness import postgres

    with postgres.server(POSTGRESQL) as url:
        yield url


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"


def _huge_pages() -> str:
    """How many huge pages are set aside: looking a key up costs a multiple without them."""
    place = Path("/proc/sys/vm/nr_hugepages")
    number = int(place.read_text()) if place.exists() else 0
    return f" ({number} huge pages)" if number else ""


def _rounded(number: float) -> float:
    return float(f"{number:.4g}") if abs(number) < 1e6 else round(number)
