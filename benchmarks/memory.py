"""Idle memory of the processes that serve a demo company, after a few pages were asked for."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks._frame import Figure

SIZE = 1
BAR_MB = 350
PAGES = ["/sign-in/", "/"]
BARE = "import django, uvicorn; django.setup(); import time; time.sleep(60)"


def measure(size: int) -> Iterator[Figure]:
    """Proportional memory of web and worker together; a bare Django process as the baseline."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "guanxi.config.serve"],
        env=os.environ | {"GUANXI_PORT": str(port), "GUANXI_WEB_WORKERS": "1"},
        stdout=sys.stderr,
    )
    bare = subprocess.Popen([sys.executable, "-c", BARE])
    try:
        _visit(f"http://127.0.0.1:{port}")
        time.sleep(5)
        children = _children(server.pid)
        parts = {role: _megabytes(pid) for pid, role in children.items()}
        print(parts, file=sys.stderr)
        yield Figure(
            "memory",
            sum(parts.values()),
            "MB",
            f"at most {BAR_MB} MB",
            "a process that has only loaded Django and its apps",
            _megabytes(bare.pid),
        )
    finally:
        bare.kill()
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _visit(address: str) -> None:
    deadline = time.monotonic() + 300
    for page in PAGES * 5:
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(address + page, timeout=10).read()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)


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
