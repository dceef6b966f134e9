"""What the demo company's sellers know of their customers: level, relation, who brought whom."""

import datetime as dt
from random import Random

from guanxi.customers.choices import Attention, RelationType, Source, Tier
from guanxi.demo.company import Company
from guanxi.demo.customers import Customer
from guanxi.insight.judgements.models import JudgedFactor, Judgement

LEVELS = (Attention.REACTIVE, Attention.ACCOUNTABLE, Attention.PROACTIVE, Attention.PARTNERSHIP)
HEIGHTS = {Tier.BASIC: 0, Tier.STANDARD: 1, Tier.MAJOR: 2, Tier.VIP: 3}
RELATIONS = (
    RelationType.TRANSACTION,
    RelationType.PREFERRED,
    RelationType.PARTNERSHIP,
    RelationType.ALLIANCE,
)
NOTES = {
    "zh": ("", "", "上次年会上当面说的", "采购负责人的原话", "对比了三家报价", "看过他们的评分表"),
    "en": (
        *("", "", "Said at the last yearly meeting", "In the buyer's own words"),
        *("They compared three quotations", "Seen in their supplier rating"),
    ),
}
# The part of the customers that have a level, a relation type, judgements; and belong to a group.
LEVELLED, RELATED, JUDGING, GROUPED = 0.6, 0.5, 0.25, 0.05
BEST = 5
# Nobody sells on credit to those of whom most is doubted.
OF_CREDIT = {"credit", "character", "capacity", "capital", "collateral", "conditions"}


def make_judgements(company: Company, customers: list[Customer]) -> None:
    """Levels, relations and groups on the customers, not stored yet; judgements, stored."""
    chance = Random(company.chance.random())  # noqa: S311 - a story, not a secret
    buyers = [one for one in customers if one.bought]
    for one in buyers:
        height = HEIGHTS[Tier(one.account.tier)]
        if chance.random() < LEVELLED:
            one.account.attention = LEVELS[_near(height, chance)]
        if chance.random() < RELATED:
            one.account.relation_type = RELATIONS[_near(height, chance)]
    _bring(customers, buyers, chance)
    company.keep([one for buyer in buyers for one in _judged(company, buyer, chance)])


def _near(height: int, chance: Random) -> int:
    return min(3, max(0, height + chance.choice((-1, 0, 0, 0, 1))))


def _bring(customers: list[Customer], buyers: list[Customer], chance: Random) -> None:
    """Who came by referral came through a buyer; a few belong to a larger one."""
    if len(buyers) < BEST:
        return
    known = chance.sample(buyers, max(1, len(buyers) // 12))
    for one in customers:
        other = chance.choice(known).account
        if other.pk == one.account.pk:
            continue
        if one.account.source == Source.REFERRAL and other.created_at < one.account.created_at:
            one.account.referrer_id = other.pk
    heads = chance.sample(buyers, max(1, len(buyers) // 60))
    taken = {head.account.pk for head in heads}
    for one in customers:
        if one.account.pk not in taken and chance.random() < GROUPED:
            one.account.parent_id = chance.choice(heads).account.pk


def _judged(company: Company, customer: Customer, chance: Random) -> list[Judgement]:
    if chance.random() > JUDGING:
        return []
    mood = chance.randrange(1, 4)
    since = max(customer.account.created_at, company.now - dt.timedelta(days=400))
    return [
        Judgement(
            account=customer.account,
            factor=factor,
            score=min(BEST, max(1, mood + (factor in OF_CREDIT) + chance.choice((0, 1, 1, 2)))),
            note=chance.choice(NOTES[customer.language]),
            judged_at=since + (company.now - since) * chance.random(),
            judged_by=customer.owner,
        )
        for factor in JudgedFactor
        if chance.random() < 0.8
    ]
