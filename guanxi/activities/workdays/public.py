"""`python -m guanxi.activities.workdays.public`: the public holidays of a country, as JSON.

It runs as a process of its own: the library that knows them takes 14 MB, and what it says is asked
for once a year.
"""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

DAY = dt.timedelta(days=1)
# How far a holiday reaches over weekends and days that were moved to it.
FAR = 10
PATIENCE = 60
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Said = dict[str, Any]


@dataclass(frozen=True)
class PublicDays:
    """What is known of a country: days with their names, its weekend (0 is Monday), its regions.

    ``region`` is the one of which the days are; empty where they are those of the whole country.
    """

    days: Mapping[str, Said] = field(default_factory=dict)
    weekend: Sequence[int] = (5, 6)
    regions: Sequence[str] = ()
    region: str = ""


@cache
def countries() -> list[str]:
    """The codes of all countries that are known, such as "CN"."""
    found: list[str] = _asked("countries")
    return found


@lru_cache(maxsize=8)
def public_days(country: str, region: str, years: range) -> PublicDays | None:
    """What is known of the country in these years; None of one that is not known.

    A region that it does not have stands for the whole.
    """
    if not country:
        return PublicDays()
    found: Said | None = _asked("days", country, region, str(years.start), str(years.stop))
    return PublicDays(**found) if found else None


def _asked(*what: str) -> Any:
    command = [sys.executable, "-m", "guanxi.activities.workdays.public", *what]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    return json.loads(done.stdout)


def _countries() -> list[str]:
    from holidays.registry import COUNTRIES

    return sorted({names[1] for names in COUNTRIES.values()})


def _public_days(country: str, region: str, years: range) -> Said | None:
    import holidays

    class_ = getattr(holidays, country) if country in _countries() else None
    if class_ is None:
        return None
    region = region if region in class_.subdivisions else ""
    languages = class_.supported_languages or (class_.default_language,)
    english = next((one for one in languages if one and one.startswith("en")), None)
    chinese = next((one for one in languages if one == "zh_CN"), english)
    # A holiday at the turn of the year begins in another one.
    wide = range(years.start - 1, years.stop + 1)
    zh, en = (
        holidays.country_holidays(country, subdiv=region or None, years=wide, language=one)
        for one in (chinese, english)
    )
    named = {day: (_plain(zh, zh[day]), _plain(en, en[day])) for day in zh}
    days = _Moved(zh, named).said()
    return {
        "days": {f"{day}": said for day, said in sorted(days.items()) if day.year in years},
        "weekend": sorted(zh.weekend),
        "regions": list(class_.subdivisions),
        "region": region,
    }


def _plain(of: Any, name: str) -> str:
    """The name of a day; where days are moved every year, a day in lieu bears the name alone."""
    if of.weekend_workdays and (label := getattr(of, "observed_label", None)):
        before, _name, after = of.tr(label).partition("%s")
        name = name.removeprefix(before).removesuffix(after)
    joint = "、" if (of.language or "").startswith("zh") else ", "
    return joint.join(dict.fromkeys(part.strip() for part in name.split(";")))


@dataclass(frozen=True)
class _Moved:
    """Holidays with the days that were moved to them, which the law names by what they replace."""

    of: Any
    named: Mapping[dt.date, tuple[str, str]]

    def said(self) -> dict[dt.date, Said]:
        """Each day with its names: of a day moved, those of the holiday to which it was moved."""
        found = {}
        works_for: dict[dt.date, tuple[str, str]] = {}
        for day, names in self.named.items():
            if self._is_moved(day):
                names = self._holiday(day) or names
                works_for |= dict.fromkeys(self._replaced(day), names)
            found[day] = _said(True, names)
        for day in self.of.weekend_workdays:
            found[day] = _said(False, works_for.get(day, ("", "")))
        for day in list(found):
            for near in self._rest_around(day) if found[day]["off"] else ():
                found.setdefault(near, _said(True, self._holiday(near) or ("", "")))
        return found

    def _is_moved(self, day: dt.date) -> bool:
        label = getattr(self.of, "substituted_label", None)
        return bool(label) and self.of[day].startswith(self.of.tr(label).partition("%s")[0])

    def _replaced(self, day: dt.date) -> list[dt.date]:
        return [dt.date.fromisoformat(one) for one in WRITTEN_DAY.findall(self.of[day])]

    def _rest_around(self, day: dt.date) -> Iterator[dt.date]:
        """The days of rest in one piece with it, where a law moves days to make such pieces."""
        if not any(one.year == day.year for one in self.of.weekend_workdays):
            return
        for step in (-DAY, DAY):
            near = day + step
            while abs((near - day).days) <= FAR and self._is_rest(near):
                yield near
                near += step

    def _is_rest(self, day: dt.date) -> bool:
        is_weekend = day.weekday() in self.of.weekend and day not in self.of.weekend_workdays
        return day in self.named or is_weekend

    def _holiday(self, day: dt.date) -> tuple[str, str] | None:
        """The names of the nearest holiday in one piece of rest with the day."""
        piece = [
            one for one in self._rest_around(day) if one in self.named and not self._is_moved(one)
        ]
        return (
            self.named[min(piece, key=lambda one: (abs((one - day).days), one))] if piece else None
        )


def _said(is_off: bool, names: tuple[str, str]) -> Said:
    return {"off": is_off, "zh": names[0], "en": names[1]}


def main(what: str, *given: str) -> None:
    """Print what is asked for."""
    if what == "countries":
        found: Any = _countries()
    else:
        country, region, first, after = given
        found = _public_days(country, region, range(int(first), int(after)))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
