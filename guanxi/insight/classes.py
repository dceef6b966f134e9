"""The classes that the theory of customer value knows, by the names that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RfmClass(models.TextChoices):
    """The eight classes of Chinese practice: R, F and M each above or below the mean score."""

    IMPORTANT_VALUE = "important_value", _("Important value")
    IMPORTANT_DEVELOP = "important_develop", _("Important to develop")
    IMPORTANT_KEEP = "important_keep", _("Important to keep")
    IMPORTANT_RETAIN = "important_retain", _("Important to win back")
    GENERAL_VALUE = "general_value", _("General value")
    GENERAL_DEVELOP = "general_develop", _("General to develop")
    GENERAL_KEEP = "general_keep", _("General to keep")
    GENERAL_RETAIN = "general_retain", _("General to win back")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class RfmSegment(models.TextChoices):
    """The segment map: recency by the mean of frequency and money."""

    CHAMPION = "champion", _("Champions")
    LOYAL = "loyal", _("Loyal")
    POTENTIAL_LOYALIST = "potential_loyalist", _("Potential loyalists")
    NEW = "new", pgettext_lazy("segment", "New customers")
    PROMISING = "promising", _("Promising")
    NEEDS_ATTENTION = "needs_attention", _("Need attention")
    ABOUT_TO_SLEEP = "about_to_sleep", _("About to sleep")
    AT_RISK = "at_risk", _("At risk")
    CANNOT_LOSE = "cannot_lose", _("Cannot lose")
    HIBERNATING = "hibernating", _("Hibernating")
    LOST = "lost", pgettext_lazy("segment", "Lost customers")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class AbcClass(models.TextChoices):
    """Pareto: who makes up the first 80 % of contribution, the next 15 %, the rest."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class PyramidTier(models.TextChoices):
    """The customer pyramid by place in contribution."""

    VIP = "vip", "VIP"
    MAJOR = "major", _("Major customers")
    ORDINARY = "ordinary", _("Ordinary customers")
    SMALL = "small", _("Small customers")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class LifecycleStage(models.TextChoices):
    """Where the relationship stands in its life."""

    EXPLORATION = "exploration", _("Exploration")
    GROWTH = "growth", pgettext_lazy("lifecycle", "Growth")
    STABILITY = "stability", _("Stability")
    DECLINE = "decline", _("Decline")
    ENDED = "ended", pgettext_lazy("lifecycle", "Ended")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class ClvClass(models.TextChoices):
    """How much of the value that is still to come rests on the customer."""

    HIGH = "high", pgettext_lazy("lifetime value", "High")
    MEDIUM = "medium", pgettext_lazy("lifetime value", "Medium")
    LOW = "low", pgettext_lazy("lifetime value", "Low")
    FADING = "fading", pgettext_lazy("lifetime value", "Fading")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")


class ChurnClass(models.TextChoices):
    """How likely the customer is to leave."""

    SAFE = "safe", pgettext_lazy("risk of leaving", "Safe")
    WATCH = "watch", pgettext_lazy("risk of leaving", "Watch")
    AT_RISK = "at_risk", pgettext_lazy("risk of leaving", "At risk")
    LEAVING = "leaving", pgettext_lazy("risk of leaving", "Leaving")
    LOST = "lost", pgettext_lazy("risk of leaving", "Lost")
    UNKNOWN = "unknown", pgettext_lazy("class", "Unknown")
