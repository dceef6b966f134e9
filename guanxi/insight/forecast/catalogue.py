"""The methods that are tried, the plain line first."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight.forecast.methods import (
    Method,
    blend,
    croston,
    holt,
    holt_winters,
    moving_average,
    naive,
    seasonal_naive,
    theta,
    tsb,
)

METHODS = (
    Method("naive", _("as last time"), naive),
    Method("seasonal", _("as a season ago"), seasonal_naive, needs=1),
    Method("average4", _("mean of the last 4"), moving_average(4)),
    Method("average8", _("mean of the last 8"), moving_average(8)),
    Method("average13", _("mean of the last 13"), moving_average(13)),
    Method("croston", _("Croston"), croston),
    Method("tsb", _("Teunter–Syntetos–Babai"), tsb),
    Method("theta", _("Theta"), theta),
    Method("holt", _("Holt, damped"), holt),
    Method("holt_winters", _("Holt–Winters"), holt_winters, needs=2),
    Method("blend", _("blend of three"), blend),
)
