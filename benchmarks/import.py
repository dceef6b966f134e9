"""Importing a file of customers, with people at work meanwhile."""

import csv
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._accounts_file import HEADER, write_accounts
from benchmarks._frame import Figure

SIZE = 1_000_000
PAUSE = 0.3
CREATING = """
import sys, time, json, django; django.setup()
from django.utils import timezone
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.writing import create_record
noun, number = noun_named("account"), 0
print("ready", flush=True)
while True:
    started, number = time.perf_counter(), number + 1
    create_record(noun, {"name": f"By hand {number}"}, actor=SYSTEM, at=timezone.now())
    print(json.dumps((time.perf_counter() - started) * 1000), flush=True)
    time.sleep(PAUSE)
""".replace("PAUSE", str(PAUSE))


# A process of its own, so that its memory is the import's and nobody else's.
IMPORTING = """
import sys, time, json, resource, django; django.setup()
from pathlib import Path
from django.utils import timezone
from guanxi.platform.actors.actor import SYSTEM
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.running import run_import
from guanxi.platform.imports.starting import agree, blocks_of, draft_import
path, at = Path(sys.argv[1]), timezone.now()
run = draft_import("account", blocks_of(path), path.name, actor=SYSTEM, at=at)
agree(run, Options(), run.mapping, actor=SYSTEM, at=at)
started = time.perf_counter()
run_import(run, actor=SYSTEM, at=at)
seconds = time.perf_counter() - started
both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
print(json.dumps({
    "created": run.created,
    "rejected": run.rejected,
    "seconds": seconds,
    "megabytes": sum(resource.getrusage(who).ru_maxrss for who in both) / 1024,
}))
"""


def measure(size: int) -> Iterator[Figure]:
    """Rows a second, megabytes at the peak, and how long creating one takes meanwhile."""
    with TemporaryDirectory(prefix="guanxi-bench-") as folder:
        path = Path(folder) / "accounts.csv"
        write_accounts(path, size)
        bare = _bare_insert(path)
        with subprocess.Popen(
            [sys.executable, "-c", CREATING], stdout=subprocess.PIPE, text=True
        ) as people:
            assert people.stdout is not None
            people.stdout.readline()
            told = _import(path, size)
            people.kill()
            samples = [json.loads(line) for line in people.stdout if line.strip()]
    yield Figure("import: memory", told["megabytes"], "MB", "<= 500", "none", 0)
    p95 = statistics.quantiles(samples, n=20)[-1] if len(samples) > 1 else samples[0]
    yield Figure("import: create meanwhile, p95", p95, "ms", "<= 500", "none", 0)
    rate = size / told["seconds"]
    yield Figure("import", rate, "rows/s", ">= 8000", "bare insert of the same rows", bare)


def _import(path: Path, size: int) -> dict[str, float]:
    said = subprocess.run(
        [sys.executable, "-c", IMPORTING, str(path)], stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    assert (told["created"], told["rejected"]) == (size, 0), told
    return told


def _bare_insert(path: Path) -> float:
    """The same cells as text into a table without index, a thousand to a transaction."""
    from django.db import connection, transaction

    from guanxi.platform.bulk import insert_rows

    columns = [f"c{place}" for place in range(len(HEADER))]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_bare ({', '.join(f'{c} text' for c in columns)})")
    started, rows = time.perf_counter(), 0
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        while chunk := list(islice(reader, 1_000)):
            with transaction.atomic():
                insert_rows("bench_bare", columns, chunk)
            rows += len(chunk)
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
    return rows / seconds
