"""The eight classes and the segments of RFM, each with its rule and its advice."""

from django.utils.translation import gettext_lazy as _

from guanxi.insight.classes import RfmClass, RfmSegment
from guanxi.insight.measures import Class

CLASSES = (
    Class(
        RfmClass.IMPORTANT_VALUE,
        RfmClass.IMPORTANT_VALUE.label,
        _("Recency, frequency and money are all high."),
        _("The best service and a named contact; ask for referrals before offering discounts."),
        tone="malachite",
    ),
    Class(
        RfmClass.IMPORTANT_DEVELOP,
        RfmClass.IMPORTANT_DEVELOP.label,
        _("Bought recently and for much, but seldom."),
        _("Raise frequency: related products, a replenishment rhythm, membership benefits."),
        tone="azurite",
    ),
    Class(
        RfmClass.IMPORTANT_KEEP,
        RfmClass.IMPORTANT_KEEP.label,
        _("Bought often and for much, but not recently."),
        _("Get in touch now: ask what changed, bring news, and agree on the next order."),
        tone="gamboge",
    ),
    Class(
        RfmClass.IMPORTANT_RETAIN,
        RfmClass.IMPORTANT_RETAIN.label,
        _("Bought for much, but seldom and not recently."),
        _("Visit or call in person, find the cause, and make a win-back offer worth its cost."),
        tone="cinnabar",
    ),
    Class(
        RfmClass.GENERAL_VALUE,
        RfmClass.GENERAL_VALUE.label,
        _("Buys often and recently, but for little."),
        _("Raise the value of each order: bundles, larger packs, a better grade."),
    ),
    Class(
        RfmClass.GENERAL_DEVELOP,
        RfmClass.GENERAL_DEVELOP.label,
        _("Bought recently, but seldom and for little."),
        _("Make the second and third purchase easy: a trial, a starter offer, clear guidance."),
    ),
    Class(
        RfmClass.GENERAL_KEEP,
        RfmClass.GENERAL_KEEP.label,
        _("Used to buy often, for little, and has gone quiet."),
        _("Remind at low cost by mail or message; do not spend a seller's time."),
    ),
    Class(
        RfmClass.GENERAL_RETAIN,
        RfmClass.GENERAL_RETAIN.label,
        _("Recency, frequency and money are all low."),
        _("Keep only in low-cost mailings, or let go."),
    ),
)

SEGMENTS = (
    Class(
        RfmSegment.CHAMPION,
        RfmSegment.CHAMPION.label,
        _("R 4–5 with FM 5, or R 5 with FM 4."),
        _("Thank them, show new products first, and ask them to speak for you."),
        tone="malachite",
    ),
    Class(
        RfmSegment.LOYAL,
        RfmSegment.LOYAL.label,
        _("R 3–4 with FM 4, or R 3 with FM 5."),
        _("Offer the next grade and ask for their opinion."),
    ),
    Class(
        RfmSegment.POTENTIAL_LOYALIST,
        RfmSegment.POTENTIAL_LOYALIST.label,
        _("R 4–5 with FM 2–3."),
        _("Invite into the programme and recommend what fits their purchases."),
    ),
    Class(
        RfmSegment.NEW,
        RfmSegment.NEW.label,
        _("R 5 with FM 1."),
        _("Welcome them, help with the first use, and stay near until the second order."),
    ),
    Class(
        RfmSegment.PROMISING,
        RfmSegment.PROMISING.label,
        _("R 3–4 with FM 1."),
        _("Make yourself known: samples, cases of use, a small reason to return."),
    ),
    Class(
        RfmSegment.NEEDS_ATTENTION,
        RfmSegment.NEEDS_ATTENTION.label,
        _("R 3 with FM 2–3."),
        _("Make an offer for a limited time, built on what they bought before."),
    ),
    Class(
        RfmSegment.ABOUT_TO_SLEEP,
        RfmSegment.ABOUT_TO_SLEEP.label,
        _("R 2 with FM 1–2."),
        _("Reconnect with something useful before the habit is gone."),
    ),
    Class(
        RfmSegment.AT_RISK,
        RfmSegment.AT_RISK.label,
        _("R 2 with FM 3–5, or R 1 with FM 3."),
        _("Call in person; settle open complaints first, then bring a renewal offer."),
        tone="gamboge",
    ),
    Class(
        RfmSegment.CANNOT_LOSE,
        RfmSegment.CANNOT_LOSE.label,
        _("R 1 with FM 4–5."),
        _("Let a leader visit this week; learn what the competitor offers and answer it."),
        tone="cinnabar",
    ),
    Class(
        RfmSegment.HIBERNATING,
        RfmSegment.HIBERNATING.label,
        _("R 1 with FM 2."),
        _("Offer other products at low cost; win back only where the value is worth it."),
    ),
    Class(
        RfmSegment.LOST,
        RfmSegment.LOST.label,
        _("R 1 with FM 1."),
        _("One last cheap attempt, then leave them in peace."),
    ),
)
