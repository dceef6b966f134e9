"""The tabs of a record: its related lists, files and history, as arranged for who looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guanxi.platform.custom.page_arranging import FILES, HISTORY, list_part
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.page import PageOrder
from guanxi.web.records.reading import Seen
from guanxi.web.records.related import RelatedList


@dataclass(frozen=True)
class Tab:
    """One tab beside the overview, with how much it holds."""

    name: str
    label: Label
    href: str
    count: int = 0


@dataclass(frozen=True)
class Tabs:
    """What stands as tabs, and the lists behind them: those with rows, and those without."""

    shown: list[Tab]
    lists: list[RelatedList]
    empty: list[RelatedList]


def tabs_of(
    seen: Seen,
    order: PageOrder,
    listed: Sequence[tuple[RelatedList, int]],
    files: int,
    current: str,
) -> Tabs:
    """The tabs in their order; the ``current`` one is among them wherever it was put."""
    parts = {list_part(one.name): (one, count) for one, count in listed}
    names = order.arranged([*parts, FILES, HISTORY])
    fixed = {
        FILES: Tab("files", _("Files"), f"{seen.href}files/", files),
        HISTORY: Tab("history", _("History"), f"{seen.href}history/"),
    }
    shown: list[Tab] = []
    for name in [*names, *(one for one in [*parts, FILES, HISTORY] if one not in names)]:
        one, count = parts.get(name, (None, 0))
        tab = _list_tab(seen, one, count) if one else fixed[name]
        is_due = name in names and (count or one is None)
        if is_due or tab.name == current:
            shown.append(tab)
    found = [parts[name] for name in names if name in parts]
    return Tabs(
        shown, [one for one, count in found if count], [one for one, count in found if not count]
    )


def _list_tab(seen: Seen, one: RelatedList, count: int) -> Tab:
    return Tab(one.name, one.label, f"{seen.href}related/{one.name}/", count)
