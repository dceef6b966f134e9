"""Idle memory of the processes that serve the demo company, after somebody has looked around."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks._frame import Figure

SIZE = 2_000
BAR_MB = 350
IDLE_SECONDS = 30
PAGES = ["/", "/account/", "/account/?sort=name", "/account/1/", "/person/", "/order/", "/insight/"]
BARE = "import django, time; django.setup(); print(flush=True); time.sleep(3600)"


def measure(size: int) -> Iterator[Figure]:
    """Proportional memory of web and worker together; a process that only loads as the baseline."""
    port = _free_port()
    with _running([sys.executable, "-m", "guanxi.config.serve"], GUANXI_PORT=str(port)) as server:
        _look_around(f"http://localhost:{port}", _password(server))
        time.sleep(IDLE_SECONDS)
        parts = {role: _megabytes(pid) for pid, role in _children(server.pid).items()}
    print({role: round(megabytes) for role, megabytes in parts.items()}, file=sys.stderr)
    with _running([sys.executable, "-c", BARE]) as bare:
        bare.stdout.readline()
        baseline = _megabytes(bare.pid)
    yield Figure(
        "memory",
        sum(parts.values()),
        "MB",
        f"at most {BAR_MB}",
        "one process that has loaded Django and every room, and does nothing",
        baseline,
    )


@contextmanager
def _running(command: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _password(server: subprocess.Popen[str]) -> str:
    """The demo people's password, read from what the server prints when it is ready."""
    found = ""
    for line in server.stdout or ():
        found = found or "".join(re.findall(r"password +(\S+)", line))
        if "Ctrl-C" in line:
            return found
    raise RuntimeError("the server did not start")


def _look_around(address: str, password: str) -> None:
    with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as browser:
        form = browser.get("/sign-in/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        filled = {"login": "admin", "password": password, "csrfmiddlewaretoken": token.group(1)}
        browser.post("/sign-in/", data=filled).raise_for_status()
        for page in PAGES * 3:
            browser.get(page).raise_for_status()


def _children(parent: int) -> dict[int, str]:
    """The processes that the supervisor started, by what they are for."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 2) for line in listed.splitlines())
    return {int(pid): args.split()[-1] for pid, of, args in rows if int(of) == parent}


def _megabytes(pid: int) -> float:
    """Private memory plus a fair share of what is shared, where the system tells; else resident."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if rollup.exists():
        kilobytes = re.search(r"^Pss:\s+(\d+)", rollup.read_text(), re.MULTILINE)
        return int(kilobytes.group(1)) / 1024 if kilobytes else 0.0
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True)
    return int(shown.stdout) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
