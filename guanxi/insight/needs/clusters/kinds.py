"""The names that groups can have: each a pattern of how customers buy, the nearest fits."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.insight.measures import Class, Text

FEATURES = ("quiet", "often", "much", "lately", "back")


@dataclass(frozen=True)
class Kind:
    """A name, and whether its customers have more or less of each feature than all (by sign)."""

    named: Class
    pattern: tuple[float, ...]


TONES = {"pillar": "malachite", "rising": "malachite", "drifting": "gamboge", "asleep": "ash"}


def _kind(key: str, label: Text, rule: Text, advice: Text, *pattern: float) -> Kind:
    return Kind(Class(key, label, rule, advice, tone=TONES.get(key, "azurite")), pattern)


KINDS = (
    _kind(
        "pillar",
        pgettext_lazy("group", "Pillars"),
        _("Buys often, for much, and bought lately."),
        _("Keep close: agree on the year, and ask before others do what it will need."),
        *(-1.0, 1.5, 1.0, 0.8, 0.0),
    ),
    _kind(
        "regular",
        pgettext_lazy("group", "Regulars for little"),
        _("Buys often and lately, for little each time."),
        _("Bundle orders: a standing order or a step in price from a larger quantity on."),
        *(-0.8, 1.2, -1.0, 0.6, 0.0),
    ),
    _kind(
        "project",
        pgettext_lazy("group", "Seldom, for much"),
        _("Buys seldom, for much each time."),
        _("Follow its projects: know the next one before the tender is out."),
        *(0.3, -0.8, 1.5, 0.0, 0.0),
    ),
    _kind(
        "rising",
        pgettext_lazy("group", "On the rise"),
        _("Most of what it spent, it spent lately."),
        _("Feed what grows: second product, second contact, a word of thanks."),
        *(-0.8, -0.4, 0.2, 1.5, 0.0),
    ),
    _kind(
        "drifting",
        pgettext_lazy("group", "Drifting away"),
        _("Used to buy often and has been quiet for long."),
        _("Call and ask what changed; win back who was worth it."),
        *(1.2, 0.8, 0.0, -1.0, 0.0),
    ),
    _kind(
        "asleep",
        pgettext_lazy("group", "Asleep"),
        _("Bought seldom, for little, and long ago."),
        _("One low-cost reminder, then leave in peace."),
        *(1.2, -0.8, -0.6, -0.8, 0.0),
    ),
    _kind(
        "trying",
        pgettext_lazy("group", "Trying us out"),
        _("Bought once or twice, for little, not long ago."),
        _("Make the next purchase easy: ask how the first went, name what goes with it."),
        *(-0.6, -1.0, -0.8, 0.8, 0.0),
    ),
    _kind(
        "returning",
        pgettext_lazy("group", "Sends much back"),
        _("Sends back more than others do."),
        _("Find the cause before selling more: wrong choice, wrong promise, wrong goods."),
        *(0.0, 0.2, 0.0, 0.0, 2.0),
    ),
    _kind(
        "middling",
        pgettext_lazy("group", "Middle of the road"),
        _("Buys about as long ago, as often and for as much as most."),
        _("Find the one thing that it lacks: a second product or a fixed day of the month."),
        *(0.0, 0.0, 0.0, 0.0, 0.0),
    ),
)
CLASSES = tuple(kind.named for kind in KINDS)
