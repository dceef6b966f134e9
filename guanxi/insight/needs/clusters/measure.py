"""Groups of customers who buy alike, found rather than decreed."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.kept import Kept
from guanxi.insight.measures import NEEDS, Column, Figure, Measure
from guanxi.insight.needs.clusters.kinds import CLASSES
from guanxi.insight.parameters import Parameters, number, window


@dataclass(frozen=True)
class ClusterParameters(Parameters):
    """Handbook, section 2: customer traits."""

    window: str = window(24)
    late_days: int = number(182, _("“Lately” is the last"), 30, 730, _("days"))
    least_customers: int = number(50, _("Grouped from this many customers"), 20, 100_000)
    stability_percent: int = number(60, _("Groups must come again by"), 30, 99, "%")
    silhouette_percent: int = number(25, _("Groups must be apart by a silhouette of"), 0, 90, "%")
    refit_days: int = number(30, _("Groups are found anew after"), 1, 365, _("days"))


CLUSTERS = Measure(
    key="clusters",
    label=_("Groups of buyers"),
    grain="One row per customer: the group whose centre is nearest to how it buys.",
    rule=_(
        "Customers who buy alike are put together by how long they have been quiet, how often and "
        "for how much they buy, how much of it lately, and how much comes back. There are as many "
        "groups as are best apart (silhouette) among those that come again in samples drawn anew "
        "(Jaccard); each bears the name that fits it best."
    ),
    parameters=ClusterParameters,
    classes=CLASSES,
    profile=(
        Column("class", "cluster_class", _("Group of buyers"), classes=CLASSES),
        Column("mostly", "cluster_mostly", _("Buys mostly"), "text"),
        Column("model", "cluster_model", _("Model of the groups"), "text"),
    ),
    figures=(
        Figure("days", _("Days with a purchase"), "count"),
        Figure("last_on", _("Last purchase"), "day"),
        Figure("spend", _("Spend a day of purchase"), "money"),
        Figure("late_percent", _("Of it lately"), "percent"),
        Figure("returned_percent", _("Sent back"), "percent"),
        Figure("mostly", _("Buys mostly"), "text"),
        Figure("distance", _("Distance from the middle of its group"), "decimal"),
        Figure("beside", _("Next nearest group"), "class", CLASSES),
        Figure("beside_distance", _("Distance from the middle of that"), "decimal"),
    ),
    reasons={
        "": _(
            "Bought on %(days)s days, last on %(last_on)s, for %(spend)s each time, "
            "%(late_percent)s of it in the last %(late_days)s days. It lies %(distance)s from the "
            "middle of this group and %(beside_distance)s from that of “%(beside)s”, in standard "
            "deviations."
        ),
    },
    missing={
        "few": _("Too few customers have bought for groups to be found."),
        "unstable": _("No groups are found that are well apart and come again in other samples."),
        "rate": _("Bought in a currency that has no exchange rate."),
        "purchase_in_window": _("No purchase in the window, so there is nothing to compare."),
        "positive": _("What it bought came to nothing."),
    },
    theme=NEEDS,
    stamps=("distance", "beside_distance", "model"),
    home="needs/clusters",
    before=("needs/clusters/features.sql",),
    step="guanxi.insight.needs.clusters.step:group",
    reads=("purchase_day",),
    kept=(
        Kept(
            "summed",
            of=("purchase_day",),
            borders=(
                ("purchase_day", "ordered_on", "$as_of"),
                ("purchase_day", "ordered_on", "$as_of - $late_days"),
                ("purchase_day", "ordered_on", "$window_start"),
            ),
        ),
        Kept(
            "most",
            of=("category_day",),
            borders=(
                ("category_day", "ordered_on", "$as_of"),
                ("category_day", "ordered_on", "$window_start"),
            ),
        ),
    ),
    makes=("cluster_centre", "cluster_verdict"),
)
