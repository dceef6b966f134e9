"""Customers of the demo company: who they are, where, and whose they are."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from guanxi.customers.choices import AccountKind, AccountRole, Source, Tier
from guanxi.customers.models import Account, Person
from guanxi.demo.company import Company
from guanxi.demo.rhythms import KINDS, WEIGHTS, Purchase, purchases
from guanxi.demo.words import firms, places
from guanxi.demo.words.known import KNOWN, Known
from guanxi.demo.words.staff import ABROAD_TEAMS, ASIAN, OTHER_PROVINCES, TEAM_OF_PROVINCE
from guanxi.platform.actors.models import User
from guanxi.platform.cleaning.credit_codes import check_sign
from guanxi.platform.cleaning.names import company_key, pinyin_key

ABROAD_SHARE = 0.11
LARGEST_ORDER = 420_000.0
TERMS, OF_TERMS = (0, 30, 45, 60), (25, 55, 15, 5)
SLOW = 0.02
SIZES = ("micro", "small", "small", "medium", "medium", "large", "huge")


@dataclass
class Customer:
    """A customer with what the makers of its history need to know of it.

    It is to pay ``term`` days after an order, and does so ``delay`` days later.
    """

    account: Account
    owner: User
    rhythm: str
    usual: float
    bought: list[Purchase]
    industry: firms.Industry
    term: int = 30
    delay: int = 0
    abroad: places.Abroad | None = None
    people: list[Person] = field(default_factory=list)
    orders: list[Any] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language spoken with this customer."""
        return "en" if self.abroad else "zh"


def make_customers(company: Company, count: int, *, with_known: bool) -> list[Customer]:
    """``count`` customers, stored."""
    made = [_known(company, one) for one in KNOWN] if with_known else []
    while len(made) < count:
        far = company.chance.random() < ABROAD_SHARE
        made.append(_abroad(company) if far else _at_home(company))
    company.keep([one.account for one in made], may_change=True)
    return made


def _at_home(company: Company) -> Customer:
    chance = company.chance
    place = chance.choices(places.PLACES, [one.weight for one in places.PLACES])[0]
    industry = chance.choices(firms.INDUSTRIES, [one.weight for one in firms.INDUSTRIES])[0]
    rhythm = chance.choices(KINDS, WEIGHTS)[0]
    name = _fresh(company, lambda: _firm_name(company, place, industry))
    return _customer(company, name, place, industry, rhythm)


def _known(company: Company, one: Known) -> Customer:
    place = next(place for place in places.PLACES if place.city == one.city)
    industry = next(trade for trade in firms.INDUSTRIES if trade.name == one.industry)
    company.names.add(one.name)
    made = _customer(company, one.name, place, industry, one.rhythm)
    made.account.tier = one.tier
    made.usual = max(made.usual, 60_000.0 if one.tier == "vip" else 24_000.0)
    return made


def _customer(
    company: Company, name: str, place: places.Place, industry: firms.Industry, rhythm: str
) -> Customer:
    chance = company.chance
    team = TEAM_OF_PROVINCE.get(place.province, OTHER_PROVINCES)
    made = _bare(company, name, industry, rhythm, team)
    account = made.account
    account.country = "中国"
    account.province, account.city = place.province, place.city
    account.district = chance.choice(place.districts)
    account.street = f"{chance.choice(places.STREETS)}{chance.randrange(1, 999)}号"
    account.phone = f"+86{place.dialling}0000{chance.randrange(10_000):04}"
    slug = pinyin_key(name)[:14]
    account.website = f"https://{slug}.example.com"
    account.email = f"info@{slug}.example.com"
    code = f"91{place.region}{_signs(chance, 9)}"
    account.credit_code = code + check_sign(code)
    if industry.name in {"高校与科研", "计量检测机构"}:
        account.kind = AccountKind.ORGANISATION
    return made


