"""Why a customer stands in its stage of life, in one sentence for each cause."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Figure

FIGURES = (
    Figure("days", _("Days with a purchase"), "count"),
    Figure("last_on", _("Last purchase"), "day"),
    Figure("gap_days", _("Own rhythm"), "days"),
    Figure("quiet_on", _("Overdue from"), "day"),
    Figure("contact_on", _("Last contact"), "day"),
    Figure("days_now", _("Purchase days in the latest period"), "count"),
    Figure("days_before", _("Purchase days in the period before"), "count"),
    Figure("value_now", _("Value in the latest period"), "money"),
    Figure("value_before", _("Value in the period before"), "money"),
    Figure("value_best", _("Best period"), "money"),
)

REASONS = {
    "not_yet_bought": _("In contact, last on %(contact_on)s, but has not bought yet."),
    "few_purchases": _("Bought on %(days)s days so far, last on %(last_on)s."),
    "rate_rising": _(
        "Buys about every %(gap_days)s; %(days_now)s purchase days in the latest period "
        "after %(days_before)s in the one before."
    ),
    "value_rising": _(
        "Buys about every %(gap_days)s; %(value_now)s in the latest period after "
        "%(value_before)s in the one before."
    ),
    "steady": _(
        "Buys about every %(gap_days)s, last on %(last_on)s; %(value_now)s in the latest period "
        "against %(value_best)s in the best."
    ),
    "overdue": _(
        "Buys about every %(gap_days)s, but not since %(last_on)s; from %(quiet_on)s on it is more "
        "likely than not that it has stopped."
    ),
    "rate_falling": _(
        "Purchase days fell period after period, %(falling_periods)s in a row, to %(days_now)s "
        "from %(days_before)s."
    ),
    "value_falling": _(
        "Value fell period after period, %(falling_periods)s in a row, to %(value_now)s from "
        "%(value_before)s."
    ),
    "below_best": _(
        "Steady, but at %(value_now)s far below the %(value_best)s of its best period."
    ),
    "long_silent": _(
        "Bought about every %(gap_days)s until %(last_on)s; a silence this long means it has most "
        "likely stopped."
    ),
    "prospect_silent": _("Never bought, and no contact since %(contact_on)s."),
}
