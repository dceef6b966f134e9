"""Five levels of attention: the fitting one beside the one given."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import Attention
from guanxi.insight.measures import Class, Column, Figure, Measure
from guanxi.insight.parameters import Parameters, choice, number


@dataclass(frozen=True)
class AttentionParameters(Parameters):
    """Kotler's table: number of customers by unit margin (handbook, section 1)."""

    RISING = (("few_below", "many_from"), ("low_percent", "high_percent"))

    segment_by: str = choice(
        "pyramid",
        _("Segments by"),
        (
            ("pyramid", _("Tier of the pyramid")),
            ("industry", _("Industry")),
            ("tier", _("Tier")),
            ("kind", _("Kind")),
        ),
    )
    many_from: int = number(200, _("Many customers from"), 2, 1_000_000)
    few_below: int = number(20, _("Few customers below"), 1, 100_000)
    high_percent: int = number(
        150, _("Unit margin is high from this part of the firm's"), 1, 10_000, "%"
    )
    low_percent: int = number(
        75, _("Unit margin is low below this part of the firm's"), 1, 10_000, "%"
    )


CLASSES = (
    Class(
        "basic",
        Attention.BASIC.label,
        _("Many customers, low unit margin."),
        _("Sell, and be reachable; self-service for the rest."),
        tone="ash",
    ),
    Class(
        "reactive",
        Attention.REACTIVE.label,
        _("Many customers of medium margin, or a medium number of low margin."),
        _("Sell, invite questions, and answer them fast."),
    ),
    Class(
        "accountable",
        Attention.ACCOUNTABLE.label,
        _("On the diagonal: many of high, a medium number of medium, few of low margin."),
        _("Call after each delivery: does it work, what is missing? Pass on what you hear."),
        tone="azurite",
    ),
    Class(
        "proactive",
        Attention.PROACTIVE.label,
        _("A medium number of high margin, or few of medium margin."),
        _("Come by yourself, on a rhythm, with ideas of how it could do better."),
        tone="azurite",
    ),
    Class(
        "partnership",
        Attention.PARTNERSHIP.label,
        _("Few customers, high unit margin."),
        _("Work at its success together, without end: joint plans, joint people, joint figures."),
        tone="malachite",
    ),
)
SEGMENTS = (
    Class(
        "too_little",
        pgettext_lazy("attention", "Too little given"),
        _("The level given lies below the fitting one."),
        _("Raise the level, or say why it may stay lower."),
        tone="gamboge",
    ),
    Class(
        "fitting",
        pgettext_lazy("attention", "As it should be"),
        _("The level given is the fitting one."),
        _("Keep it."),
        tone="malachite",
    ),
    Class(
        "too_much",
        pgettext_lazy("attention", "More than fits"),
        _("The level given lies above the fitting one."),
        _("See whether its potential justifies it; otherwise free the time for others."),
        tone="azurite",
    ),
    Class(
        "not_given",
        pgettext_lazy("attention", "No level given"),
        _("No level of attention is entered."),
        _("Enter a level on the customer, so that everybody knows what it may expect."),
        tone="ash",
    ),
)
ATTENTION = Measure(
    key="attention",
    label=_("Level of attention"),
    grain="One row per customer: the level of attention that fits its segment, and the one given.",
    rule=_(
        "The more a segment's customers bring each and the fewer they are, the more attention fits."
    ),
    parameters=AttentionParameters,
    classes=CLASSES,
    segments=SEGMENTS,
    profile=(
        Column(
            "class",
            "attention_class",
            _("Fitting level of attention"),
            classes=CLASSES,
            is_indexed=False,
        ),
        Column(
            "segment",
            "attention_segment",
            _("Attention given against fitting"),
            classes=SEGMENTS,
            is_indexed=False,
        ),
    ),
    figures=(
        Figure("customers", _("Customers in its segment"), "count"),
        Figure("unit_margin", _("Margin of each of them"), "money"),
        Figure("firm_margin", _("Margin of each of all customers"), "money"),
        Figure("difference", _("Levels given above the fitting one"), "count"),
    ),
    reasons={
        "": _(
            "%(customers)s customers in its segment bring %(unit_margin)s each; all customers "
            "bring %(firm_margin)s each."
        )
    },
    missing={
        "margin": _("It has never bought, so its segment's margin says nothing of it."),
        "segment": _("It belongs to no segment: what segments are made by is not known of it."),
        "firm": _("The firm's margin in the window is not positive, so levels mean nothing."),
    },
    stamps=("customers", "unit_margin", "firm_margin"),
    home="portfolio/attention",
    is_compact=True,
)
