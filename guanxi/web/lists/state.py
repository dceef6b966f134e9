"""What a list shows, as it stands in its address."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.http import HttpRequest, QueryDict

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.versions import version_of
from guanxi.platform.given import whole_number
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.records.conditions import named_in
from guanxi.platform.records.prepared import kept_for
from guanxi.platform.records.reading import ListQuery, may_ask_by
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import state_of_view
from guanxi.platform.views.state import ViewState
from guanxi.web.filters.editing import read_filter, written

PAGE = 50
LAYOUTS = ("board", "calendar", "gantt")
NONE = "none"


@dataclass(frozen=True)
class ListState:
    """What a list shows, in which view, on which page; every change is an address.

    ``group`` names the field that rows are grouped by, ``opened`` the groups that stand open and
    ``shut`` those that do not, where they would by themselves, as on a board.
    """

    base: str
    view: int = 0
    filter: dict[str, Any] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    text: str = ""
    cursor: str = ""
    layout: str = ""
    group: str = ""
    opened: tuple[str, ...] = ()
    shut: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "ListState":
        """The same state with ``changes``, back on its first page."""
        changed: dict[str, Any] = {"cursor": "", **changes}
        return replace(self, **changed)

    @property
    def query(self) -> ListQuery:
        """The reading of one page."""
        return ListQuery(self.filter, self.sort, self.columns, PAGE, self.cursor, self.text)

    @cached_property
    def kept(self) -> ViewState:
        """What a saved view keeps of it."""
        return ViewState(
            filter=self.filter,
            text=self.text,
            sort=self.sort,
            columns=self.columns,
            group=self.group,
            layout=self.layout,
        )

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """What stands after the question mark; parts that say nothing are left out."""
        given: dict[str, Any] = {
            "view": str(self.view) if self.view else "",
            "filter": written(self.filter) or "{}",
            "sort": self.sort,
            "columns": ",".join(self.columns),
            "group": self.group,
            "open": list(self.opened),
            "shut": list(self.shut),
            "q": self.text,
            "at": self.cursor,
        }
        return {name: value for name, value in given.items() if value}

    @cached_property
    def href(self) -> str:
        """The address of this state."""
        path = self.base + (f"{self.layout}/" if self.layout else "")
        return f"{path}?{urlencode(self.parameters, doseq=True)}"

    @property
    def plain_href(self) -> str:
        """The address of the view as it was kept, or of everything."""
        path = self.base + (f"{self.layout}/" if self.layout else "")
        return f"{path}?view={self.view}"

    def sorted_by(self, sort: str) -> str:
        """The address of the first page in another order."""
        return f"{self._unsorted}&sort={quote(sort)}"

    @cached_property
    def _unsorted(self) -> str:
        return self.but(sort="").href

    @cached_property
    def token(self) -> str:
        """The address as a part of another address."""
        return quote(self.href, safe="")

    def differs_from(self, view: SavedView) -> bool:
        """Whether something was changed since the view was opened."""
        return self.kept != replace(state_of_view(view), layout=self.layout, density="")


def standard_filter(actor: Actor, noun: Noun[Any], layout: str = "") -> dict[str, Any]:
    """What a noun is narrowed to at first, if the actor may ask by it.

    A board is not narrowed by what its lanes go by: all but one of them would be empty. Nor is a
    calendar: what is done stays on its day.
    """
    standard = dict(noun.default_filter)
    if layout in LAYOUTS and noun.board is not None and noun.board.by in named_in(standard):
        return {}
    return standard if may_ask_by(actor, noun, *named_in(standard)) else {}


def state_of(
    noun: Noun[Any],
    given: QueryDict,
    view: SavedView | None,
    layout: str,
    standard: dict[str, Any] | None = None,
) -> ListState:
    """The state in an address; what it leaves unsaid comes from the view, then the noun."""
    first = dict(noun.default_filter) if standard is None else standard
    kept = state_of_view(view) if view else ViewState(filter=first)
    state = ListState(
        base=f"/{noun.key}/",
        view=view.pk if view else 0,
        filter=dict(kept.filter),
        sort=given.get("sort", "") or kept.sort,
        columns=tuple(filter(None, given.get("columns", "").split(","))) or kept.columns,
        text=given.get("q", kept.text),
        cursor=given.get("at", ""),
        layout=layout,
        group=given.get("group", kept.group),
        opened=tuple(given.getlist("open")),
        shut=tuple(given.getlist("shut")),
    )
    if "filter" in given:
        state = replace(state, filter=read_filter(given.get("filter", "")))
    return replace(state, group="") if state.group == NONE else state


@dataclass(frozen=True)
class _Opened:
    actor: Actor
    state: ListState


def opened_state(
    request: HttpRequest, actor: Actor, noun: Noun[Any], view: SavedView | None
) -> ListState:
    """The state of the list that is asked for; of an address met before the very same."""
    asked = (
        "state",
        request.META.get("QUERY_STRING", ""),
        view.pk if view else 0,
        version_of("views"),
    )

    def opened() -> _Opened:
        return _Opened(actor, state_of(noun, request.GET, view, "", standard_filter(actor, noun)))

    return kept_for(actor, noun, asked, opened).state


def state_in(noun: Noun[Any], href: str) -> ListState:
    """The state that an address of the list describes, whatever view it came from."""
    parts = urlsplit(href)
    given = QueryDict(parts.query)
    layout = parts.path.removeprefix(f"/{noun.key}/").strip("/")
    state = state_of(noun, given, None, layout if layout in LAYOUTS else "")
    view = whole_number(given.get("view"))
    return replace(state, view=view) if view is not None else state
