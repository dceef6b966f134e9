"""Why a customer is likely to leave or to stay, in one sentence for each sign."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.churn.groups import CONTACT, PAYMENT, RATE, RECORD, RHYTHM, VALUE
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
    Figure("late_days", _("Longest delay of payment in a year"), "days"),
)
CAUSES = (
    Class(RHYTHM, pgettext_lazy("sign of leaving", "Own rhythm"), "", ""),
    Class(RATE, pgettext_lazy("sign of leaving", "Purchase frequency"), "", ""),
    Class(VALUE, pgettext_lazy("sign of leaving", "Purchase value"), "", ""),
    Class(CONTACT, pgettext_lazy("sign of leaving", "Contacts"), "", ""),
    Class(PAYMENT, pgettext_lazy("sign of leaving", "Payment"), "", ""),
    Class(RECORD, pgettext_lazy("sign of leaving", "Length of the relationship"), "", ""),
    Class(LONG_SILENT, pgettext_lazy("sign of leaving", "Long silence"), "", ""),
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
