"""What the demo company found wanting in its own service: one finding for each gap."""

import datetime as dt

from guanxi.demo.company import Company
from guanxi.demo.telling import told
from guanxi.demo.words.trials import FOUND, Found
from guanxi.insight.gaps.models import GapState, QualityGap
from guanxi.platform.facts.models import Fact

FOUND_BEFORE = 45


def make_gaps(company: Company) -> list[Fact]:
    """The findings, one of them late and one closed; the facts of it."""
    made = [_finding(company, one) for one in FOUND]
    company.keep(made)
    return [fact for one in made for fact in _facts(one)]


def _finding(company: Company, found: Found) -> QualityGap:
    owner = company.staff[found.team][0]
    due_on = company.workday(company.today + dt.timedelta(days=found.due))
    at = company.past(min(due_on, company.today) - dt.timedelta(days=FOUND_BEFORE))
    closed_on = company.workday(due_on - dt.timedelta(days=6)) if found.is_closed else None
    return QualityGap(
        name=found.name,
        gap=found.gap,
        dimension=found.dimension,
        cause=found.cause,
        remedy=found.remedy,
        due_on=due_on,
        state=GapState.CLOSED if closed_on else GapState.OPEN,
        closed_on=closed_on,
        owner=owner,
        team=owner.team,
        created_at=at,
        updated_at=company.past(closed_on) if closed_on else at,
        created_by=owner,
        updated_by=owner,
    )


def _facts(one: QualityGap) -> list[Fact]:
    assert one.created_by is not None  # noqa: S101 - the demo's findings have makers
    said: dict[str, object] = {"name": [None, one.name], "gap": [None, one.gap]}
    facts = [told("quality_gap.created", one.pk, one.created_at, one.created_by, said)]
    if one.closed_on:
        said = {"state": [str(GapState.OPEN), str(GapState.CLOSED)]}
        facts.append(told("quality_gap.updated", one.pk, one.updated_at, one.created_by, said))
    return facts
