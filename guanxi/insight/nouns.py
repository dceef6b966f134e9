"""The noun of judgements: a ledger to read; the verb writes it."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight.judgements.models import Judgement
from guanxi.platform.nouns.noun import Noun, Related
from guanxi.platform.nouns.registry import lend_related, register
from guanxi.platform.nouns.rows import through


@register
class JudgementNoun(Noun[Judgement]):
    """One judgement of one factor of a customer."""

    key = "judgement"
    room = "insight"
    icon = "sliders"
    labels = _("Judgement"), _("Judgements")
    title = "note"
    rows = through("account")
    declared = (
        "account",
        "factor",
        "score",
        "note",
        "judged_at",
        ("judged_by", {"label": _("Judged by")}),
    )
    columns = ("account", "factor", "score", "note", "judged_at", "judged_by")
    sort = "-judged_at"
    in_navigation = False
    can_create = False
    can_edit = False
    can_delete = False


lend_related(
    "account",
    Related(
        "judgements",
        "judgement",
        "account",
        _("Judgements"),
        ["factor", "score", "note", "judged_at", "judged_by"],
        sort="-judged_at",
        is_beside=False,
    ),
)
