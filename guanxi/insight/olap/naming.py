"""What the members of a dimension are called, for a reader who may see them."""

import datetime as dt
from collections.abc import Iterable, Mapping

from dateutil.relativedelta import relativedelta
from django.utils.dates import MONTHS_3
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guanxi.insight.measures import Class
from guanxi.insight.olap.dimensions import Dimension
from guanxi.insight.olap.spans import DAY, Span
from guanxi.insight.olap.state import OTHERS, TOTAL, UNKNOWN
from guanxi.insight.registry import measure_named
from guanxi.insight.wording import day
from guanxi.platform.actors.actor import Actor
from guanxi.platform.glossary.saying import texts_said
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.titles import titles

CUT = "*"
LENGTHS = {
    "year": relativedelta(years=1),
    "quarter": relativedelta(months=3),
    "month": relativedelta(months=1),
    "week": relativedelta(weeks=1),
}
Names = Mapping[str, str]


def names_of(actor: Actor, dimension: Dimension, members: Iterable[str]) -> Names:
    """The names by member; a record that the actor may not see keeps its name to itself."""
    keys = list(dict.fromkeys(members))
    plain = [key for key in keys if key not in (UNKNOWN, OTHERS, TOTAL)]
    named = dict(zip(plain, _named(actor, dimension, plain), strict=True))
    return named | {
        UNKNOWN: pgettext("member of a dimension", "Unknown"),
        OTHERS: pgettext("members of a dimension", "Others"),
        TOTAL: pgettext("of a table", "Total"),
    }


def order_of(dimension: Dimension) -> list[str] | None:
    """The members in their own order, where the dimension has one."""
    if dimension.kind == "class":
        return [str(one.key) for one in _classes(dimension)]
    return None


def _named(actor: Actor, dimension: Dimension, keys: list[str]) -> list[str]:
    if dimension.is_period:
        return [period_name(dimension.key, dt.date.fromisoformat(key)) for key in keys]
    if dimension.kind == "class":
        labels = {str(one.key): str(one.label) for one in _classes(dimension)}
        return [labels.get(key, key) for key in keys]
    if dimension.kind == "choice":
        options = noun_named(dimension.field[0]).field(dimension.field[1]).options
        return [str(options.get(key, key)) for key in keys]
    if dimension.kind == "record":
        found = titles(actor, dimension.target, {int(key) for key in keys})
        unseen = _("Not visible to you")
        return [str(found.get(int(key), unseen)) for key in keys]
    return list(texts_said(*dimension.field, keys).values())


def _classes(dimension: Dimension) -> tuple[Class, ...]:
    measure = measure_named(dimension.table.removeprefix("measure_"))
    return measure.segments if dimension.column == "segment" else measure.classes


def with_cut_marked(dimension: Dimension, names: Names, span: Span) -> Names:
    """The names, with a star at each period of which only a part lies within the span."""
    length = LENGTHS.get(dimension.key) if dimension.is_period else None
    if length is None:
        return names
    return {
        key: name + CUT if key[:1].isdigit() and _is_cut(key, length, span) else name
        for key, name in names.items()
    }


def _is_cut(key: str, length: relativedelta, span: Span) -> bool:
    first = dt.date.fromisoformat(key)
    last = first + length - DAY
    return bool((span.first and first < span.first) or (span.last and last > span.last))


def months_name(first: dt.date, months: int) -> str:
    """A period of so many months as people write it; its first day where it has no name."""
    grain = {1: "month", 3: "quarter", 12: "year"}.get(months, "")
    return period_name(grain, first) if grain else day(first)


def period_name(grain: str, first: dt.date) -> str:
    """A period as people write it: 2026, 2026 Q3, Jul 2026, the week of a day."""
    quarter = (first.month - 1) // 3 + 1
    if (get_language() or "zh").startswith("zh"):
        written = {
            "quarter": f"{first.year}年{quarter}季度",
            "month": f"{first.year}年{first.month}月",
        }
    else:
        written = {
            "quarter": f"{first.year} Q{quarter}",
            "month": f"{MONTHS_3[first.month].capitalize()} {first.year}",
        }
    written["year"] = str(first.year)
    return written.get(grain, first.isoformat())
