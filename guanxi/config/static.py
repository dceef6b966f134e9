"""An address for styles and scripts that changes when they do, so that browsers may keep them."""

import hashlib
import re
from pathlib import Path

PREFIX = "/static/"
VERSION_CHARACTERS = 12
VERSIONED = re.compile(rf"{PREFIX}[0-9a-f]{{{VERSION_CHARACTERS}}}/")


def static_url(root: Path) -> str:
    """The prefix of every static file, with a mark of what the files of this version hold."""
    mark = hashlib.sha256((root / "requirements.txt").read_bytes())
    for path in sorted(root.glob("guanxi/*/static/**/*")):
        if path.is_file():
            mark.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{PREFIX}{mark.hexdigest()[:VERSION_CHARACTERS]}/"


def is_immutable(_path: str, url: str) -> bool:
    """Whether the address names the version that the file belongs to."""
    return VERSIONED.match(url) is not None
