"""What a cube says in one sentence."""

from django.utils.translation import gettext as _

from guanxi.insight.olap.answering import Answer
from guanxi.insight.olap.pivot import SHARE, Pivot
from guanxi.insight.olap.state import OTHERS, UNKNOWN
from guanxi.insight.wording import percent

FLAT = 0.005


def finding_of(answer: Answer, pivot: Pivot) -> str:
    """The change since the span before, or the member that leads; empty where nothing does."""
    total, before = answer.total, answer.total_before
    name = str(answer.state.measured.label)
    if answer.state.measured.kind == SHARE and total is not None and before is not None:
        words = {"figure": name, "before": percent(before, 1), "now": percent(total, 1)}
        return (
            _("%(figure)s holds its level") % words
            if words["before"] == words["now"]
            else _("%(figure)s went from %(before)s to %(now)s") % words
        )
    if before and total is not None:
        change = (total - before) / abs(before)
        if abs(change) < FLAT:
            return _("%(figure)s holds its level") % {"figure": name}
        shown = percent(abs(total - before), abs(before))
        said = (
            _("%(figure)s rose by %(share)s") if change > 0 else _("%(figure)s fell by %(share)s")
        )
        return said % {"figure": name, "share": shown}
    return _leader(answer, pivot, name)


def _leader(answer: Answer, pivot: Pivot, name: str) -> str:
    state = answer.state
    is_ranked = state.rows and not state.row_dimensions[0].is_period and state.measured.is_additive
    rows = [
        row
        for row in pivot.rows
        if row.depth == 0 and row.head.key not in (OTHERS, UNKNOWN) and row.total.value
    ]
    if not is_ranked or not rows or not answer.total or answer.total <= 0:
        return ""
    best = max(rows, key=lambda row: row.total.value or 0)
    share = percent(best.total.value or 0, answer.total)
    return _("%(member)s brings %(share)s of it") % {"member": best.head.name, "share": share}
