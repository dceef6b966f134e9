"""What customers of the demo company answered in its surveys, and how free they are to leave."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from guanxi.demo.company import Company, Mould
from guanxi.demo.customers import Customer
from guanxi.demo.words import questions
from guanxi.platform.money.amounts import minor_units
from guanxi.surveys.choices import DELIVERED_VALUES, USUAL_SCALES, Height
from guanxi.surveys.models import SurveyAnswer, SwitchingNote

ANSWER, NOTE = Mould(SurveyAnswer), Mould(SwitchingNote)
# How satisfied one is who buys like this, from 0 to 1.
CONTENT = {
    **{"steady": 0.72, "growing": 0.84, "declining": 0.5, "lost": 0.36},
    **{"new": 0.68, "once": 0.5, "prospect": 0.55},
}
QUARTERS = 6
YEAR = dt.timedelta(days=365)
# The part of the customers that each survey reaches.
QUARTERLY, INDEXED, QUALITY, FEATURES, DRIVERS, NOTED = 0.16, 0.13, 0.06, 0.07, 0.2, 0.15
DELIVERED, THINGS, RIVAL_TOO = 0.06, 0.25, 0.6
# Some buy on though they are not content, others leave though they are.
CONTRARY = 0.15


def make_answers(company: Company, customers: list[Customer]) -> int:
    """Answers of the last eighteen months, and notes on switching; how many answers."""
    chance = Random(company.chance.random())  # noqa: S311 - a story, not a secret
    moods = {one.account.pk: _mood(one, chance) for one in customers if one.bought}
    buyers = [one for one in customers if one.bought]
    asked = Survey(company, chance, moods)
    found = [
        *asked.quarterly(buyers),
        *asked.index(buyers),
        *asked.quality(buyers),
        *asked.features(buyers),
        *asked.drivers(buyers),
        *asked.delivered(buyers),
        *asked.things(buyers),
    ]
    found.sort(key=lambda one: one.answered_on)
    company.keep(found)
    company.keep([_note(company, one, chance) for one in buyers if chance.random() < NOTED])
    return len(found)


class Survey:
    """Asking customers, each of whom answers by its mood."""

    def __init__(self, company: Company, chance: Random, moods: dict[int, float]) -> None:
        self.company, self.chance, self.moods = company, chance, moods
        self.sheets = 0

    def quarterly(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """Recommendation, satisfaction, effort and attitude, each quarter; the rival's too."""
        for quarter in range(QUARTERS):
            for one in self._reached(buyers, QUARTERLY * self.company.thrift):
                day = self._day(90 * quarter, 90 * quarter + 60)
                # A new service desk has been at work for a year.
                mood = self._mood(one, 0.02 * (QUARTERS - quarter))
                given = [("nps", "", mood**0.5), ("satisfaction", "", mood), ("ces", "", mood)]
                comment = self._comment(one, mood)
                yield from self._sheet(one, day, "季度回访", given, comment=comment)
                yield from self._sheet(one, day, "季度回访", [("attitude", "", mood)])
                if self.chance.random() < 0.4:
                    other = self._mood(one, -0.05)
                    told = [("attitude", "", other)]
                    yield from self._sheet(one, day, "季度回访", told, firm=questions.RIVAL)

    def index(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """The satisfaction index, this year and last, and of a rival this year."""
        for ago, better, firm in ((400, -0.04, ""), (40, 0.0, ""), (40, -0.07, questions.RIVAL)):
            part = INDEXED * (0.6 if firm else 1.0) * self.company.thrift
            for one in self._reached(buyers, part):
                day = self._day(ago - 25, ago + 25)
                given = self._index_answers(self._mood(one, better))
                yield from self._sheet(one, day, "满意度指数调查", given, firm=firm)

    def quality(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """Expectations, perceptions and importance in the five dimensions of service."""
        for one in self._reached(buyers, QUALITY * self.company.thrift):
            mood, given = self._mood(one, 0.0), []
            for number in range(1, 23):
                lacks = questions.SHORT_OF[number - 1]
                given.append(("expectation", str(number), self._near(0.86, 0.12)))
                given.append(("perception", str(number), self._near(mood + 0.12 - lacks, 0.14)))
            given += [
                ("importance", key, self._near(part, 0.04))
                for key, part in questions.IMPORTANCE.items()
            ]
            yield from self._sheet(one, self._day(60, 110), "服务质量调查", given)

    def features(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """Pairs of answers on what the firm might offer."""
        for one in self._reached(buyers, FEATURES * self.company.thrift):
            given = []
            for name, usual in questions.FEATURES:
                with_it, without = self.chance.choice(usual)
                given.append(("functional", name, (with_it - 1) / 4))
                given.append(("dysfunctional", name, (without - 1) / 4))
            yield from self._sheet(one, self._day(120, 160), "功能需求调查", given)

    def drivers(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """What moves the intent to buy again: value, brand and relationship."""
        for one in self._reached(buyers, DRIVERS * self.company.thrift):
            mood, pull, given = self._mood(one, 0.0), -0.35, []
            for code, weight in questions.DRIVERS.items():
                score = self._near(mood, 0.2)
                pull += weight * (score - 0.6)
                given.append(("driver", code, score))
            intends = self.chance.random() < 1 / (1 + math.exp(-6 * pull - 3))
            given.append(("intent", "", self._near(0.9 if intends else 0.2, 0.08)))
            yield from self._sheet(one, self._day(20, 80), "客户资产驱动因素调查", given)

    def delivered(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """What they get and what it costs them, of us and often of the rival."""
        for one in self._reached(buyers, DELIVERED * self.company.thrift):
            lean, day = 0.4 * (self.moods[one.account.pk] - 0.65), self._day(30, 75)
            firms = ("", questions.RIVAL)
            for place, firm in enumerate(firms if self.chance.random() < RIVAL_TOO else firms[:1]):
                given = []
                for key, usual in questions.DELIVERED.items():
                    better = lean if key in DELIVERED_VALUES else -lean
                    given.append(("delivered", key, self._near(usual[place] + better, 0.13)))
                yield from self._sheet(one, day, "让渡价值调查", given, firm=firm)

    def things(self, buyers: list[Customer]) -> Iterator[SurveyAnswer]:
        """Satisfaction with single things, and how they add up to the overall one."""
        for one in self._reached(buyers, THINGS * self.company.thrift):
            overall, given = 0.3 + 0.45 * self._mood(one, 0.0), []
            for name, (usual, spoils, pleases) in questions.THINGS.items():
                part = round(4 * self._near(usual, 0.28)) / 4
                overall += pleases if part == 1 else -spoils if part < 0.5 else 0.0
                given.append(("attribute", name, part))
            given.append(("satisfaction", "", self._near(overall, 0.08)))
            yield from self._sheet(one, self._day(20, 85), "分项满意度调查", given)

    def _index_answers(self, mood: float) -> list[tuple[str, str, float]]:
        found = []
        for prefix, size, lean, spread in questions.INDEX:
            latent = self._near(mood + lean, 0.08)
            names = [f"{prefix}{n}" for n in range(1, size + 1)] if size else [prefix]
            found += [("index", name, self._near(latent, spread)) for name in names]
        return found

    def _sheet(  # noqa: PLR0913 the parts of a sheet
        self,
        one: Customer,
        day: dt.date,
        survey: str,
        given: Iterable[tuple[str, str, float]],
        firm: str = "",
        comment: str = "",
    ) -> Iterator[SurveyAnswer]:
        self.sheets += 1
        sheet = f"{day:%y%m}-{one.account.pk}-{self.sheets}"
        at = self.company.moment(day)
        person = one.people[0].pk if one.people else None
        for place, (kind, item, part) in enumerate(given):
            low, high = USUAL_SCALES[kind]
            yield ANSWER.cast(
                account_id=one.account.pk, person_id=person, kind=kind, item=item,
                value=round(low + part * (high - low)), scale_low=low, scale_high=high,
                answered_on=day, instrument=survey, sheet=sheet, firm=firm,
                comment="" if place else comment, created_at=at, updated_at=at,
            )  # fmt: skip

    def _reached(self, buyers: list[Customer], part: float) -> list[Customer]:
        return [one for one in buyers if self.chance.random() < part]

    def _mood(self, one: Customer, better: float) -> float:
        return self._near(self.moods[one.account.pk] + better, 0.08)

    def _near(self, middle: float, spread: float) -> float:
        return min(1.0, max(0.0, self.chance.gauss(middle, spread)))

    def _day(self, least: int, most: int) -> dt.date:
        return self.company.today - dt.timedelta(days=self.chance.randint(least + 1, most + 1))

    def _comment(self, one: Customer, mood: float) -> str:
        praise, blame = questions.PRAISE[one.language], questions.BLAME[one.language]
        said = praise if mood > 0.75 else blame if mood < 0.45 else ()
        return self.chance.choice(said) if said and self.chance.random() < 0.5 else ""


def _mood(one: Customer, chance: Random) -> float:
    usual = CONTENT[one.rhythm]
    if chance.random() < CONTRARY:
        usual = 1.1 - usual
    return min(1.0, max(0.0, chance.gauss(usual, 0.1)))


def _note(company: Company, one: Customer, chance: Random) -> SwitchingNote:
    day = company.day_before(10, 300)
    lately = sum(bought.share for bought in one.bought if bought.day > company.today - YEAR)
    share = chance.uniform(0.15, 0.95)
    need = minor_units(Decimal(round(one.usual * max(lately, 0.5) / share / 1_000) or 1) * 1_000)
    heights = [str(height) for height in Height]
    costs: dict[str, Any] = {
        name: chance.choice(heights)
        for name in ("money", "time", "learning", "relations", "contract")
    }
    at = company.moment(day)
    return NOTE.cast(
        account_id=one.account.pk, noted_on=day, yearly_need=need,
        alternatives=chance.choices(("none", "few", "many", ""), (12, 40, 33, 15))[0],
        main_reason=chance.choices(*questions.REASONS)[0],
        source=chance.choice(questions.SOURCES[one.language]),
        created_at=at, updated_at=at, **costs,
    )  # fmt: skip
