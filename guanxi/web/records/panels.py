"""Parts of a record page that a room supplies beside what its declaration gives."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.page_arranging import panel_part
from guanxi.platform.nouns.page import AS_DECLARED, PageOrder
from guanxi.platform.nouns.panels import Panel, panels_for
from guanxi.web.records.reading import Seen


@dataclass(frozen=True)
class Shown:
    """One panel with what its template is filled with."""

    panel: Panel
    context: dict[str, Any]


def panels_at(
    actor: Actor, seen: Seen, place: str, at: dt.datetime, order: PageOrder = AS_DECLARED
) -> list[Shown]:
    """The panels of a place that have something to show for this record, as arranged."""
    found = []
    by_part = {panel_part(one.key): one for one in panels_for(seen.noun.key, place)}
    for panel in (by_part[name] for name in order.arranged(by_part)):
        context = panel.context(actor, seen.record, at)
        if context is not None:
            found.append(Shown(panel, dict(context)))
    return found
