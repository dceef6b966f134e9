"""What loyalty says in words: its classes, the fields on the customer, figures and reasons."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Column, Figure

CLASSES = (
    Class(
        "true",
        pgettext_lazy("loyalty", "True"),
        _("Buys often and thinks well of us."),
        _("Keep the promise, let them take part, and ask for recommendations."),
        tone="malachite",
    ),
    Class(
        "latent",
        pgettext_lazy("loyalty", "Latent"),
        _("Thinks well of us but buys seldom."),
        _("Find what stands in the way: budget, reach, range or terms; then remove it."),
        tone="azurite",
    ),
    Class(
        "spurious",
        pgettext_lazy("loyalty", "Spurious"),
        _("Buys often but does not prefer us."),
        _("Give reasons to stay beyond habit and price before a competitor asks."),
        tone="gamboge",
    ),
    Class(
        "none",
        pgettext_lazy("loyalty", "None"),
        _("Buys seldom and does not prefer us."),
        _("Spend little; serve the single sale well and watch for a change."),
        tone="ash",
    ),
)
COLUMNS = (
    Column("class", "loyalty_class", _("Loyalty"), classes=CLASSES),
    Column("attitude", "loyalty_attitude", _("Attitude, 0–100"), "percent"),
    Column("wallet_share", "wallet_share", _("Share of wallet, %"), "small"),
    Column("regularity", "loyalty_regularity", _("Regularity, %"), "percent"),
    Column("tenure_days", "tenure_days", _("Days from first to last purchase"), "count"),
    Column("discount_share", "discount_share", _("Bought on discount, %"), "percent"),
    Column("price_reaction", "price_reaction", _("Reaction of quantity to price"), "decimal"),
    Column("choosing_days", "choosing_days", _("Days taken to choose"), "count"),
    Column("forgiven", "faults_forgiven", _("Returns after which it bought again"), "count"),
    Column("referrals", "loyalty_referrals", _("Customers it has brought"), "count"),
    Column("switching_cost", "switching_cost", _("Cost of switching, %"), "percent"),
)
FIGURES = (
    Figure("days_now", _("Days with a purchase in the window"), "count"),
    Figure("repeat_from", _("Often is from"), "days"),
    Figure("wallet_share", _("Share of wallet"), "percent"),
    Figure("attitude", _("Attitude, 0–100"), "count"),
    Figure("rival", _("Attitude to the best competitor"), "count"),
    Figure("recommends", _("Would recommend, 0–100"), "count"),
    Figure("satisfaction", _("Satisfaction, 0–100"), "count"),
    Figure("tenure_days", _("From first to last purchase"), "days"),
    Figure("regularity", _("Regularity (50 is by chance)"), "percent"),
    Figure("discount_share", _("Bought on discount"), "percent"),
    Figure("price_reaction", _("Quantity moves with price by"), "decimal"),
    Figure("choosing_days", _("From first contact to first purchase"), "days"),
    Figure("faults", _("Days with a return"), "count"),
    Figure("forgiven", _("Returns after which it bought again"), "count"),
    Figure("referrals", _("Customers it has brought"), "count"),
    Figure("switching_cost", _("Cost of switching"), "percent"),
)
REASONS = {
    "share_rival": _(
        "Covers %(wallet_share)s of its need with us (often from %(wallet_percent)s%%) and rates "
        "us %(attitude)s of 100, the best competitor %(rival)s."
    ),
    "share_alone": _(
        "Covers %(wallet_share)s of its need with us (often from %(wallet_percent)s%%) and rates "
        "us %(attitude)s of 100 (attached from %(attitude_from)s)."
    ),
    "days_rival": _(
        "Bought on %(days_now)s days in the window (often from %(repeat_from)s) and rates us "
        "%(attitude)s of 100, the best competitor %(rival)s."
    ),
    "days_alone": _(
        "Bought on %(days_now)s days in the window (often from %(repeat_from)s) and rates us "
        "%(attitude)s of 100 (attached from %(attitude_from)s)."
    ),
}
MISSING = {
    "purchase": _("No purchase is recorded up to this day."),
    "attitude": _("It has not been asked what it thinks of us, or too long ago."),
}
# Where the measure that the others build on is switched off.
NOT_COMPUTED = _("Loyalty is not computed, and this is built on it.")
