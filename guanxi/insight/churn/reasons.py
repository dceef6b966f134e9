"""Why a customer is likely to leave or to stay, in one sentence for each sign."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.churn.groups import (
    CONTACT,
    OPINION,
    PAYMENT,
    RATE,
    RECORD,
    RHYTHM,
    SERVICE,
    VALUE,
)
from guanxi.insight.measures import Class, Figure, Text
from guanxi.insight.wording import is_chinese

LONG_SILENT = "long_silent"
FIGURES = (
    Figure("chance", _("Chance of leaving"), "percent"),
    Figure("by_rule", _("The same by the plain rule"), "percent"),
    Figure("ahead", _("Span looked ahead"), "days"),
    Figure("year_value", _("Contribution in its last year of buying"), "money"),
    Figure("at_risk", _("Value at risk"), "money"),
    Figure("gap_days", _("Own rhythm"), "days"),
    Figure("last_on", _("Last purchase"), "day"),
    Figure("next_on", _("Next purchase expected"), "day"),
    Figure("days", _("Days with a purchase"), "count"),
    Figure("first_on", _("First purchase"), "day"),
    Figure("days_now", _("Purchase days in the latest period"), "count"),
    Figure("days_before", _("Purchase days in the period before"), "count"),
    Figure("value_now", _("Value in the latest period"), "money"),
    Figure("value_before", _("Value in the period before"), "money"),
    Figure("in_now", _("Contacts from the customer in 180 days"), "count"),
    Figure("in_before", _("Contacts from the customer in the 180 days before"), "count"),
    Figure("out_now", _("Contacts from us in 180 days"), "count"),
    Figure("service_now", _("Service it asked for in 180 days"), "count"),
    Figure("opinion", _("Its answers to surveys of two years, of 100"), "score"),
    Figure("late_days", _("Longest delay of payment in a year"), "days"),
)
CAUSES = (
    Class(
        RHYTHM,
        pgettext_lazy("sign of leaving", "Own rhythm"),
        _("Its silence beside its own gap between purchases weighs most."),
        _("Call before the next purchase is due by its own rhythm, with what it usually buys."),
    ),
    Class(
        RATE,
        pgettext_lazy("sign of leaving", "Purchase frequency"),
        _("It buys on fewer days than in the period before."),
        _("Ask what changed in its need, and who else delivers; offer an order that repeats."),
    ),
    Class(
        VALUE,
        pgettext_lazy("sign of leaving", "Purchase value"),
        _("It buys for less than in the period before."),
        _("See which products fell away, and offer for these."),
    ),
    Class(
        CONTACT,
        pgettext_lazy("sign of leaving", "Contacts"),
        _("It reaches out less often, or answers less."),
        _("Find another person there and a reason of its own to talk; a visit before a letter."),
    ),
    Class(
        PAYMENT,
        pgettext_lazy("sign of leaving", "Payment"),
        _("It paid late or not at all."),
        _(
            "Settle with finance what is open before the next offer; ask whether it is in trouble "
            "or displeased."
        ),
    ),
    Class(
        SERVICE,
        pgettext_lazy("sign of leaving", "Service asked for"),
        _("It asked for service lately."),
        _("Look at each case and whether it ended well; tell it what was changed."),
    ),
    Class(
        OPINION,
        pgettext_lazy("sign of leaving", "What it says of us"),
        _("What it answered to surveys weighs most."),
        _("Call back on its answers: what disappointed it, what will be done, and when."),
    ),
    Class(
        RECORD,
        pgettext_lazy("sign of leaving", "Length of the relationship"),
        _("How long and how often it has bought weighs most."),
        _("A young relationship needs a second reason to stay: a second product, a second person."),
    ),
    Class(
        LONG_SILENT,
        pgettext_lazy("sign of leaving", "Long silence"),
        _("It has been silent so long that it counts as lost."),
        _("Record why it left; win it back where value, chance and cost allow."),
    ),
)
CHANCE = _("With a chance of %(chance)s it does not buy within the next %(ahead)s.")
SIGNS: dict[str, Promise] = {
    RHYTHM: _("It buys about every %(gap_days)s, last on %(last_on)s."),
    RATE: _(
        "Purchase days: %(days_now)s in the latest period after %(days_before)s in the one before."
    ),
    VALUE: _("Value: %(value_now)s in the latest period after %(value_before)s in the one before."),
    CONTACT: _(
        "It reached out %(in_now)s times in 180 days after %(in_before)s in the 180 before."
    ),
    PAYMENT: _("Its longest delay of payment within a year was %(late_days)s."),
    SERVICE: _("It asked for service %(service_now)s times in 180 days."),
    OPINION: _("In surveys of the last two years it gave us %(opinion)s of 100."),
    RECORD: _("It has bought on %(days)s days since %(first_on)s."),
}
GONE = _(
    "It bought about every %(gap_days)s until %(last_on)s; a silence this long means that it has "
    "most likely stopped."
)


class Reasons(Mapping[str, Text]):
    """A sentence for every cause: how likely, then each of the signs that the cause names."""

    def __getitem__(self, cause: str) -> Text:
        if cause == LONG_SILENT:
            return GONE
        signs = [SIGNS[name] for name in cause.split()]
        return _joined(CHANCE, *signs)

    def __iter__(self) -> Iterator[str]:
        return iter([LONG_SILENT, *SIGNS])

    def __len__(self) -> int:
        return len(SIGNS) + 1


def _join(*sentences: Promise) -> str:
    return ("" if is_chinese() else " ").join(str(one) for one in sentences)


_joined = lazy(_join, str)
