"""The days by which a firm works as definitions: its country, and days of its own."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.activities.workdays.keeping import OwnDayWish, add_own_day, choose_country
from guanxi.activities.workdays.models import OwnDay, WorkCalendar
from guanxi.activities.workdays.reading import ROW
from guanxi.platform.actors.actor import Actor
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.errors import RuleBroken


class Holidays(Part):
    """Whose public holidays are kept, where an administrator chose."""

    key, label = "holidays", _("Public holidays")
    identity = ()
    shape = {"country": str, "region": str}

    def written(self) -> list[Said]:
        """One, or none where they follow the firm's time zone."""
        rows = WorkCalendar.objects.filter(pk=ROW, is_chosen=True)
        return [{"country": row.country, "region": row.region} for row in rows]

    def title(self, said: Said) -> str:
        """The codes of country and region."""
        return " ".join(filter(None, (said["country"], said["region"]))) or "—"

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The holidays of this country."""
        choose_country(said["country"], said["region"], actor=actor, at=at)


class OwnDays(Part):
    """Days on which this firm alone rests or works."""

    key, label = "own_days", _("Days of our own")
    identity = ("day",)
    shape = {"day": str, "is_off": bool, "zh": str, "en": str}

    def written(self) -> list[Said]:
        """All of them, by day."""
        return [
            {"day": f"{one.day}", "is_off": one.is_off, "zh": one.label_zh, "en": one.label_en}
            for one in OwnDay.objects.order_by("day")
        ]

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The day as said."""
        try:
            day = dt.date.fromisoformat(said["day"])
        except ValueError:
            raise RuleBroken(_("This is not a date.")) from None
        wish = OwnDayWish(day, said["is_off"], said["zh"], said["en"])
        add_own_day(wish, actor=actor, at=at)
