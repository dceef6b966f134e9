"""What is asked of customers, and what ties them to us, by the names that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AnswerKind(models.TextChoices):
    """What a question is about; with it goes the scale that is usual for it."""

    SATISFACTION = "satisfaction", _("Satisfaction")
    NPS = "nps", _("Would recommend (NPS)")
    CES = "ces", _("Effort (CES)")
    ATTITUDE = "attitude", pgettext_lazy("survey", "Attitude")
    INTENT = "intent", _("Intends to buy again")
    EXPECTATION = "expectation", _("Expected (SERVQUAL)")
    PERCEPTION = "perception", _("Perceived (SERVQUAL)")
    IMPORTANCE = "importance", _("Importance (SERVQUAL)")
    FUNCTIONAL = "functional", _("With the feature (Kano)")
    DYSFUNCTIONAL = "dysfunctional", _("Without the feature (Kano)")
    INDEX = "index", _("Satisfaction index (ECSI)")
    DRIVER = "driver", _("Driver of customer equity")
    DELIVERED = "delivered", _("Delivered value")
    ATTRIBUTE = "attribute", _("Satisfaction with one thing")


# Kinds of which one sheet holds many questions, each with its code.
WITH_ITEMS = frozenset(
    {
        *(AnswerKind.EXPECTATION, AnswerKind.PERCEPTION, AnswerKind.IMPORTANCE),
        *(AnswerKind.FUNCTIONAL, AnswerKind.DYSFUNCTIONAL, AnswerKind.INDEX, AnswerKind.DRIVER),
        *(AnswerKind.DELIVERED, AnswerKind.ATTRIBUTE),
    }
)
USUAL_SCALES: dict[str, tuple[int, int]] = {
    AnswerKind.SATISFACTION: (1, 5),
    AnswerKind.NPS: (0, 10),
    AnswerKind.CES: (1, 7),
    AnswerKind.ATTITUDE: (1, 7),
    AnswerKind.INTENT: (1, 5),
    AnswerKind.EXPECTATION: (1, 7),
    AnswerKind.PERCEPTION: (1, 7),
    AnswerKind.IMPORTANCE: (0, 100),
    AnswerKind.FUNCTIONAL: (1, 5),
    AnswerKind.DYSFUNCTIONAL: (1, 5),
    AnswerKind.INDEX: (1, 10),
    AnswerKind.DRIVER: (1, 7),
    AnswerKind.DELIVERED: (1, 7),
    AnswerKind.ATTRIBUTE: (1, 5),
}
# What customers get, and what it costs them: the codes of the questions on delivered value.
DELIVERED_VALUES = ("product", "service", "people", "image")
DELIVERED_COSTS = ("money", "time", "energy", "mind")


class Alternatives(models.TextChoices):
    """Whether the customer could buy the same elsewhere."""

    NONE = "none", pgettext_lazy("alternatives", "None")
    FEW = "few", pgettext_lazy("alternatives", "Few")
    MANY = "many", pgettext_lazy("alternatives", "Many")


class MainReason(models.TextChoices):
    """Why the customer says it buys from us."""

    NO_CHOICE = "no_choice", _("No other choice")
    HABIT = "habit", _("Habit")
    NEAR = "near", _("Near and easy")
    PRICE = "price", pgettext_lazy("main reason", "Price")
    REWARDS = "rewards", _("Points and rewards")
    TRUST = "trust", _("Quality and trust")


class Height(models.TextChoices):
    """How high a cost of switching is."""

    NONE = "none", pgettext_lazy("height", "None")
    LOW = "low", pgettext_lazy("height", "Low")
    MEDIUM = "medium", pgettext_lazy("height", "Medium")
    HIGH = "high", pgettext_lazy("height", "High")
