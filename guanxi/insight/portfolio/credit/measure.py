"""Credit: how much a customer may owe and for how long, by the five C."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import Kept
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number
from guanxi.insight.portfolio.weights import border, least_known, scores, weight

FIVE = ("character", "capacity", "capital", "collateral", "conditions")
MONTHS, DAYS = _("months of its purchases"), _("days")


@dataclass(frozen=True)
class CreditParameters(Parameters):
    """Handbook, section 3: weights of the five C, borders of grades, what each grade may owe."""

    RISING = (
        ("weak_from", "fair_from", "sound_from"),
        ("weak_months", "fair_months", "sound_months"),
        ("weak_days", "fair_days", "sound_days"),
    )

    w_character: int = weight("character", 3)
    w_capacity: int = weight("capacity", 2)
    w_capital: int = weight("capital", 2)
    w_collateral: int = weight("collateral", 1)
    w_conditions: int = weight("conditions", 2)
    sound_from: int = border(_("Sound from"), 80)
    fair_from: int = border(_("Fair from"), 60)
    weak_from: int = border(_("Weak from"), 40)
    sound_months: int = number(3, _("Limit of sound credit"), 0, 24, MONTHS)
    fair_months: int = number(2, _("Limit of fair credit"), 0, 24, MONTHS)
    weak_months: int = number(1, _("Limit of weak credit"), 0, 24, MONTHS)
    sound_days: int = number(60, _("Term of sound credit"), 0, 365, DAYS)
    fair_days: int = number(30, _("Term of fair credit"), 0, 365, DAYS)
    weak_days: int = number(15, _("Term of weak credit"), 0, 365, DAYS)
    least_known: int = least_known()


CLASSES = (
    Class(
        "sound",
        pgettext_lazy("credit", "Sound"),
        _("A score of %(sound_from)s or more."),
        _("Grant the limit without asking, and use it: offer the term before a discount."),
        tone="malachite",
    ),
    Class(
        "fair",
        pgettext_lazy("credit", "Fair"),
        _("A score from %(fair_from)s up to %(sound_from)s."),
        _("Grant the limit; look at it again after each payment that comes late."),
        tone="azurite",
    ),
    Class(
        "weak",
        pgettext_lazy("credit", "Weak"),
        _("A score from %(weak_from)s up to %(fair_from)s."),
        _("Deliver in parts, each after the one before is paid, or ask for a guarantee."),
        tone="gamboge",
    ),
    Class(
        "poor",
        pgettext_lazy("credit", "Poor"),
        _("A score below %(weak_from)s."),
        _("Sell against payment in advance, and agree on dates for what is open."),
        tone="cinnabar",
    ),
)
SEGMENTS = (
    Class(
        "within",
        pgettext_lazy("credit", "Within its limit"),
        _("No more is open than the limit allows."),
        _("Nothing to do; the next order may go out up to the limit."),
        tone="malachite",
    ),
    Class(
        "over",
        pgettext_lazy("credit", "Over its limit"),
        _("More is open than the limit allows."),
        _("Let a leader agree before the next order goes out, and ask for what is due."),
        tone="cinnabar",
    ),
)
# A payment that was written down ahead lessens what is open from its day on.
PAID_SINCE = """
SELECT o.account_id FROM fact_payment AS p JOIN dim_order AS o ON o.order_id = p.order_id
WHERE p.paid_on > $as_of - {days}
"""
CREDIT = Measure(
    key="credit",
    label=pgettext_lazy("measure", "Credit"),
    grain="One row per customer: its score over the five C, the limit and term that follow.",
    rule=_(
        "Character is the part of what was due that was paid in time, capacity its place among all "
        "customers by what it bought in a year, conditions the growth of its industry against the "
        "firm's; capital and collateral are judged. A judgement stands before each of the five, "
        "one of credit as a whole before all. The limit is so many months of its purchases of the "
        "last year, with sound or fair credit at least one usual order, and at least what fell due "
        "in one of its months and was paid in time. Open is what was ordered and is not paid yet, "
        "due or not: an order that is on its way is owed as well."
    ),
    parameters=CreditParameters,
    classes=CLASSES,
    segments=SEGMENTS,
    profile=(
        Column("class", "credit_class", pgettext_lazy("measure", "Credit"), classes=CLASSES),
        Column(
            "segment",
            "credit_use",
            _("Use of the credit limit"),
            classes=SEGMENTS,
            is_indexed=False,
        ),
        Column("score", "credit_score", _("Credit score"), "small"),
        Column("credit_limit", "credit_limit", _("Credit limit proposed"), "money"),
        Column("term", "credit_term", _("Days to pay, proposed"), "small"),
        Column("open_amount", "credit_open", _("Open, not paid yet"), "money"),
    ),
    figures=(
        Figure("score", _("Credit score"), "score"),
        Figure("judged_score", _("Judged as a whole"), "score"),
        *scores(*FIVE),
        Figure("credit_limit", _("Credit limit proposed"), "money"),
        Figure("term", _("Term proposed"), "days"),
        Figure("open_amount", _("Open, not paid yet"), "money"),
        Figure("overdue", _("Of it overdue"), "money"),
    ),
    reasons={
        "within": _(
            "Scores %(score)s for credit: up to %(credit_limit)s for %(term)s. "
            "%(open_amount)s is open."
        ),
        "within_late": _(
            "Scores %(score)s for credit: up to %(credit_limit)s for %(term)s. "
            "%(open_amount)s is open, of it %(overdue)s overdue."
        ),
        "over": _(
            "Scores %(score)s for credit: up to %(credit_limit)s for %(term)s. "
            "%(open_amount)s is open, which is more."
        ),
        "over_late": _(
            "Scores %(score)s for credit: up to %(credit_limit)s for %(term)s. "
            "%(open_amount)s is open, which is more, and of it %(overdue)s is overdue."
        ),
        "prepay": _("Scores %(score)s for credit: no limit. %(open_amount)s is open."),
        "no_limit": _(
            "Scores %(score)s for credit. It bought nothing in a year, so no limit follows. "
            "%(open_amount)s is open."
        ),
    },
    missing={
        "due": _("Nothing was due from it yet, and too little is judged of its credit."),
        "factors": _("Too little is known of its credit."),
        "rate": _("Bought in a currency that has no exchange rate."),
    },
    causes="cause",
    home="portfolio/credit",
    before=("portfolio/judged.sql",),
    kept=(
        Kept("summed", of=("measure_monthly",), by_month=True),
        Kept(
            "open",
            of=("dim_order",),
            borders=(
                ("dim_order", "ordered_on", "$as_of"),
                ("dim_order", "due_on", "$as_of - 1"),
            ),
            also=PAID_SINCE,
        ),
    ),
    is_compact=True,
)
