"""How long a file may be before it has to become two."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

LIMITS = {".py": 300, ".html": 80, ".css": 200, ".js": 120}


def oversized() -> Iterator[str]:
    """One line for each file of the repository that is longer than its kind may be."""
    for path in _files():
        limit = LIMITS.get(path.suffix)
        if limit is None or "migrations" in path.parts or not path.exists():
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            yield f"{path}: {lines} lines, the limit is {limit}"


def _files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [Path(name) for name in listed.split("\0") if name]
