"""Why somebody sees a record: in words, for one person or for everyone at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.platform.actors.actor import SYSTEM, Actor
from guanxi.platform.actors.compiling import actor_for_user
from guanxi.platform.actors.models import Role, Share, SharingRule, User
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.rows import Everyone, Owned, Through
from guanxi.platform.records.titles import title_within
from guanxi.platform.rights.everyone import Tree, actors_of_everyone
from guanxi.platform.rights.visibility import shown_by_rule


@dataclass(frozen=True)
class Reason:
    """One reason, such as owner, team, share, rule, role or administrator, and its words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Seer:
    """A person who sees the record, every reason why, and whether they may change it."""

    actor: Actor
    reasons: Sequence[Reason]
    can_edit: bool


# Why an actor may read a record, or edit it; nothing where they may not.
Reasons = Callable[[Actor, str], list[Reason]]


def explain(subject: Actor | User, noun: Noun[Any], record: Any) -> list[Reason]:
    """Every reason why ``subject`` sees the record; empty when they do not."""
    actor = actor_for_user(subject) if isinstance(subject, User) else subject
    return _explainer(noun, record, Tree(), actor)(actor, "read")


def who_sees(noun: Noun[Any], record: Any, *, asker: Actor = SYSTEM) -> list[Seer]:
    """Everyone who sees the record, by name, in a constant number of queries.

    The reasons name other records as far as the ``asker`` may read their names.
    """
    tree = Tree()
    explained = _explainer(noun, record, tree, asker)
    people = actors_of_everyone(_permissions(noun), tree)
    seers = [(actor, explained(actor, "read")) for actor in people]
    return [
        Seer(actor, reasons, noun.can_edit and bool(explained(actor, "edit")))
        for actor, reasons in seers
        if reasons
    ]


def _permissions(noun: Noun[Any]) -> set[str]:
    """The permissions that decide, of the noun and those it is seen through."""
    found = {noun.permission("read"), noun.permission("edit")}
    if isinstance(noun.rows, Through):
        found |= _permissions(_parent_of(noun, noun.rows))
    return found


def _parent_of(noun: Noun[Any], rows: Through) -> Noun[Any]:
    return noun_named(noun.field(rows.path).target)


def _explainer(noun: Noun[Any], record: Any, tree: Tree, asker: Actor) -> Reasons:
    if isinstance(noun.rows, Through):
        return _through_parent(noun, noun.rows, record, tree, asker)
    return _Seen(noun, record, tree).reasons


class _Seen:
    """What is known of one record: its owner, team, shares and the rules that show it."""

    def __init__(self, noun: Noun[Any], record: Any, tree: Tree) -> None:
        self.noun, self.record, self.tree = noun, record, tree
        shares = Share.objects.filter(noun=noun.key, record_id=record.pk)
        self.shares = list(shares.select_related("created_by"))
        self.rules = _rules_showing(noun, record.pk)
        self.roles = {role.pk: role for role in Role.objects.all()}

    def reasons(self, actor: Actor, action: str) -> list[Reason]:
        """Why ``actor`` may read the record, or edit it."""
        scope = actor.scope(self.noun.permission(action))
        if scope == "none":
            return []
        found = [*self._by_role(actor, scope), *self._by_belonging(actor, scope)]
        if isinstance(self.noun.rows, Owned):
            found += [*self._by_shares(actor, action), *self._by_rules(actor, action)]
        return found

    def _by_role(self, actor: Actor, scope: str) -> list[Reason]:
        if actor.is_administrator:
            return [Reason("administrator", _("administrator"))]
        if scope == "all" or isinstance(self.noun.rows, Everyone):
            return [Reason("role", _("role %(roles)s") % {"roles": self._role_names(actor)})]
        return []

    def _role_names(self, actor: Actor) -> str:
        roles = [self.roles[pk] for pk in sorted(actor.roles) if pk in self.roles]
        return _(", ").join(role.label_zh if _is_chinese() else role.label_en for role in roles)

    def _by_belonging(self, actor: Actor, scope: str) -> list[Reason]:
        rows = self.noun.rows
        if not isinstance(rows, Owned) or scope == "shared":
            return []
        owner, team = _at(self.record, rows.owner), _at(self.record, rows.team)
        found = []
        if owner is not None and owner == actor.user_id:
            found.append(Reason("owner", _("owner")))
        if scope != "own" and team in actor.teams:
            found.append(Reason("team", _("team %(team)s") % {"team": self.tree.names[team]}))
        elif scope in {"tree", "all"} and team in actor.tree:
            text = _("team %(team)s, below their own") % {"team": self.tree.names[team]}
            found.append(Reason("tree", text))
        return found

    def _by_shares(self, actor: Actor, action: str) -> list[Reason]:
        return [
            Reason("share", _shared_by(one))
            for one in self.shares
            if (one.can_edit or action == "read")
            and ((one.user_id and one.user_id == actor.user_id) or one.team_id in actor.teams)
        ]

    def _by_rules(self, actor: Actor, action: str) -> list[Reason]:
        return [
            Reason("rule", _("rule “%(rule)s”") % {"rule": rule.label})
            for rule in self.rules
            if (rule.can_edit or action == "read")
            and (
                (rule.user_id and rule.user_id == actor.user_id)
                or rule.team_id in actor.teams
                or rule.role_id in actor.roles
            )
        ]


def _rules_showing(noun: Noun[Any], pk: int) -> list[SharingRule]:
    """The rules of the noun whose filter the record matches, found in one query."""
    rules = list(SharingRule.objects.filter(noun=noun.key).order_by("pk"))
    if not rules:
        return []
    shown = [_holds(shown_by_rule(noun, rule.filter)) for rule in rules]
    row = noun.base().filter(pk=pk).values_list(*shown).first() or ()
    return [rule for rule, holds in zip(rules, row, strict=False) if holds]


def _holds(shown: Q) -> Case:
    everything = Q(pk__isnull=False)
    return Case(
        When(shown or everything, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _through_parent(
    noun: Noun[Any], rows: Through, record: Any, tree: Tree, asker: Actor
) -> Reasons:
    parent_noun = _parent_of(noun, rows)
    parent = getattr(record, rows.path)
    if parent is None:
        return lambda actor, action: _unattached(actor, noun.permission(action))
    above = _explainer(parent_noun, parent, tree, asker)
    title = title_within(asker, parent_noun, parent.pk, parent_noun.title_of(parent))

    def reasons(actor: Actor, action: str) -> list[Reason]:
        no_right = actor.scope(noun.permission(action)) == "none"
        if no_right or getattr(parent, "deleted_at", None):
            return []
        return [
            Reason(one.kind, _("“%(title)s”: %(why)s") % {"title": title, "why": one.text})
            for one in above(actor, action)
        ]

    return reasons


def _unattached(actor: Actor, permission: str) -> list[Reason]:
    return [Reason("role", _("all"))] if actor.scope(permission) == "all" else []


def _at(record: Any, path: str) -> Any:
    """The id that an ORM path of relations ends at; None where it breaks off."""
    *parents, last = path.split("__")
    for name in parents:
        record = getattr(record, name, None)
        if record is None:
            return None
    return getattr(record, f"{last}_id")


def _shared_by(share: Share) -> str:
    day = date_format(localtime(share.created_at), "SHORT_DATE_FORMAT")
    name = share.created_by.name if share.created_by else _("someone who left")
    return _("shared by %(name)s on %(day)s") % {"name": name, "day": day}


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
