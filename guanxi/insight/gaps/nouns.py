"""How findings about service are listed, shown and filled in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.gaps.models import GapState, QualityGap
from guanxi.insight.shelves import BOND
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Group, Noun
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import owned


@register
class QualityGapNoun(Noun[QualityGap]):
    """What was found of a gap inside the firm."""

    key = "quality_gap"
    room = "insight"
    icon = "flag"
    shelf = BOND
    labels = _("Service gap"), _("Service gaps")
    rows = owned()
    declared = (
        "name",
        "gap",
        "dimension",
        "cause",
        "remedy",
        "due_on",
        ("state", {"tones": {"open": "gamboge", "closed": "malachite"}}),
        ("closed_on", {"editable": False}),
    )
    columns = ("name", "gap", "dimension", "state", "due_on", "owner")
    default_filter = {"field": "state", "op": "is", "value": "open"}
    form = (
        Group(_("Finding"), "name gap dimension cause"),
        Group(pgettext_lazy("group of fields", "What is done"), "remedy due_on state"),
        Group(_("Owner and team"), "owner team"),
    )
    quick = ("name", "gap", "dimension", "due_on")
    search = ("name",)
    sort = "due_on"
    synonyms = ("服务差距", "差距", "SERVQUAL", "gap")

    def check(self, record: QualityGap, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse to close what nothing was done about."""
        if record.state == GapState.CLOSED and not record.remedy.strip():
            raise RuleBroken(_("Say what was done about it before it is closed."))

    def before_save(self, record: QualityGap, changed: set[str], actor: Actor) -> None:
        """Keep the day on which it was closed."""
        if record.state == GapState.OPEN:
            record.closed_on = None
        elif record.closed_on is None:
            record.closed_on = timezone.localdate(record.updated_at)
