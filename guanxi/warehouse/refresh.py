"""Refreshing this installation's warehouse from its database."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.utils import timezone

from guanxi.warehouse.build import BUSY_EXIT, FULL_EXIT, Progress, Report, Request, build
from guanxi.warehouse.data_tests import StarBroken
from guanxi.warehouse.django_source import DjangoSource
from guanxi.warehouse.engine import Limits, WarehouseBusy
from guanxi.warehouse.extraction import House
from guanxi.warehouse.noting import forget
from guanxi.warehouse.spark import Cluster, missing
from guanxi.warehouse.stages import Stages

SQL = Path(__file__).parent / "sql"


def warehouse_file() -> Path:
    """The DuckDB file of this installation."""
    return Path(settings.WAREHOUSE_FILE)


def refresh(
    scripts: Sequence[tuple[str, str]],
    progress: Progress,
    *,
    at: datetime,
    fresh: bool = False,
    tests: Sequence[tuple[str, str, str, str]] = (),
    elsewhere: Sequence[tuple[str, str, str, tuple[str, ...]]] = (),
) -> Report:
    """Bring the warehouse in step with the books and run the scripts on it, all or nothing.

    `tests` are rows of DataTest that must find nothing in what the scripts made; `elsewhere` as in
    Request, for the engine that the settings choose. Raises
    WarehouseBusy while another refresh is under way, StarBroken where a test fails even after
    everything was read anew.
    """
    request = Request(
        source=source_url(),
        file=str(warehouse_file()),
        house=_house(at),
        at=at.isoformat(),
        scripts=tuple(scripts),
        tests=tuple(tests),
        elsewhere=tuple(elsewhere),
        cluster=cluster(),
        fresh=fresh,
        limits=limits(),
    )
    if request.source:
        report = _build_apart(request, progress)
    else:
        report = build(request, DjangoSource(), progress)
    forget(report.notes, report.token)
    return report


def cluster() -> Cluster | None:
    """Where Spark computes the measures; None where DuckDB does, as it does unless told."""
    chosen = os.environ.get("GUANXI_WAREHOUSE_ENGINE", "duckdb")
    if chosen not in {"duckdb", "spark"}:
        raise ImproperlyConfigured(f"GUANXI_WAREHOUSE_ENGINE={chosen}: duckdb or spark")
    if chosen == "duckdb":
        return None
    if wanted := missing():
        raise ImproperlyConfigured(f"GUANXI_WAREHOUSE_ENGINE=spark: {wanted}")
    return Cluster(
        master=os.environ.get("GUANXI_SPARK_MASTER", "local[*]"),
        folder=os.environ.get("GUANXI_SPARK_FOLDER", str(warehouse_file().with_suffix(".spark"))),
    )


def limits() -> Limits:
    """What the warehouse may take of this machine, as its settings say."""
    usual = Limits()
    return Limits(
        memory=os.environ.get("GUANXI_WAREHOUSE_MEMORY", usual.memory),
        threads=int(os.environ.get("GUANXI_WAREHOUSE_THREADS", usual.threads)),
        spill=os.environ.get("GUANXI_WAREHOUSE_SPILL", usual.spill),
        spill_size=os.environ.get("GUANXI_WAREHOUSE_SPILL_SIZE", usual.spill_size),
    )


def purchase_day_query() -> str:
    """The query that rolls order lines up by customer and day."""
    return purchase_day_stages().query({})


def purchase_day_stages() -> Stages:
    """The stages of that query."""
    return Stages.read(SQL / "purchase_day.sql")


def category_day_stages() -> Stages:
    """The stages of the query that sums order lines by customer, day and category."""
    return Stages.read(SQL / "category_day.sql")


@cache
def roll_ups() -> tuple[str, str]:
    """The queries of daily purchases and of the sums by category."""
    return purchase_day_query(), category_day_stages().query({})


def source_url() -> str:
    """Where ADBC finds the books; empty when only this process sees them as they are.

    That is so inside a transaction, and for a database in memory.
    """
    if connections["default"].in_atomic_block:
        return ""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        name = str(database["NAME"])
        return "" if "memory" in name else f"sqlite:///{Path(name).resolve()}"
    return postgresql_url(database)


def postgresql_url(database: Mapping[str, Any]) -> str:
    """The address of the books with all that its settings say, such as ``sslmode``."""
    name, options = quote(str(database["NAME"])), dict(database["OPTIONS"])
    login = ":".join(quote(database[one], safe="") for one in ("USER", "PASSWORD"))
    login = f"{login}@" if database["USER"] else ""
    host, port = database["HOST"], database["PORT"] or 5432
    place = f"{host or 'localhost'}:{port}"
    if host.startswith("/"):
        place, options = "", {"host": host, "port": port, **options}
    asked = f"?{urlencode(options, quote_via=quote)}" if options else ""
    return f"postgresql://{login}{place}/{name}{asked}"


def _house(at: datetime) -> House:
    today = at.astimezone(timezone.get_default_timezone()).date().isoformat()
    return House(settings.TIME_ZONE, settings.BASE_CURRENCY, today, *roll_ups())


def _build_apart(request: Request, progress: Progress) -> Report:
    command = [sys.executable, "-m", "guanxi.warehouse.build"]
    environment = os.environ | {
        "PYTHONPATH": str(settings.ROOT_FOLDER),
        # Its threads spin while they wait, on cores that DuckDB and the server need.
        "OPENBLAS_NUM_THREADS": "1",
    }
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise OSError("the build has no pipes")
        process.stdin.write(request.text())
        process.stdin.close()
        try:
            report = _follow(process.stdout, progress)
        except BaseException:
            process.kill()
            raise
    if process.returncode == BUSY_EXIT:
        raise WarehouseBusy(request.file)
    if process.returncode == FULL_EXIT:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), request.file)
    if process.returncode or report is None:
        raise subprocess.CalledProcessError(process.returncode, command)
    return report


def _follow(lines: Iterable[str], progress: Progress) -> Report | None:
    for line in lines:
        told = json.loads(line)
        if "report" in told:
            return Report(**told["report"])
        if "broken" in told:
            raise StarBroken(told["broken"])
        progress(told["step"])
    return None
