"""The verbs that records of every noun offer."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import Team, User
from guanxi.platform.errors import RuleBroken
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.record import Record
from guanxi.platform.nouns.rows import Owned
from guanxi.platform.records.writing import delete_record, restore_record, update_record
from guanxi.platform.rights.audience import Audience
from guanxi.platform.rights.sharing import share, unshare
from guanxi.platform.verbs.params import Param
from guanxi.platform.verbs.verb import verb

Person = Annotated[User | None, Param(_("Person"))]
Group = Annotated[Team | None, Param(_("Team"))]
Tag = Annotated[str, Param(_("Tag"))]


def has_owner(noun: Noun[Any]) -> bool:
    """Whether records of ``noun`` belong to a person and a team that people may change."""
    return noun.can_edit and "owner" in noun.own_fields and "team" in noun.own_fields


def is_shareable(noun: Noun[Any]) -> bool:
    """Whether records of ``noun`` are shared one by one."""
    return isinstance(noun.rows, Owned)


def has_tags(noun: Noun[Any]) -> bool:
    """Whether records of ``noun`` carry tags."""
    return noun.can_edit and "tags" in noun.fields


def has_bin(noun: Noun[Any]) -> bool:
    """Whether records of ``noun`` are deleted by hand and can be restored."""
    columns = {column.name for column in noun.model._meta.fields}
    return noun.can_delete and "deleted_at" in columns


@verb(_("Assign"), "edit", icon="assign", is_standard=True, fits=has_owner)
def assign(
    record: Record,
    *,
    noun: Noun[Any],
    owner: Person = None,
    team: Group = None,
    actor: Actor,
    at: dt.datetime,
) -> Any:
    """The record in other hands; a person's own team comes along unless another is named."""
    if owner is None and team is None:
        raise RuleBroken(_("Choose a person or a team."))
    home = team.pk if team else owner.team_id if owner else None
    values: dict[str, Any] = {"team": home} if home else {}
    if owner is not None:
        values["owner"] = owner.pk
    return update_record(noun, record.pk, values, actor=actor, at=at)


@verb(_("Share"), "share", icon="people", is_standard=True, fits=is_shareable)
def share_record(  # noqa: PLR0913 - the parameters are the dialog
    record: Record,
    *,
    noun: Noun[Any],
    person: Person = None,
    team: Group = None,
    can_edit: Annotated[bool, Param(_("May edit"))] = False,
    actor: Actor,
    at: dt.datetime,
) -> Any:
    """Show the record to one more person or team."""
    return share(noun, record.pk, Audience(person, team, None, can_edit), actor=actor, at=at)


@verb(_("Stop sharing"), "share", icon="lock", is_standard=True, fits=is_shareable)
def unshare_record(
    record: Record,
    *,
    noun: Noun[Any],
    person: Person = None,
    team: Group = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """End the sharing of the record with a person or team."""
    unshare(noun, record.pk, Audience(person, team), actor=actor, at=at)


@verb(_("Add a tag"), "edit", icon="tag", is_standard=True, fits=has_tags)
def add_tag(record: Any, *, noun: Noun[Any], tag: Tag, actor: Actor, at: dt.datetime) -> Any:
    """The record with one more tag."""
    tags = noun.field("tags").value_of(record) or []
    if tag in tags:
        return record
    return update_record(noun, record.pk, {"tags": [*tags, tag]}, actor=actor, at=at)


@verb(_("Remove a tag"), "edit", icon="tag", is_standard=True, fits=has_tags)
def remove_tag(record: Any, *, noun: Noun[Any], tag: Tag, actor: Actor, at: dt.datetime) -> Any:
    """The record without the tag."""
    left = [one for one in noun.field("tags").value_of(record) or [] if one != tag]
    return update_record(noun, record.pk, {"tags": left}, actor=actor, at=at)


@verb(
    _("Move to the recycle bin"),
    "delete",
    icon="trash",
    is_standard=True,
    is_basic=True,
    is_dangerous=True,
    fits=has_bin,
)
def delete(record: Record, *, noun: Noun[Any], actor: Actor, at: dt.datetime) -> Any:
    """The record, in the recycle bin."""
    return delete_record(noun, record.pk, actor=actor, at=at)


@verb(
    _("Restore"), "delete", icon="undo", is_standard=True, is_basic=True, in_bin=True, fits=has_bin
)
def restore(record: Record, *, noun: Noun[Any], actor: Actor, at: dt.datetime) -> Any:
    """The record, out of the recycle bin, with everything that points to it."""
    return restore_record(noun, record.pk, actor=actor, at=at)
