"""What a list shows, as it stands in its address."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.http import QueryDict

from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.reading import ListQuery
from guanxi.web.filters.editing import read_filter, written
from guanxi.web.models import SavedView

PAGE = 50
LAYOUTS = ("board", "calendar")


@dataclass(frozen=True)
class ListState:
    """A list's view, filter, sort, columns, search text and page; every change is an address."""

    base: str
    view: int = 0
    filter: dict[str, Any] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    text: str = ""
    cursor: str = ""
    layout: str = ""

    def but(self, **changes: Any) -> "ListState":
        """The same state with ``changes``, back on its first page."""
        changed: dict[str, Any] = {"cursor": "", **changes}
        return replace(self, **changed)

    @property
    def query(self) -> ListQuery:
        """The reading of one page."""
        return ListQuery(self.filter, self.sort, self.columns, PAGE, self.cursor, self.text)

    @property
    def parameters(self) -> dict[str, str]:
        """What stands after the question mark; parts that say nothing are left out."""
        given = {
            "view": str(self.view) if self.view else "",
            "filter": written(self.filter) or "{}",
            "sort": self.sort,
            "columns": ",".join(self.columns),
            "q": self.text,
            "at": self.cursor,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def href(self) -> str:
        """The address of this state."""
        path = self.base + (f"{self.layout}/" if self.layout else "")
        return f"{path}?{urlencode(self.parameters)}"

    @property
    def token(self) -> str:
        """The address as a part of another address."""
        return quote(self.href, safe="")

    def differs_from(self, view: SavedView) -> bool:
        """Whether something was changed since the view was opened."""
        return (
            self.filter != view.filter
            or self.sort != view.sort
            or list(self.columns) != list(view.columns)
        )


def state_of(noun: Noun[Any], given: QueryDict, view: SavedView | None, layout: str) -> ListState:
    """The state in an address; what it leaves unsaid comes from the view, then the noun."""
    state = ListState(
        base=f"/{noun.key}/",
        view=view.pk if view else 0,
        filter=dict(view.filter if view else noun.default_filter),
        sort=view.sort if view else "",
        columns=tuple(view.columns) if view else (),
        text=given.get("q", ""),
        cursor=given.get("at", ""),
        layout=layout,
    )
    if "filter" in given:
        state = replace(state, filter=read_filter(given.get("filter", "")))
    columns = given.get("columns", "")
    if columns:
        state = replace(state, columns=tuple(columns.split(",")))
    return replace(state, sort=given.get("sort", "") or state.sort)


def state_in(noun: Noun[Any], href: str) -> ListState:
    """The state that an address of the list describes, whatever view it came from."""
    parts = urlsplit(href)
    given = QueryDict(parts.query)
    layout = parts.path.removeprefix(f"/{noun.key}/").strip("/")
    state = state_of(noun, given, None, layout if layout in LAYOUTS else "")
    view = given.get("view", "")
    return replace(state, view=int(view)) if view.isdigit() else state
