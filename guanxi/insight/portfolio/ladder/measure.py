"""The ladder: suspect, prospect, first-time buyer, repeat buyer, client, member, advocate."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.kept import AS_OF, Kept
from guanxi.insight.measures import LIFE, Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, number


@dataclass(frozen=True)
class LadderParameters(Parameters):
    """From how many purchases a buyer is a client, and from how many referrals an advocate."""

    client_purchases: int = number(6, _("A client from purchase day"), 3, 100)
    referrals: int = number(1, _("An advocate from so many referred buyers"), 1, 50)


CLASSES = (
    Class(
        "suspect",
        pgettext_lazy("ladder", "Suspect"),
        _("Has not bought, and has not answered us."),
        _("Find out in one contact whether it has need, money and say; else leave it."),
        tone="ash",
    ),
    Class(
        "prospect",
        pgettext_lazy("ladder", "Prospect"),
        _("Has not bought, but wrote, called or met us."),
        _("Lead it to a first purchase that is small, safe and sure to please."),
    ),
    Class(
        "first",
        pgettext_lazy("ladder", "First-time buyer"),
        _("Bought on one day."),
        _("Ask within two weeks whether all is well; the second purchase decides."),
        tone="azurite",
    ),
    Class(
        "repeat",
        pgettext_lazy("ladder", "Repeat buyer"),
        _("Bought on more than one day."),
        _("Widen what it buys, and give it one person who knows it."),
        tone="azurite",
    ),
    Class(
        "client",
        pgettext_lazy("ladder", "Client"),
        _("Bought on %(client_purchases)s days or more, and still buys on its rhythm."),
        _("Agree on more than single purchases: a frame, a plan, a programme."),
        tone="azurite",
    ),
    Class(
        "member",
        pgettext_lazy("ladder", "Member"),
        _("Bought again and has agreed with us: preferred supplier, partnership or alliance."),
        _("Ask whom it knows that should know us, and thank it when they come."),
        tone="malachite",
    ),
    Class(
        "advocate",
        pgettext_lazy("ladder", "Advocate"),
        _("A member that has brought %(referrals)s buyers or more."),
        _("Thank it by name, invite it first, and make referring easy."),
        tone="malachite",
    ),
)
LADDER = Measure(
    key="ladder",
    label=_("Ladder"),
    grain="One row per customer: its rung from suspect to advocate, and what it stands on.",
    rule=_(
        "By what it did: answered, bought, bought again, buys on its rhythm, agreed with us, "
        "brought others besides. Loyalty programmes are not kept here yet; agreements stand for "
        "membership."
    ),
    parameters=LadderParameters,
    classes=CLASSES,
    profile=(Column("class", "ladder_class", _("Rung of the ladder"), classes=CLASSES),),
    figures=(
        Figure("days", _("Days with a purchase"), "count"),
        Figure("last_on", _("Last purchase"), "day"),
        Figure("contacts", _("Contacts"), "count"),
        Figure("answered", _("Contacts begun by it, visits and meetings"), "count"),
        Figure("contact_on", _("Last contact"), "day"),
        Figure("referred", _("Buyers it has brought"), "count"),
    ),
    reasons={
        "untouched": _("No contact and no purchase is recorded."),
        "unanswered": _("%(contacts)s contacts by us, none by it; no purchase."),
        "answered": _("It answered or met us %(answered)s times, but has not bought."),
        "refers": _(
            "Bought on %(days)s days, an agreement is recorded, and it has brought %(referred)s "
            "buyers."
        ),
        "agreed": _("Bought on %(days)s days, and an agreement is recorded."),
        "slowed": _("Bought on %(days)s days, last on %(last_on)s, but no longer on its rhythm."),
        "bought": _("Bought on %(days)s days, last on %(last_on)s."),
    },
    missing={"": _("Nothing is recorded.")},
    causes="cause",
    theme=LIFE,
    before=("portfolio/referring.sql",),
    kept=(
        Kept(
            "met", of=("fact_interaction",), borders=(("fact_interaction", "happened_on", AS_OF),)
        ),
        Kept("bought", of=("purchase_day",), borders=(("purchase_day", "ordered_on", AS_OF),)),
    ),
    home="portfolio/ladder",
)
