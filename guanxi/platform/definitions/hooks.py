"""Webhooks as definitions, without what they sign by."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.definitions.naming import person_called, role_called
from guanxi.platform.definitions.part import Part, Said, numbered
from guanxi.platform.facts.webhooks.administering import (
    Wish,
    change_webhook,
    create_webhook,
    switch_webhook,
)
from guanxi.platform.facts.webhooks.models import Webhook


class Webhooks(Part):
    """Whom other systems are told as; each gets a secret of its own where it is made."""

    key, label = "webhooks", _("Webhooks")
    identity = ("name", "n")
    shape = {
        **{"name": str, "n": int, "url": str, "patterns": [str], "role": str, "person": str},
        "is_active": bool,
    }

    def written(self) -> list[Said]:
        """All of them, by name."""
        return [said for _row, said in _here()]

    def title(self, said: Said) -> str:
        """Its name and address."""
        return f"{said['name']} · {said['url']}"

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The webhook as said, signing by the secret it has here."""
        person = person_called(said["person"]) if said["person"] else None
        role = role_called(said["role"])
        wish = Wish(said["name"], said["url"], said["patterns"], role, person)
        here = {self.name_of(one): row for row, one in _here()}
        row = here.get(self.name_of(said))
        if row is None:
            row = create_webhook(wish, actor=actor, at=at)
        else:
            change_webhook(row, wish, actor=actor, at=at)
        if row.is_active != said["is_active"]:
            switch_webhook(row, on=said["is_active"], actor=actor, at=at)


def _here() -> list[tuple[Webhook, Said]]:
    rows = list(Webhook.objects.select_related("role", "user").order_by("name", "pk"))
    said = [
        {
            "name": row.name,
            "url": row.url,
            "patterns": list(row.patterns),
            "role": row.role.code,
            "person": row.user.username if row.user else "",
            "is_active": row.is_active,
        }
        for row in rows
    ]
    return list(zip(rows, numbered(said, ("name",)), strict=True))
