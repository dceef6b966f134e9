"""Satisfaction beside loyalty: apostles, mercenaries, hostages and defectors (Jones & Sasser)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.loyalty.words import MISSING, NOT_COMPUTED
from guanxi.insight.measures import LOYALTY as THEME
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class ContentmentParameters(Parameters):
    """Handbook, sections 4 and 5: satisfaction stands on 0 to 100."""

    RISING = (("dissatisfied_below", "satisfied_from", "very_satisfied_from"),)

    dissatisfied_below: int = number(40, _("Dissatisfied below"), 1, 100, _("of 100"))
    satisfied_from: int = number(60, _("Satisfied from"), 1, 100, _("of 100"))
    very_satisfied_from: int = number(80, _("Very satisfied from"), 1, 100, _("of 100"))


CLASSES = (
    Class(
        "apostle",
        pgettext_lazy("satisfaction", "Apostle"),
        _("Very satisfied (from %(very_satisfied_from)s), buys often, and recommends us."),
        _("Ask for references and referrals, and thank for them in person."),
        tone="malachite",
    ),
    Class(
        "loyalist",
        pgettext_lazy("satisfaction", "Loyalist"),
        _("Satisfied (from %(satisfied_from)s) and buys often."),
        _("Learn what makes it content, and do more of it for others like it."),
        tone="malachite",
    ),
    Class(
        "mercenary",
        pgettext_lazy("satisfaction", "Mercenary"),
        _("Satisfied but buys seldom: goes where it is cheaper."),
        _("Do not buy its loyalty; win single orders where the margin allows."),
        tone="azurite",
    ),
    Class(
        "hostage",
        pgettext_lazy("satisfaction", "Hostage"),
        _("Buys often though not satisfied."),
        _("Mend the cause now: it stays only until it can leave."),
        tone="gamboge",
    ),
    Class(
        "defector",
        pgettext_lazy("satisfaction", "Defector"),
        _("Not satisfied and buys seldom."),
        _("Ask for the cause; one repaired fault can still win it back."),
        tone="cinnabar",
    ),
    Class(
        "terrorist",
        pgettext_lazy("satisfaction", "Warns others"),
        _("Dissatisfied (below %(dissatisfied_below)s), buys seldom, and would warn others."),
        _("Let somebody senior call, listen and make it good before the word spreads."),
        tone="cinnabar",
    ),
)
ZONES = (
    Class(
        "dissatisfied",
        _("Dissatisfied"),
        _("Below %(dissatisfied_below)s of 100."),
        _("Mend what spoils it before anything else."),
        tone="cinnabar",
    ),
    Class(
        "indifferent",
        _("Indifferent"),
        _("From %(dissatisfied_below)s to %(very_satisfied_from)s of 100."),
        _("Content is not enough: here customers leave without a word."),
        tone="gamboge",
    ),
    Class(
        "very_satisfied",
        _("Very satisfied"),
        _("From %(very_satisfied_from)s of 100."),
        _("Keep it up and ask for recommendations."),
        tone="malachite",
    ),
)
CONTENTMENT = Measure(
    key="contentment",
    label=_("Satisfaction and loyalty"),
    grain="One row per customer: its satisfaction, the zone of it, and satisfaction × loyalty.",
    rule=_(
        "The mean of its answers on satisfaction, beside whether it buys often as loyalty has it. "
        "The ends are told apart by whether it recommends us or would warn others."
    ),
    parameters=ContentmentParameters,
    classes=CLASSES,
    profile=(
        Column("class", "contentment_class", _("Satisfaction and loyalty"), classes=CLASSES),
        Column("zone", "satisfaction_zone", _("Zone of satisfaction"), classes=ZONES),
        Column("satisfaction", "satisfaction_score", _("Satisfaction, 0–100"), "percent"),
        Column("recommends", "recommends_score", _("Would recommend, 0–100"), "percent"),
    ),
    figures=(
        Figure("satisfaction", _("Satisfaction, 0–100"), "count"),
        Figure("recommends", _("Would recommend, 0–100"), "count"),
        Figure("referrals", _("Customers it has brought"), "count"),
        Figure("days_now", _("Days with a purchase in the window"), "count"),
    ),
    reasons={
        "": _(
            "Satisfaction %(satisfaction)s of 100 (satisfied from %(satisfied_from)s); bought on "
            "%(days_now)s days in the window."
        )
    },
    missing={
        **MISSING,
        "satisfaction": _("It has not been asked how satisfied it is, or too long ago."),
        "loyalty": NOT_COMPUTED,
    },
    theme=THEME,
    home="loyalty/contentment",
)
