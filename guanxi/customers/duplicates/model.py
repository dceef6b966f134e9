"""How much each likeness says: a Fellegi-Sunter model of customers and of people.

Each level has the share of true pairs (m) and of chance pairs (u) at which it holds; the
weight of evidence is log2(m/u). Fellegi & Sunter 1969, "A Theory for Record Linkage". The
shares are set by hand, so that a firm with fifty customers gets the same sense as one with a
million; where values are counted (linking.py) rare ones say more than common ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rapidfuzz.distance import JaroWinkler, Levenshtein

from guanxi.customers.duplicates.traits import Traits
from guanxi.platform.nouns.fields import Label

# Pairs at least this likely are shown for review; those above CERTAIN are marked as such.
REVIEW: Final = 0.5
CERTAIN: Final = 0.99
# The prior of a pair met while typing: an index has already found something in common.
PRIOR: Final = 1e-3

Holds = Callable[[Traits, Traits], bool]


@dataclass(frozen=True)
class Level:
    """One grade of likeness, in SQL over _l and _r and in Python."""

    key: str
    label: Label
    sql: str
    holds: Holds
    m: float
    u: float
    rare: str = ""

    @property
    def weight(self) -> float:
        """Bits of evidence for (or, below zero, against) the pair being one."""
        return log2(self.m / self.u)


@dataclass(frozen=True)
class Comparison:
    """Grades of likeness of one trait, best first; below the last comes ``otherwise``."""

    name: str
    label: Label
    needs: str
    levels: Sequence[Level]
    otherwise: tuple[float, float]


def exact(trait: str, m: float, u: float, label: Label = "", rare: bool = False) -> Level:
    """Both are the same; ``rare`` lets rare values say more than common ones."""
    return Level(
        f"same_{trait}",
        label or _("the same"),
        f"{trait}_l = {trait}_r",
        lambda a, b: a[trait] is not None and a[trait] == b[trait],
        m,
        u,
        rare=trait if rare else "",
    )


def alike(trait: str, least: float, m: float, u: float, label: Label) -> Level:
    """Jaro-Winkler likeness of at least ``least``."""
    return Level(
        f"alike_{int(least * 100)}",
        label,
        f"jaro_winkler_similarity({trait}_l, {trait}_r) >= {least}",
        lambda a, b: JaroWinkler.similarity(a[trait] or "", b[trait] or "") >= least,
        m,
        u,
    )


def one_off(trait: str, m: float, u: float, label: Label) -> Level:
    """One sign more, less or other."""
    return Level(
        "one_off",
        label,
        f"levenshtein({trait}_l, {trait}_r) <= 1 and length({trait}_l) >= 4",
        lambda a, b: (
            len(a[trait] or "") >= 4 and Levenshtein.distance(a[trait] or "", b[trait] or "") <= 1
        ),
        m,
        u,
    )


_NAME: Final = Comparison(
    "name",
    pgettext_lazy("evidence", "Name"),
    "name",
    (
        exact("name", 0.5, 0.0001, rare=True),
        exact("own", 0.1, 0.0004, _("the same but for the place"), rare=True),
        exact("sound", 0.05, 0.0004, _("sounds the same")),
        one_off("sound", 0.12, 0.0006, _("one letter apart")),
        alike("sound", 0.92, 0.12, 0.003, _("much alike")),
        alike("sound", 0.82, 0.08, 0.03, _("somewhat alike")),
    ),
    (0.03, 0.966),
)
_PHONE: Final = Comparison(
    "phone",
    pgettext_lazy("evidence", "Phone"),
    "phone",
    (
        exact("phone", 0.6, 0.0002, rare=True),
        exact("phone_tail", 0.08, 0.0003, _("same last seven digits")),
    ),
    (0.32, 0.9995),
)
_EMAIL: Final = Comparison(
    "email",
    pgettext_lazy("evidence", "E-mail"),
    "email",
    (
        exact("email", 0.6, 0.0001, rare=True),
        exact("domain", 0.15, 0.002, _("same domain"), rare=True),
    ),
    (0.25, 0.9979),
)
_BORN: Final = Comparison(
    "birthday",
    pgettext_lazy("evidence", "Birthday"),
    "birthday",
    (exact("birthday", 0.85, 0.0001), one_off("birthday", 0.1, 0.002, _("one digit apart"))),
    (0.05, 0.9979),
)
_PLACE: Final = Comparison(
    "place",
    pgettext_lazy("evidence", "Address"),
    "street",
    (
        exact("street", 0.5, 0.0005, rare=True),
        alike("street", 0.88, 0.25, 0.01, _("much alike")),
    ),
    (0.25, 0.9895),
)
_CITY: Final = Comparison(
    "city",
    pgettext_lazy("evidence", "City"),
    "city",
    (
        exact("city", 0.8, 0.05, rare=True),
        alike("city", 0.88, 0.1, 0.01, _("much alike")),
    ),
    (0.1, 0.94),
)
# The city says most of what the postcode says, so that this adds little.
_POSTCODE: Final = Comparison(
    "postcode",
    pgettext_lazy("evidence", "Postcode"),
    "postcode",
    (exact("postcode", 0.75, 0.02), one_off("postcode", 0.15, 0.02, _("one digit apart"))),
    (0.1, 0.96),
)
_CODE: Final = Comparison(
    "credit_code",
    pgettext_lazy("evidence", "Credit code"),
    "credit_code",
    (
        exact("credit_code", 0.87, 0.000001),
        one_off("credit_code", 0.1, 0.0002, _("one digit apart")),
    ),
    (0.03, 0.9997),
)
_WECHAT: Final = Comparison(
    "wechat",
    pgettext_lazy("evidence", "WeChat"),
    "wechat",
    (exact("wechat", 0.8, 0.00001),),
    (0.2, 0.99999),
)
_FIRM: Final = Comparison(
    "firm",
    pgettext_lazy("evidence", "Customer"),
    "firm",
    (exact("firm", 0.75, 0.001, rare=True), alike("firm", 0.9, 0.1, 0.003, _("much alike"))),
    (0.15, 0.996),
)

COMPARISONS: Final[Mapping[str, Sequence[Comparison]]] = {
    "account": (_NAME, _PHONE, _EMAIL, _CODE, _PLACE, _CITY, _POSTCODE, _BORN),
    "person": (_NAME, _PHONE, _EMAIL, _WECHAT, _FIRM, _BORN),
}


@dataclass(frozen=True)
class Evidence:
    """What one trait says of a pair, in bits."""

    trait: str
    level: str
    weight: float


def compare(noun: str, left: Traits, right: Traits) -> list[Evidence]:
    """What each trait that both have says of two records."""
    return [
        _graded(one, left, right)
        for one in COMPARISONS[noun]
        if left[one.needs] is not None and right[one.needs] is not None
    ]


def likelihood(evidence: Sequence[Evidence], prior: float = PRIOR) -> float:
    """The probability that the pair is one, from 0 to 1."""
    bits = log2(prior / (1 - prior)) + sum(one.weight for one in evidence)
    return 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))


def _graded(one: Comparison, left: Traits, right: Traits) -> Evidence:
    for level in one.levels:
        if level.holds(left, right):
            return Evidence(one.name, level.key, round(level.weight, 2))
    m, u = one.otherwise
    return Evidence(one.name, "different", round(log2(m / u), 2))
