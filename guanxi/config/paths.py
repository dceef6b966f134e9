"""Where this installation keeps what is its own."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """The folder that holds everything of this firm: database, files, warehouse, keys."""
    folder = Path(os.environ.get("GUANXI_DATA") or ROOT / "data").expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_place(folder, error.strerror or str(error)) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _no_place(folder, "Permission denied")
    return folder


def arrivals_folder(data: Path) -> Path:
    """Where uploads lie until they have wholly arrived; the disk of the data is the large one."""
    folder = data / "arriving"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _no_place(folder: Path, reason: str) -> SystemExit:
    return SystemExit(f"Cannot keep data in {folder}: {reason}. GUANXI_DATA names another folder.")
