"""Why a customer stands where it stands: figures, rule, comparison, advice, parameters, day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guanxi.insight.comparing import AXES, Compared, compared
from guanxi.insight.measures import UNKNOWN, UNKNOWN_NAME, Class, Figure, Measure
from guanxi.insight.models import MeasureRun
from guanxi.insight.profile import Profile
from guanxi.insight.records import latest_runs
from guanxi.insight.registry import measure_named
from guanxi.insight.wording import agreeing, said
from guanxi.platform.glossary.saying import words_in_english


@dataclass(frozen=True)
class Told:
    """A name and what is said under it."""

    label: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """All that the "why?" of one measure shows, in the active language.

    The figures are of the day `as_of`, when the profile was written last; where a later run found
    nothing of the customer's own changed, `holds_through` is its day: class, borders and comparison
    are of that one.
    """

    measure: str
    label: str
    class_key: str
    class_label: str
    reason: str
    rule: str
    class_rule: str
    advice: str
    figures: tuple[Told, ...]
    comparison: tuple[Compared, ...]
    parameters: tuple[Told, ...]
    as_of: dt.date | None
    holds_through: dt.date | None = None
    scores: tuple[int, ...] = ()
    segment: str = ""
    segment_advice: str = ""

    @property
    def has_borders(self) -> bool:
        """Whether classes are told apart by one figure, so that each begins and ends somewhere."""
        return any(one.low or one.high for one in self.comparison)


def explain(account_id: int, measure_key: str) -> Explanation | None:
    """Why the customer has its class; None before the measure was first computed for it.

    The caller has made sure that the actor may see the customer. Texts are in the active language.
    """
    measure = measure_named(measure_key)
    return next(iter(explain_all(account_id, [measure])), None)


def explain_all(
    account_id: int, measures: Sequence[Measure], profile: Profile | None = None
) -> list[Explanation]:
    """The explanations of those measures that were computed for the customer, in order.

    Whoever has read the customer's ``profile`` already gives it.
    """
    profile = profile or Profile.objects.filter(pk=account_id).first()
    if profile is None:
        return []
    runs = latest_runs()
    rows = [
        (measure, figures_of(measure, profile))
        for measure in measures
        if measure.is_of_customers and measure.key in runs
    ]
    words = words_in_english(text for one in rows for text in _texts(*one).values())
    return [
        explanation(measure, row | _texts(measure, row, words), runs[measure.key], profile.as_of)
        for measure, row in rows
    ]


def _texts(
    measure: Measure, row: Mapping[str, Any], words: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The texts among the figures, such as names of products; with ``words`` as they are said."""
    names = [one.column for one in measure.figures if one.kind == "text" and row.get(one.column)]
    return {name: (words or {}).get(row[name], row[name]) for name in names}


def figures_of(measure: Measure, profile: Profile) -> dict[str, Any]:
    """The columns of the measure's result as the profile keeps them."""
    kept = {column: getattr(profile, name) for column, name in measure.columns.items()}
    beside: dict[str, Any] = profile.reasons.get(measure.key, {})
    return kept | beside


def explanation(
    measure: Measure, row: Mapping[str, Any], run: MeasureRun, written_as_of: dt.date
) -> Explanation:
    """The explanation of one customer's row, written as of that day and found to hold since."""
    key = row["class"]
    found = None if key == UNKNOWN else measure.class_named(key)
    segment = _segment(measure, row)
    return Explanation(
        measure=measure.key,
        label=str(measure.label),
        class_key=key,
        class_label=_class_label(measure, key),
        reason=reason(measure, row, run.parameters),
        rule=str(measure.rule),
        class_rule=found.rule_with(run.parameters) if found else "",
        advice=str(found.advice) if found else "",
        figures=tuple(
            Told(str(figure.label), told_of(figure, row[figure.column]))
            for figure in measure.figures
            if row.get(figure.column) is not None
        ),
        comparison=compared(measure, run, row),
        parameters=parameters(measure, run.parameters),
        # What another measure had written later is no newer figure of this one.
        as_of=min(written_as_of, run.as_of),
        holds_through=run.as_of if run.as_of > written_as_of else None,
        scores=tuple(row[axis] for axis in AXES if row.get(axis) is not None),
        segment=str(segment.label) if segment else "",
        segment_advice=str(segment.advice) if segment else "",
    )


def reason(measure: Measure, row: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The sentence that says which figures led to the class, or what is missing."""
    if row["class"] == UNKNOWN:
        return str(measure.missing.get(row.get("missing", ""), ""))
    words = {figure.column: told_of(figure, row.get(figure.column)) for figure in measure.figures}
    # A row of an earlier version may name a cause of its own: it says nothing until the next night.
    sentence = str(measure.reasons.get(row.get("cause", ""), ""))
    return agreeing(sentence % ({**parameters} | words))


def told_of(figure: Figure, value: Any) -> str:
    """The figure in words; a class by its name."""
    if figure.kind == "class":
        return str({one.key: one.label for one in figure.classes}.get(value, UNKNOWN_NAME))
    return said(value, figure.kind)


def parameters(measure: Measure, values: Mapping[str, Any]) -> tuple[Told, ...]:
    """The parameters of a run, named and with their unit."""
    told = []
    for name, bounds in measure.parameters.bounds().items():
        if name in values:
            told.append(Told(str(bounds.label), bounds.said(values[name])))
    return tuple(told)


def _segment(measure: Measure, row: Mapping[str, Any]) -> Class | None:
    key = row.get("segment", UNKNOWN)
    return None if key == UNKNOWN else measure.class_named(key)


def _class_label(measure: Measure, key: str) -> str:
    return str(measure.unknown_label if key == UNKNOWN else measure.class_named(key).label)
