"""Everything that can be judged without running the product."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.harness.sizes import oversized

PYTHON = sys.executable
COMMANDS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "types": [PYTHON, "-m", "mypy", "guanxi", "tests"],
    "layers": [
        PYTHON,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
    "translations": [PYTHON, "manage.py", "translations", "--check"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def failed_checks() -> list[str]:
    """The names of the checks that fail, after printing what each has to say."""
    checks: dict[str, Callable[[], str]] = {"sizes": _sizes}
    checks |= {name: partial(_said, command) for name, command in COMMANDS.items()}
    return [name for name, check in checks.items() if not _passes(name, check)]


def _passes(name: str, check: Callable[[], str]) -> bool:
    started = time.monotonic()
    complaint = check()
    seconds = time.monotonic() - started
    print(f"{'FAILED' if complaint else 'ok':>6}  {name} ({seconds:.1f} s)", flush=True)
    if complaint:
        print(complaint, flush=True)
    return not complaint


def _sizes() -> str:
    return "\n".join(oversized())


def _said(command: list[str]) -> str:
    """What a failing command printed; nothing when it succeeds."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip() or f"exit status {done.returncode}"


if __name__ == "__main__":
    sys.exit(1 if failed_checks() else 0)
