"""Roles: what they grant over which rows, how they meet fields, and who holds them."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import SCOPES, Actor
from guanxi.platform.actors.defaults import every_role_asks
from guanxi.platform.actors.models import ApiKey, FieldGrant, FieldMode, Grant, Role, User
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.rights.administering import (
    active_administrators,
    label_or_refuse,
    record_change,
    require_administrator,
)
from guanxi.platform.signin.sessions import end_sessions

LONGEST_PERMISSION = 120
# Rights that belong to no record type.
BEYOND_NOUNS: Mapping[str, Message] = {
    "views.publish": _("Keep views for everyone"),
    "user.invite": _("Invite people"),
    "insight.run": _("Compute insight"),
    "insight.configure": _("Set how insight computes"),
}


@transaction.atomic
def create_role(
    code: str,
    label_zh: str,
    label_en: str,
    *,
    like: Role | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Role:
    """A new role, granting nothing, or what the role ``like`` grants."""
    require_administrator(actor)
    code = label_or_refuse(code, _("Give the role a code."), most=50)
    label_zh = label_or_refuse(label_zh or label_en, _("Name the role."))
    label_en = label_or_refuse(label_en or label_zh, _("Name the role."))
    if Role.objects.filter(code=code).exists():
        raise RuleBroken(_("There is a role with this code already."))
    asks = every_role_asks()
    role = Role.objects.create(
        code=code, label_zh=label_zh, label_en=label_en, needs_second_factor=asks
    )
    if like is not None:
        _copy_grants(like, role)
    record_change("role.created", role.pk, {"code": [None, code]}, actor=actor, at=at)
    return role


@transaction.atomic
def describe_role(
    role: Role, label_zh: str, label_en: str, home: str, *, actor: Actor, at: dt.datetime
) -> Role:
    """The role under other names, its people led to ``home`` first."""
    require_administrator(actor)
    said = {
        "label_zh": label_or_refuse(label_zh or label_en, _("Name the role.")),
        "label_en": label_or_refuse(label_en or label_zh, _("Name the role.")),
        "home": home.strip()[:40],
    }
    changes = {name: [getattr(role, name), to] for name, to in said.items()}
    for name, to in said.items():
        setattr(role, name, to)
    role.save(update_fields=list(said))
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record_change("role.described", role.pk, changed, actor=actor, at=at)
    return role


@transaction.atomic
def set_grant(role: Role, permission: str, scope: str, *, actor: Actor, at: dt.datetime) -> None:
    """Let the role do ``permission`` over ``scope``; "none" takes it away."""
    set_grants(role, {permission: scope}, actor=actor, at=at)


def readable_by(role: Role) -> set[str]:
    """The keys of the record types of which the role may read something."""
    if role.is_administrator:
        return set(nouns())
    held = Grant.objects.filter(role=role, permission__endswith=".read").exclude(scope="none")
    return {one.removesuffix(".read") for one in held.values_list("permission", flat=True)}


@transaction.atomic
def set_grants(
    role: Role, wanted: Mapping[str, str], *, actor: Actor, at: dt.datetime
) -> Mapping[str, list[str]]:
    """Let the role do each permission over its scope; what that changed, before and after."""
    require_administrator(actor)
    for permission, scope in wanted.items():
        _require_right(permission, scope)
    held = dict(Grant.objects.filter(role=role).values_list("permission", "scope"))
    before = {name: held.get(name, "none") for name in wanted}
    changes = {name: [before[name], to] for name, to in wanted.items() if before[name] != to}
    if not changes:
        return {}
    # A "none" is written too: a start grants only what a role says nothing of.
    Grant.objects.bulk_create(
        [Grant(role=role, permission=name, scope=to) for name, (_from, to) in changes.items()],
        update_conflicts=True,
        unique_fields=["role", "permission"],
        update_fields=["scope"],
    )
    record_change("role.granted", role.pk, changes, actor=actor, at=at)
    return changes


@transaction.atomic
def set_field_mode(
    role: Role, noun: str, field: str, mode: str, *, actor: Actor, at: dt.datetime
) -> None:
    """Let the role meet a field hidden, masked, read-only or in full."""
    require_administrator(actor)
    if noun not in nouns() or field not in nouns()[noun].fields or mode not in FieldMode.values:
        raise RuleBroken(_("There is no such right."))
    held = FieldGrant.objects.filter(role=role, noun=noun, field=field)
    before = held.values_list("mode", flat=True).first() or "full"
    if before == mode:
        return
    if mode == "full":
        held.delete()
    else:
        FieldGrant.objects.update_or_create(
            role=role, noun=noun, field=field, defaults={"mode": mode}
        )
    changes = {f"{noun}.{field}": [before, mode]}
    record_change("role.field_granted", role.pk, changes, actor=actor, at=at)


@transaction.atomic
def ask_for_second_factor(role: Role, *, needed: bool, actor: Actor, at: dt.datetime) -> Role:
    """The role, whose people must set up a second step before they go on, or need not."""
    require_administrator(actor)
    before, role.needs_second_factor = role.needs_second_factor, needed
    role.save(update_fields=["needs_second_factor"])
    if before != needed:
        changes = {"needs_second_factor": [before, needed]}
        record_change("role.second_factor", role.pk, changes, actor=actor, at=at)
    return role


@transaction.atomic
def ask_everybody_for_second_factor(*, needed: bool, actor: Actor, at: dt.datetime) -> None:
    """Let every role ask for a second step, those made later too, or none of them."""
    require_administrator(actor)
    for role in Role.objects.exclude(needs_second_factor=needed).select_for_update():
        ask_for_second_factor(role, needed=needed, actor=actor, at=at)


@transaction.atomic
def give_role(user: User, role: Role, *, actor: Actor, at: dt.datetime) -> None:
    """Let the person act under one more role."""
    require_administrator(actor)
    if user.roles.filter(pk=role.pk).exists():
        return
    user.roles.add(role)
    end_sessions(user)
    record_change("user.role_given", user.pk, {"roles": [None, role.code]}, actor=actor, at=at)


@transaction.atomic
def take_role(user: User, role: Role, *, actor: Actor, at: dt.datetime) -> None:
    """End the person's acting under a role, by keys too; the last administrator keeps theirs."""
    require_administrator(actor)
    if not user.roles.filter(pk=role.pk).exists():
        return
    user.roles.remove(role)
    end_sessions(user)
    ApiKey.objects.filter(user=user, role=role, revoked_at=None).update(revoked_at=at)
    _require_an_administrator()
    record_change("user.role_taken", user.pk, {"roles": [role.code, None]}, actor=actor, at=at)


@transaction.atomic
def remove_role(role: Role, *, actor: Actor, at: dt.datetime) -> None:
    """Take away a role that nobody, no key and no webhook holds any more."""
    require_administrator(actor)
    if role.users.exists() or role.keys.exists() or role.webhooks.exists():
        raise RuleBroken(_("Take this role from its people, keys and webhooks first."))
    pk = role.pk
    role.delete()
    record_change("role.removed", pk, {"code": [role.code, None]}, actor=actor, at=at)


def _copy_grants(source: Role, target: Role) -> None:
    Grant.objects.bulk_create(
        Grant(role=target, permission=one.permission, scope=one.scope)
        for one in source.grants.all()
    )
    FieldGrant.objects.bulk_create(
        FieldGrant(role=target, noun=one.noun, field=one.field, mode=one.mode)
        for one in source.field_grants.all()
    )


def _require_right(permission: str, scope: str) -> None:
    is_known = permission in BEYOND_NOUNS or permission.partition(".")[0] in nouns()
    if scope not in SCOPES or not is_known or len(permission) > LONGEST_PERMISSION:
        raise RuleBroken(_("There is no such right."))


def _require_an_administrator() -> None:
    if not active_administrators():
        raise RuleBroken(_("Somebody has to stay administrator."))
