"""bin/test: checks, then tests on each database, then journeys in a browser."""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness import postgres
from tests.harness.places import quick_folder

NO_TESTS = 5
# How often `--all` calls each operation of the API with something made up; six times otherwise.
FUZZ_EXAMPLES = "40"
LEFT_TO_ALL = "slow tests, and on PostgreSQL what every database says alike: bin/test --all"
# Who is done first takes half of what another has left.
WORKERS = ["--dist", "worksteal", "-n"]
# A journey waits for its browser, and leaves room for a third.
TESTING, TRAVELLING = "2", "3"
JOURNEYS = "tests/journeys"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main(arguments: list[str]) -> int:
    """Runs all that this machine can run; 0 when nothing failed."""
    slow = "" if "--all" in arguments else " and not slow"
    if not slow:
        os.environ.setdefault("GUANXI_FUZZ_EXAMPLES", FUZZ_EXAMPLES)
    chosen = [argument for argument in arguments if argument != "--all"]
    total: Counter[str] = Counter()
    left_out = [] if not slow else [LEFT_TO_ALL]
    # What the warehouse computes and a page says of it does not come from the books' database.
    once = " and not alike" if slow else ""

    # Most of the checks is one program on one core: the tests have what it leaves.
    with _checks() as checks:
        total += _tests("SQLite", ["-m", f"not browser{slow}", *chosen])
    total["failed"] += len(checks)

    if postgres.binaries():
        with postgres.server() as url:
            marks = ["-m", f"not browser{slow}{once}", *chosen]
            total += _tests("PostgreSQL", marks, DATABASE_URL=url)
    else:
        left_out.append("PostgreSQL: no server is installed")
    if _browser():
        where = [] if _names_places(chosen) else [JOURNEYS]
        marks = ["-m", f"browser{slow}", *chosen, *where]
        total += _tests("Chromium", marks, TRAVELLING, GUANXI_BROWSER=_browser())
    else:
        left_out.append("journeys in a browser: Chromium is not installed")
    return _close(total, checks, left_out)


@contextmanager
def _checks() -> Iterator[list[str]]:
    """Run bin/check beside the block and print what it said; whether it failed is known then."""
    failed: list[str] = []
    with tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "tests.harness.checks"]
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield failed
        finally:
            code = running.wait()
            said.seek(0)
            print(f"\nChecks\n{said.read()}", flush=True)
        if code:
            failed.append("bin/check")


def _tests(
    title: str, arguments: list[str], workers: str = TESTING, **environment: str
) -> Counter[str]:
    """What one pytest run counted."""
    print(f"\n{title}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="guanxi-tests-", dir=quick_folder()))
    report = folder / "report.xml"
    begin = [sys.executable, "-m", "pytest", *WORKERS, workers, f"--junitxml={report}"]
    command = [*begin, *arguments]
    base = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, env=base | environment | {"TMPDIR": str(folder)})
    counted = _counted(report)
    if done.returncode not in (0, NO_TESTS) and not counted["failed"]:
        counted["failed"] = 1
    shutil.rmtree(folder, ignore_errors=True)
    return counted


def _names_places(arguments: list[str]) -> bool:
    """Whether some argument is a file, a folder or a test in a file."""
    return any(Path(one.partition("::")[0]).exists() for one in arguments)


def _counted(report: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    if not report.exists():
        return counted
    for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 - written by our own run
        numbers = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors")}
        failed, skipped = numbers["failures"] + numbers["errors"], int(suite.get("skipped", "0"))
        counted["failed"] += failed
        counted["skipped"] += skipped
        counted["passed"] += numbers["tests"] - failed - skipped
    return counted


def _browser() -> str:
    named = os.environ.get("GUANXI_BROWSER", "")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), "")


def _close(total: Counter[str], failing: list[str], left_out: list[str]) -> int:
    print()
    for reason in left_out:
        print(f"Left out: {reason}.")
    if failing:
        print(f"Checks that failed: {', '.join(failing)}.")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
