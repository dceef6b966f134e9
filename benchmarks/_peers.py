"""Libraries that do the same job, in an environment of the benchmark's own."""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 900
_absent: dict[str, str] = {}


@dataclass(frozen=True)
class Ran:
    """What one contender took, in a process of its own: seconds of the job and peak memory."""

    seconds: float
    megabytes: float
    told: dict[str, object]


def peer_python(name: str, requirement: str) -> Path | None:
    """The Python of an environment that holds the peer; None, plainly said, if it cannot be had."""
    folder = Path(os.environ["GUANXI_DATA"]) / f"peer-{name}"
    python = folder / "bin" / "python"
    if (folder / "ready").exists():
        return python
    print(f"installing {requirement} into an environment of its own …", file=sys.stderr)
    empty = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq"]
    for command in (empty, [*pip, "--prefer-binary", *requirement.split()]):
        if why := _refusal(command):
            _absent[name] = f"{requirement} cannot be installed here: {why}"
            print(f"{name} is left out: {_absent[name]}", file=sys.stderr)
            return None
    (folder / "ready").touch()
    return python


def absent_peers() -> str:
    """Who was to be measured beside us and was not, with the reason and what helps; or nothing."""
    if not _absent:
        return ""
    told = "; ".join(f"{name} is missing, as {why}" for name, why in _absent.items())
    return f"{told}. It takes a package index that pip reaches (PIP_INDEX_URL, or a proxy)."


def _refusal(command: list[str]) -> str:
    """Why the command failed, in its own last words; nothing where it did not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"no end after {PATIENCE} seconds"
    except OSError as failed:
        return str(failed)
    said = (done.stderr or done.stdout).strip().splitlines() or [f"it ended with {done.returncode}"]
    return said[-1] if done.returncode else ""


def in_turn(contenders: dict[str, list[str]], rounds: int = 3) -> dict[str, Ran]:
    """Each contender's median run; they take turns, so that the machine is the same for all."""
    runs: dict[str, list[Ran]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, command in contenders.items():
            ran = run(command)
            if ran:
                runs[name].append(ran)
                print(name, ran, file=sys.stderr)
    if not runs.get("ours", ["of others"]):
        raise SystemExit("Our own runs came to no end; what they said is above.")
    return {name: _middle(found) for name, found in runs.items() if found}


def run(command: list[str]) -> Ran | None:
    """One run of a contender, which prints a line of JSON; None when it fails."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        print(" ".join(map(str, command[1:])), done.stderr[-600:], file=sys.stderr)
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        _absent[command[2]] = f"its run ended with {done.returncode}: {last}"
        return None
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Ran(told.pop("seconds"), told.pop("megabytes"), told)


def _middle(runs: list[Ran]) -> Ran:
    seconds = statistics.median(one.seconds for one in runs)
    return Ran(seconds, statistics.median(one.megabytes for one in runs), runs[0].told)
