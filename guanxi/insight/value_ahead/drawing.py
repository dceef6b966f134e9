"""The drawings of the page as geometry: chances as columns, the check as bars with dots."""

import datetime as dt
from dataclasses import dataclass

from guanxi.insight.structure.links import list_where
from guanxi.insight.value_ahead.figures import Band, Checked
from guanxi.insight.wording import money
from guanxi.platform.money.amounts import major_units

LEFT, RIGHT, BOTTOM, TOP = 44.0, 620.0, 228.0, 34.0
CHANCE_BANDS = 10
SHOWN_COHORTS = 12
GAP = 0.22
MONTHS_A_QUARTER = 3


@dataclass(frozen=True)
class Column:
    """One column of a drawing: where it stands, what is written on it, where it leads."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str
    customers: int
    href: str
    value: int = 0
    tone: str = ""
    short: str = ""


@dataclass(frozen=True)
class Tested:
    """One cohort of the check: the bar of what came, dots of what was foretold."""

    bar: Column
    actual: float
    predicted: float
    naive: float
    predicted_y: str
    naive_y: str
    naive_path: str
    label_y: str


@dataclass(frozen=True)
class BandRow:
    """One row of the table of values: a band, its customers and what they bring."""

    label: str
    customers: int
    part: float
    value: int
    share: float
    part_bar: int
    share_bar: int
    href: str


def draw_chances(chances: tuple[Band, ...], fading_below: int) -> tuple[Column, ...]:
    """Ten columns, from who has surely stopped to who surely still buys."""
    found = {band.step: band for band in chances}
    most = max((band.customers for band in chances), default=0)
    width = (RIGHT - LEFT) / CHANCE_BANDS
    columns = []
    for step in range(CHANCE_BANDS):
        band = found.get(step, Band(step, 0, 0))
        height = (BOTTOM - TOP) * band.customers / most if most else 0
        last = 10 * step + (10 if step == CHANCE_BANDS - 1 else 9)
        columns.append(
            Column(
                x=f"{LEFT + width * (step + GAP / 2):.1f}",
                y=f"{BOTTOM - height:.1f}",
                width=f"{width * (1 - GAP):.1f}",
                height=f"{height:.1f}",
                middle=f"{LEFT + width * (step + 0.5):.1f}",
                label=f"{10 * step}–{10 * step + 10}%",
                customers=band.customers,
                href=list_where(("clv_alive", "between", [10 * step, last])),
                value=band.value,
                tone="ash" if 10 * step < fading_below else "top",
                short=f"{10 * step}%",
            )
        )
    return tuple(columns)


def draw_check(cohorts: tuple[Checked, ...]) -> tuple[Tested, ...]:
    """The latest cohorts: customers by the quarter in which they first bought."""
    shown = cohorts[-SHOWN_COHORTS:]
    most = max((max(c.actual, c.predicted, c.naive) for c in shown), default=0)
    if not most:
        return ()
    width = (RIGHT - LEFT) / len(shown)
    return tuple(
        _tested(one, place, width, (BOTTOM - TOP) / most) for place, one in enumerate(shown)
    )


def value_rows(values: tuple[Band, ...]) -> tuple[BandRow, ...]:
    """Customers by powers of ten of what they will bring, the largest first."""
    customers = sum(band.customers for band in values)
    total = sum(band.value for band in values)
    return tuple(_band_row(band, customers, total) for band in reversed(values))


def _tested(one: Checked, place: int, width: float, scale: float) -> Tested:
    since = one.since or dt.date.min
    x = LEFT + width * (place + GAP / 2)
    wide = width * (1 - GAP)
    naive_y = BOTTOM - one.naive * scale
    predicted_y = BOTTOM - one.predicted * scale
    bar = Column(
        x=f"{x:.1f}",
        y=f"{BOTTOM - one.actual * scale:.1f}",
        width=f"{wide:.1f}",
        height=f"{one.actual * scale:.1f}",
        middle=f"{x + wide / 2:.1f}",
        label=f"{since:%y}Q{(since.month - 1) // MONTHS_A_QUARTER + 1}",
        customers=one.customers,
        href=list_where(
            ("first_purchase_on", "between", [since.isoformat(), _quarter_end(since).isoformat()])
        ),
        tone="ash",
    )
    highest = BOTTOM - max(one.actual, one.predicted) * scale
    return Tested(
        bar=bar,
        actual=one.actual,
        predicted=one.predicted,
        naive=one.naive,
        predicted_y=f"{predicted_y:.1f}",
        naive_y=f"{naive_y:.1f}",
        naive_path=f"M{x:.1f} {naive_y:.1f}h{wide:.1f}",
        label_y=f"{highest - 9:.1f}",
    )


def _quarter_end(since: dt.date) -> dt.date:
    months = since.year * 12 + since.month - 1 + MONTHS_A_QUARTER
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(1)


def _band_row(band: Band, customers: int, total: int) -> BandRow:
    low, high = _borders(band.step)
    part, share = band.customers / customers, band.value / total if total else 0.0
    label = f"< {money(high)}" if band.step < 0 else f"{money(low)} – {money(high)}"
    return BandRow(
        label=label,
        customers=band.customers,
        part=part,
        value=band.value,
        share=share,
        part_bar=round(100 * part),
        share_bar=round(100 * share),
        href=list_where(
            ("clv_value", "gte", major_units(low)), ("clv_value", "lt", major_units(high))
        ),
    )


def _borders(step: int) -> tuple[int, int]:
    """The amounts, in minor units, between which a band lies."""
    return (0, 100) if step < 0 else (100 * 10**step, 1_000 * 10**step)
