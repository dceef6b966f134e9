"""What a list shows, as one value that a saved view keeps and an address describes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LAYOUTS = ("", "board", "calendar", "gantt")


@dataclass(frozen=True)
class ViewState:
    """Filter, search text, sort, columns, grouping, density and layout of a list."""

    filter: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    group: str = ""
    density: str = ""
    layout: str = ""
