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
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=PATIENCE)
        command = [python, "-m", "pip", "install", "-qq", "--prefer-binary", *requirement.split()]
        subprocess.run(command, check=True, timeout=PATIENCE, stdout=sys.stderr)
    except (subprocess.SubprocessError, OSError) as failed:
        print(f"{name} is left out, as it cannot be installed here: {failed}", file=sys.stderr)
        return None
    (folder / "ready").touch()
    return python


def in_turn(contenders: dict[str, list[str]], rounds: int = 3) -> dict[str, Ran]:
    """Each contender's median run; they take turns, so that the machine is the same for all."""
    runs: dict[str, list[Ran]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, command in contenders.items():
            ran = run(command)
            if ran:
                runs[name].append(ran)
                print(name, ran, file=sys.stderr)
    return {name: _middle(found) for name, found in runs.items() if found}


def run(command: list[str]) -> Ran | None:
    """One run of a contender, which prints a line of JSON; None when it fails."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        print(" ".join(map(str, command[1:])), done.stderr[-600:], file=sys.stderr)
        return None
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Ran(told.pop("seconds"), told.pop("megabytes"), told)


def _middle(runs: list[Ran]) -> Ran:
    seconds = statistics.median(one.seconds for one in runs)
    return Ran(seconds, statistics.median(one.megabytes for one in runs), runs[0].told)
