"""Where this installation keeps what is its own."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """The folder that holds everything of this firm: database, files, warehouse, keys."""
    folder = Path(os.environ.get("GUANXI_DATA") or ROOT / "data").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
