"""Roles with their rights over records and fields as definitions."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Role
from guanxi.platform.definitions.naming import role_called
from guanxi.platform.definitions.part import Part, Said
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.roles import (
    BEYOND_NOUNS,
    ask_for_second_factor,
    create_role,
    describe_role,
    set_field_mode,
    set_grants,
)


class Roles(Part):
    """What each role may do, and how it meets fields; who holds it is no part of it."""

    key, label = "roles", _("Roles and rights")
    identity = ("code",)
    shape = {
        **{"code": str, "label_zh": str, "label_en": str, "home": str},
        **{"is_administrator": bool, "needs_second_factor": bool},
        **{"grants": {str: str}, "fields": {str: str}},
    }

    def written(self) -> list[Said]:
        """Every role with what it grants over what is in force, "none" left out."""
        rows = Role.objects.prefetch_related("grants", "field_grants").order_by("code")
        return [_written(role) for role in rows]

    def title(self, said: Said) -> str:
        """Its names."""
        return " · ".join(filter(None, (said["label_zh"], said["label_en"])))

    def begin(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """The role without rights; one that administers is nobody's gift."""
        role = Role.objects.filter(code=said["code"]).first()
        if said["is_administrator"] != (role is not None and role.is_administrator):
            raise RuleBroken(_("Whether a role administers cannot be changed by a file."))
        if role is None:
            labels = said["label_zh"], said["label_en"]
            create_role(said["code"], *labels, actor=actor, at=at)

    def finish(self, said: Said, *, actor: Actor, at: dt.datetime) -> None:
        """What it says and nothing else, once its records and fields are there."""
        role = role_called(said["code"])
        before = _written(role)
        if any(before[name] != said[name] for name in ("label_zh", "label_en", "home")):
            labels = said["label_zh"], said["label_en"]
            describe_role(role, *labels, said["home"], actor=actor, at=at)
        needed = said["needs_second_factor"]
        if needed != role.needs_second_factor:
            ask_for_second_factor(role, needed=needed, actor=actor, at=at)
        set_grants(role, _all_of(before["grants"], said["grants"], "none"), actor=actor, at=at)
        modes = _all_of(before["fields"], said["fields"], "full")
        for name, mode in modes.items():
            noun, _dot, field = name.partition(".")
            set_field_mode(role, noun, field, mode, actor=actor, at=at)


def _all_of(here: Mapping[str, str], said: Mapping[str, str], nothing: str) -> dict[str, str]:
    return {**dict.fromkeys(here, nothing), **said}


def _written(role: Role) -> Said:
    known = nouns()
    grants = {
        one.permission: one.scope
        for one in role.grants.all()
        if one.scope != "none"
        and (one.permission in BEYOND_NOUNS or one.permission.partition(".")[0] in known)
    }
    fields = {
        f"{one.noun}.{one.field}": one.mode
        for one in role.field_grants.all()
        if one.noun in known and one.field in known[one.noun].fields and one.mode != "full"
    }
    return {
        "code": role.code,
        "label_zh": role.label_zh,
        "label_en": role.label_en,
        "home": role.home,
        "is_administrator": role.is_administrator,
        "needs_second_factor": role.needs_second_factor,
        "grants": dict(sorted(grants.items())),
        "fields": dict(sorted(fields.items())),
    }
