"""A refresh that is killed in the middle does no harm, and the next one does the work."""

import json
import subprocess
import sys
from pathlib import Path

from guanxi.warehouse.build import Request
from guanxi.warehouse.engine import Limits, writing
from guanxi.warehouse.extraction import House
from guanxi.warehouse.refresh import roll_ups

ENDLESS = "SELECT MAX(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b"


def killed_in(books, folder: Path, script: str) -> None:
    """A build in a process of its own, killed by force when it says that the script began."""
    request = Request(
        source=books.url,
        file=str(folder / "warehouse.duckdb"),
        house=House(
            "Asia/Shanghai",
            "CNY",
            "2025-06-01",
            *roll_ups(),
        ),
        at="2025-06-01T10:00:00+00:00",
        scripts=(("endless", script),),
    )
    command = [sys.executable, "-m", "guanxi.warehouse.build"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(request.text())
        process.stdin.close()
        for line in process.stdout:
            if json.loads(line) == {"step": "endless"}:
                process.kill()
    assert process.returncode == -9


def test_a_killed_refresh_leaves_the_last_one_and_the_next_completes(books, refresh, ask, tmp_path):
    books.account(1)
    books.order(10, 1, "2025-01-05")
    books.line(100, 10, 5_000)
    refresh()
    books.line(101, 10, 700)
    killed_in(books, tmp_path, ENDLESS)
    assert ask("SELECT SUM(revenue) FROM purchase_day") == [(5_000,)]
    refresh()
    assert ask("SELECT SUM(revenue) FROM purchase_day") == [(5_700,)]
    assert sorted(path.name for path in tmp_path.glob("warehouse.*")) == [
        "warehouse.duckdb",
        "warehouse.lock",
    ]


def test_the_first_refresh_may_be_killed_too(books, refresh, ask, tmp_path):
    books.account(1)
    killed_in(books, tmp_path, ENDLESS)
    assert not (tmp_path / "warehouse.duckdb").exists()
    refresh()
    assert ask("SELECT COUNT(*) FROM dim_customer") == [(1,)]


def test_past_its_memory_the_warehouse_spills_to_the_folder_it_was_given(tmp_path):
    spill = tmp_path / "spill"
    limits = Limits(memory="60MB", spill=str(spill))
    sort = "CREATE TABLE t AS SELECT hash(range) AS h FROM range(8000000) ORDER BY h"
    with writing(tmp_path / "warehouse.duckdb", limits) as connection:
        connection.execute(sort)
        assert connection.execute("SELECT COUNT(*) FROM t").fetchall() == [(8_000_000,)]
        assert spill.exists()
