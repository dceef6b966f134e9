import os
import signal
import subprocess
import sys
import time

import pytest

SUPERVISING = """
import sys
from guanxi.config.supervisor import Child, Supervisor
log, body = sys.argv[1:]
child = Child("child", [sys.executable, "-c", body, log], {}, ())
supervisor = Supervisor([child])
supervisor.start()
supervisor.look_after_children()
supervisor.stop()
print("stopped")
"""
LASTING = "import sys, os, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + LASTING


@pytest.fixture
def supervising(tmp_path):
    started = []

    def start(body):
        log = tmp_path / "pids"
        command = [sys.executable, "-c", SUPERVISING, str(log), body]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[0], log

    yield start
    for process in started:
        process.kill()
        process.wait()


def _pids(log, count):
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        pids = [int(line) for line in log.read_text().split()] if log.exists() else []
        if len(pids) >= count:
            return pids
        time.sleep(0.05)
    raise AssertionError(f"{count} starts were expected")


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_child_is_started_again(supervising):
    _, log = supervising(LASTING)
    [first] = _pids(log, 1)

    os.kill(first, signal.SIGKILL)

    assert _pids(log, 2)[1] != first


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_children_first(supervising, number):
    process, log = supervising(LASTING)
    [child] = _pids(log, 1)

    process.send_signal(number)

    assert process.communicate(timeout=20)[0] == "stopped\n"
    assert process.returncode == 0
    assert not _is_running(child)


@pytest.mark.slow
def test_a_child_that_will_not_stop_is_ended(supervising):
    process, log = supervising(STUBBORN)
    [child] = _pids(log, 1)

    process.terminate()

    process.wait(timeout=30)
    assert not _is_running(child)
