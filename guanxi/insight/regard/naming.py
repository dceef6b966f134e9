"""What surveys ask about, said to who reads English by the firm's words in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from guanxi.insight.regard.figures import Regard
from guanxi.insight.regard.surveyed import Surveyed
from guanxi.insight.satisfaction.equity import EquityDrivers
from guanxi.insight.satisfaction.factors import Factors
from guanxi.platform.glossary.saying import words_in_english

T = TypeVar("T")


def surveyed_said(found: Surveyed) -> Surveyed:
    """The same figures, their features, things, drivers and competitors by words of the reader."""
    names = [one.name for one in found.features]
    said = _said(
        [*names, *_keys(found.equity), *_keys(found.factors), *found.delivered, *found.index]
    )
    return replace(
        found,
        index=_by(found.index, said),
        features=tuple(replace(one, name=said[one.name]) for one in found.features),
        equity=_equity(found.equity, said),
        delivered=_by(found.delivered, said),
        factors=_factors(found.factors, said),
    )


def equity_said(found: EquityDrivers | str) -> EquityDrivers | str:
    """The same drivers by words of the reader."""
    return _equity(found, _said(_keys(found)))


def rivals_said(regard: Regard) -> Regard:
    """The same figures, competitors by words of the reader."""
    said = _said(["", *regard.rivals])
    quarters = tuple(replace(one, firm=said[one.firm]) for one in regard.quarters)
    return replace(regard, quarters=quarters, rivals=tuple(said[one] for one in regard.rivals))


def _said(texts: Iterable[str]) -> dict[str, str]:
    """By text its words; two texts that would be called alike keep their own."""
    listed = list(dict.fromkeys(texts))
    known = words_in_english(listed)
    said = {text: known.get(text, text) for text in listed}
    times = list(said.values())
    return {text: word if times.count(word) == 1 else text for text, word in said.items()}


def _by(found: Mapping[str, T], said: Mapping[str, str]) -> dict[str, T]:
    return {said[name]: one for name, one in found.items()}


def _keys(found: EquityDrivers | Factors | str) -> list[str]:
    if isinstance(found, str):
        return []
    return [
        one.key for one in (found.drivers if isinstance(found, EquityDrivers) else found.factors)
    ]


def _equity(found: EquityDrivers | str, said: Mapping[str, str]) -> EquityDrivers | str:
    if isinstance(found, str):
        return found
    return replace(found, drivers=tuple(replace(one, key=said[one.key]) for one in found.drivers))


def _factors(found: Factors | str, said: Mapping[str, str]) -> Factors | str:
    if isinstance(found, str):
        return found
    return replace(found, factors=tuple(replace(one, key=said[one.key]) for one in found.factors))