def _abroad(company: Company) -> Customer:
    chance = company.chance
    place = chance.choices(places.ABROAD, [one.weight for one in places.ABROAD])[0]
    trade = chance.choice(firms.ABROAD_INDUSTRIES)
    industry = next(one for one in firms.INDUSTRIES if one.name == trade)
    name = _fresh(company, lambda: _abroad_name(company, place))
    team = "亚太组" if place.country in ASIAN else ABROAD_TEAMS[place.currency]
    made = _bare(company, name, industry, chance.choices(KINDS, WEIGHTS)[0], team)
    made.abroad = place
    account = made.account
    account.country, account.city = place.country, place.city
    streets = places.STREETS_ABROAD.get(place.country, places.STREETS_ABROAD[""])
    account.street = chance.choice(streets).format(chance.randrange(1, 220))
    account.phone = f"{place.phone}{chance.randrange(1000):03}"
    slug = "".join(part.lower() for part in name.split()[:2])
    account.website = f"https://{slug}.example.net"
    account.email = f"info@{slug}.example.net"
    account.chain_roles = ["dealer"] if chance.random() < 0.3 else ["final"]
    return made


def _bare(
    company: Company, name: str, industry: firms.Industry, rhythm: str, team: str
) -> Customer:
    chance = company.chance
    owner = chance.choice(company.sellers[team])
    scale = chance.paretovariate(0.98)
    gap = min(240.0, max(9.0, chance.lognormvariate(4.5, 0.5) / scale**0.25))
    bought = purchases(rhythm, gap / company.thrift, company.begin, company.today, chance)
    created = _created(company, bought)
    account = Account(
        name=name,
        name_key=pinyin_key(name)[:200],
        match_key=company_key(name)[:200],
        kind=AccountKind.BUSINESS,
        role=_role(rhythm),
        chain_roles=["final"],
        tier=_tier(scale),
        industry=industry.name,
        size=chance.choice(SIZES),
        source=chance.choice(Source.values),
        tags=chance.sample(firms.TAGS, chance.choice((0, 0, 0, 1, 1, 2))),
        owner=owner,
        team=owner.team,
        created_at=created,
        updated_at=created,
        created_by=owner,
        updated_by=owner,
    )
    usual = min(LARGEST_ORDER, 2_200.0 * scale)
    term = chance.choices(TERMS, OF_TERMS)[0]
    delay = chance.randrange(12, 60) if chance.random() < SLOW else 0
    return Customer(account, owner, rhythm, usual, bought, industry, term, delay)


def _created(company: Company, bought: list[Purchase]) -> dt.datetime:
    if not bought:
        return company.past(company.day_before(2, 700))
    before = dt.timedelta(days=company.chance.randrange(3, 60))
    return company.past(bought[0].day - before)


def _role(rhythm: str) -> str:
    return {"prospect": AccountRole.POTENTIAL, "lost": AccountRole.LOST}.get(
        rhythm, AccountRole.CURRENT
    )


def _tier(scale: float) -> str:
    limits = ((40, Tier.VIP), (12, Tier.MAJOR), (2, Tier.STANDARD), (0, Tier.BASIC))
    return next(tier for limit, tier in limits if scale >= limit)


def _firm_name(company: Company, place: places.Place, industry: firms.Industry) -> str:
    chance = company.chance
    city = place.city.removesuffix("市")
    shop = chance.choice(firms.FIRST) + chance.choice(firms.SECOND)
    institute = industry.name == "高校与科研"
    form = chance.choice(firms.INSTITUTE_FORMS if institute else firms.FORMS)
    return f"{city}{shop}{chance.choice(industry.words)}{form}"


def _abroad_name(company: Company, place: places.Abroad) -> str:
    chance = company.chance
    first, second = chance.choice(firms.ABROAD_FIRST), chance.choice(firms.ABROAD_SECOND)
    town = f" {place.city}" if chance.random() < 0.5 else ""
    form = chance.choice(place.forms).replace("Pte.Ltd.", "Pte. Ltd.").replace("Co.,", "Co., ")
    return f"{first} {second}{town} {form}"


def _fresh(company: Company, draw: Any) -> str:
    """A name that no customer has yet; a place of business tells the rest apart."""
    name: str = draw()
    tries = 1
    while name in company.names:
        tries += 1
        name = draw() if tries < 6 else f"{draw()} {tries}"
    company.names.add(name)
    return name


def _signs(chance: Any, count: int) -> str:
    return "MA" + "".join(
        chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(count - 2)
    )
