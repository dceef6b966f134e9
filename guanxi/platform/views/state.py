"""What a list shows, as one value that fits in an address, a saved view and a REST call."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from guanxi.platform.errors import InvalidFilter
from guanxi.platform.records.reading import ListQuery

LAYOUTS = ("", "board", "calendar")
DENSITIES = ("", "compact", "roomy")
LONGEST = 8_000
_KEYS = {
    "filter": "f",
    "text": "q",
    "sort": "s",
    "columns": "c",
    "group": "g",
    "density": "d",
    "layout": "l",
}


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

    def query(self, limit: int = 50, cursor: str = "") -> ListQuery:
        """The reading of one page of it."""
        return ListQuery(self.filter, self.sort, self.columns, limit, cursor, self.text)


def written_state(state: ViewState) -> str:
    """The state as compact JSON for an address; parts that say nothing are left out."""
    said = {_KEYS[name]: value for name, value in asdict(state).items() if value}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode() if said else ""


def read_state(text: str) -> ViewState:
    """The state that an address holds; InvalidFilter when it is none."""
    if not text:
        return ViewState()
    try:
        said = orjson.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        said = None
    if not isinstance(said, dict) or set(said) - set(_KEYS.values()):
        raise InvalidFilter(_("This address is damaged; open the list anew."))
    return state_from({name: said[key] for name, key in _KEYS.items() if key in said})


def state_from(parts: Mapping[str, Any]) -> ViewState:
    """The state with the given parts, each of its own type; InvalidFilter when one is not."""
    columns = parts.get("columns", ())
    state = ViewState(**{**parts, "columns": tuple(columns) if _is_list(columns) else columns})
    words = (state.text, state.sort, state.group, state.density, state.layout)
    is_sound = (
        isinstance(state.filter, Mapping)
        and isinstance(state.columns, tuple)
        and all(isinstance(word, str) for word in (*words, *state.columns))
        and state.layout in LAYOUTS
        and state.density in DENSITIES
    )
    if not is_sound:
        raise InvalidFilter(_("This address is damaged; open the list anew."))
    return state


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
