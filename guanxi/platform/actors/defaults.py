"""The seven roles that every firm starts with, granting over every noun and verb there is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction

from guanxi.platform.actors.compiling import rights_changed
from guanxi.platform.actors.models import FieldGrant, Grant, Role
from guanxi.platform.nouns.noun import ACTIONS, Noun
from guanxi.platform.nouns.registry import declared_nouns, nouns
from guanxi.platform.nouns.rows import Everyone
from guanxi.platform.verbs.verb import verbs

CHANGES = ("create", "edit", "delete", "import", "merge", "share")
COMPUTE, CONFIGURE, PUBLISH = "insight.run", "insight.configure", "views.publish"
MONEY_VERBS = {"order.pay", "order.close"}
ORDER_VERBS = ("cancel", "close", "confirm", "deliver", "pay", "return")
_NOWHERE: Mapping[str, str] = MappingProxyType({})
CONTACT_FIELDS = (
    ("account", "phone"),
    ("account", "email"),
    ("person", "mobile"),
    ("person", "phone"),
    ("person", "email"),
    ("person", "wechat"),
)


@dataclass(frozen=True)
class DefaultRole:
    """One role: how far it reads, changes and exports customers' records and the firm's own.

    Scopes are those of Actor. ``shared_edit`` is for records of the whole firm, such as
    products. ``edits`` says of single record types how far they are changed instead.
    ``without`` names permissions that are left out whatever the scopes say,
    ``also`` permissions that belong to no record type.
    """

    code: str
    label_zh: str
    label_en: str
    read: str = "none"
    edit: str = "none"
    export: str = "none"
    shared_edit: str = "none"
    is_administrator: bool = False
    masks_contacts: bool = False
    edits: Mapping[str, str] = field(default_factory=lambda: _NOWHERE)
    without: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def scope(self, noun: Noun[Any], action: str) -> str:
        """How far the role may do ``action`` on ``noun``."""
        if f"{noun.key}.{action}" in self.without:
            return "none"
        if action == "read":
            return self.read
        if action == "export":
            return self.export
        edit = self.shared_edit if isinstance(noun.rows, Everyone) else self.edit
        return self.edits.get(noun.key, edit)


ROLES = (
    DefaultRole("administrator", "管理员", "Administrator", is_administrator=True),
    DefaultRole(
        "manager", "销售经理", "Manager", "tree", "tree", "tree", "all", also=frozenset({COMPUTE})
    ),
    DefaultRole(
        "seller",
        "销售",
        "Seller",
        read="team",
        edit="own",
        without=frozenset({"account.delete", "account.merge", "person.merge", *MONEY_VERBS}),
    ),
    DefaultRole(
        "service",
        "客服",
        "Service",
        read="all",
        edit="own",
        without=frozenset(
            {"account.delete", "account.merge", "person.merge", "order.create", *MONEY_VERBS}
        ),
    ),
    # Finds segments, keeps customers' traits, consents and answers, and tries out what works.
    DefaultRole(
        "marketing",
        "营销",
        "Marketing",
        read="all",
        edit="own",
        export="all",
        edits=MappingProxyType(dict.fromkeys(("account", "person"), "all")),
        without=frozenset(
            {"account.delete", "account.merge", "person.delete", "person.merge"}
            | {"interaction.edit", "interaction.delete"}
            | {f"order.{action}" for action in (*CHANGES, *ORDER_VERBS)}
        ),
        also=frozenset({COMPUTE, PUBLISH}),
    ),
    DefaultRole(
        "analyst",
        "分析员",
        "Analyst",
        "all",
        export="all",
        masks_contacts=True,
        also=frozenset({COMPUTE, CONFIGURE}),
    ),
    DefaultRole(
        "assistant",
        "助理",
        "Assistant",
        read="team",
        edit="team",
        without=frozenset(
            {f"{key}.{action}" for key in ("account", "person", "order") for action in CHANGES[2:]}
        ),
    ),
)


@transaction.atomic
def install_default_roles() -> dict[str, Role]:
    """The default roles by code, made where they are missing.

    A role that exists keeps every scope the firm has chosen; it is only granted what it says
    nothing of yet, such as the verbs of a newer version; nothing over record types that an
    administrator made and opened, or did not open, to whom they chose.
    """
    roles = {one.code: _installed(one) for one in ROLES}
    rights_changed()
    return roles


def open_to_default_roles(noun: Noun[Any]) -> list[Grant]:
    """The new grants by which the default roles meet a record type made at run time."""
    roles = {role.code: role for role in Role.objects.all()}
    made = Grant.objects.bulk_create(
        Grant(
            role=roles[one.code], permission=noun.permission(action), scope=one.scope(noun, action)
        )
        for one in ROLES
        for action in ACTIONS
        if one.code in roles and not one.is_administrator
    )
    rights_changed()
    return made


def every_role_asks() -> bool:
    """Whether every role there is asks for a second step, so that a new one does too."""
    asked = set(Role.objects.values_list("needs_second_factor", flat=True))
    return asked == {True}


def _installed(wanted: DefaultRole) -> Role:
    labels = {"label_zh": wanted.label_zh, "label_en": wanted.label_en}
    asked = {"needs_second_factor": every_role_asks()}
    is_administrator = {"is_administrator": wanted.is_administrator}
    role, is_new = Role.objects.get_or_create(
        code=wanted.code, defaults={**labels, **is_administrator, **asked}
    )
    if wanted.is_administrator:
        return role
    known = set(role.grants.values_list("permission", flat=True))
    Grant.objects.bulk_create(
        Grant(role=role, permission=permission, scope=scope)
        for permission, scope in sorted(_grants(wanted).items())
        if permission not in known
    )
    if is_new and wanted.masks_contacts:
        FieldGrant.objects.bulk_create(
            FieldGrant(role=role, noun=noun, field=field, mode="masked")
            for noun, field in CONTACT_FIELDS
            if noun in nouns()
        )
    return role


def _grants(wanted: DefaultRole) -> dict[str, str]:
    """Scope by permission; a "none" is written too, so that it stays the firm's choice."""
    found: dict[str, str] = {}
    for noun in declared_nouns():
        for action in ACTIONS:
            found[noun.permission(action)] = wanted.scope(noun, action)
    for verb in verbs():
        if verb.action not in ACTIONS:
            found[verb.permission] = wanted.scope(verb.noun, verb.action)
    return found | dict.fromkeys(wanted.also, "all")
