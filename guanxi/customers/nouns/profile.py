"""The computed classes as fields of a customer: to read, filter and sort by, never to write."""

from collections.abc import Mapping
from typing import Any

_CLASSES: Mapping[str, Mapping[str, str]] = {
    "rfm_class": {
        "important_value": "malachite",
        "important_develop": "azurite",
        "important_keep": "gamboge",
        "important_retain": "cinnabar",
        "unknown": "ash",
    },
    "rfm_segment": {"champion": "malachite", "at_risk": "gamboge", "cannot_lose": "cinnabar"},
    "abc_class": {"A": "azurite", "unknown": "ash"},
    "pyramid_class": {"vip": "lotus", "major": "azurite", "unknown": "ash"},
    "lifecycle_class": {
        "exploration": "azurite",
        "growth": "azurite",
        "stability": "malachite",
        "decline": "gamboge",
        "ended": "ash",
    },
    "clv_class": {
        "high": "malachite",
        "medium": "azurite",
        "fading": "gamboge",
        "low": "ash",
        "unknown": "ash",
    },
}
_PLAIN_CLASSES = ("lifecycle_was",)
_MONEY = (
    "abc_contribution",
    "rfm_money",
    "revenue_total",
    "clv_value",
    "clv_low",
    "clv_high",
)
_FIGURES = (
    "rfm_r",
    "rfm_f",
    "rfm_m",
    "rfm_fm",
    "purchase_days",
    "clv_alive",
    "clv_model",
    "first_purchase_on",
    "last_purchase_on",
    "next_purchase_on",
)
_COMPUTED: Mapping[str, Any] = {"required": False, "editable": False, "default": None}

PROFILE_FIELDS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *((f"profile__{name}", {**_COMPUTED, "tones": tones}) for name, tones in _CLASSES.items()),
    *((f"profile__{name}", {**_COMPUTED, "type": "money"}) for name in _MONEY),
    *((f"profile__{name}", _COMPUTED) for name in (*_PLAIN_CLASSES, *_FIGURES)),
)
