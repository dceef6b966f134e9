"""The ways a customer can move, each with its rule and its advice."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class

CLASSES = (
    Class(
        "arrived",
        pgettext_lazy("movement", "Arrived"),
        _("Bought for the first time since the earlier day."),
        _("Welcome them and stay near until the second order."),
        tone="azurite",
    ),
    Class(
        "returned",
        pgettext_lazy("movement", "Returned"),
        _("Had been away for the whole window and has bought again."),
        _("Ask what brought them back, and tell those who are still away."),
        tone="malachite",
    ),
    Class(
        "recovered",
        pgettext_lazy("movement", "Recovered"),
        _("From the lower half of the segments to the upper."),
        _("Thank them; find out which call or offer did it, and repeat it."),
        tone="malachite",
    ),
    Class(
        "rose",
        pgettext_lazy("movement", "Rose"),
        _("To a better segment of the same half."),
        _("Go on as you do, and offer the next grade."),
        tone="malachite",
    ),
    Class(
        "held",
        pgettext_lazy("movement", "Held"),
        _("In the same segment as before."),
        _("Follow the advice of the segment."),
    ),
    Class(
        "slipped",
        pgettext_lazy("movement", "Slipped"),
        _("To a lesser segment of the same half."),
        _("A short call in the rhythm of their orders keeps the next step from following."),
        tone="gamboge",
    ),
    Class(
        "fell",
        pgettext_lazy("movement", "Fell"),
        _("From the upper half of the segments to the lower."),
        _("Call this week: settle what is open, ask what changed, agree on the next order."),
        tone="cinnabar",
    ),
    Class(
        "left",
        pgettext_lazy("movement", "Left"),
        _("No purchase is left in the window."),
        _("Decide by value: a win-back offer, or a farewell with thanks."),
        tone="ash",
    ),
)
