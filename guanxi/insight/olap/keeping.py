"""Keeping cubes under a name, and what people ask of them: to be told, to be sent."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanxi.insight.olap.exporting import require_export
from guanxi.insight.olap.models import CubeAlert, CubeLetter, SavedCube
from guanxi.insight.olap.rights import require_cube
from guanxi.insight.olap.state import CubeState, state_from
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.platform.cleaning.numbers import clean_amount
from guanxi.platform.errors import Denied, RuleBroken
from guanxi.platform.rights.administering import refuse_read_only
from guanxi.platform.views.keeping import PUBLISH
from guanxi.platform.views.models import SavedView

MOST_OF_ONE = 200


def cubes_found_by(actor: Actor) -> QuerySet[SavedCube]:
    """The cubes this actor finds: their own, everyone's, those of their teams and above."""
    found = Q(reach=SavedView.Reach.PUBLIC)
    found |= Q(reach=SavedView.Reach.TEAM, team__in=sorted(actor.above))
    if actor.user_id is not None:
        found |= Q(owner=actor.user_id)
    return SavedCube.objects.filter(found).order_by("label", "pk")


def state_of_cube(cube: SavedCube) -> CubeState:
    """What the cube shows; RuleBroken when a later version has no such figure."""
    return state_from(QueryDict(cube.query))


def state_found_by(actor: Actor, cube: SavedCube) -> CubeState | None:
    """What the cube shows, for whoever still finds it and while there is such a figure."""
    if not cubes_found_by(actor).filter(pk=cube.pk).exists():
        return None
    try:
        return state_of_cube(cube)
    except RuleBroken:
        return None


@transaction.atomic
def keep_cube(
    label: str, state: CubeState, reach: str, *, actor: Actor, at: dt.datetime
) -> SavedCube:
    """A new cube for oneself, one's team or everybody."""
    refuse_read_only(actor)
    require_cube(actor, state)
    owner = _person(actor)
    if reach not in SavedView.Reach.values:
        raise RuleBroken(_("Choose who finds the view."))
    if reach == SavedView.Reach.TEAM and actor.team_id is None:
        raise RuleBroken(_("You belong to no team."))
    if reach == SavedView.Reach.PUBLIC and not actor.may(PUBLISH):
        raise Denied(PUBLISH)
    if not label.strip():
        raise RuleBroken(_("Give the cube a name."))
    if SavedCube.objects.filter(owner=owner).count() >= MOST_OF_ONE:
        raise RuleBroken(_("You keep 200 cubes already; remove one first."))
    return SavedCube.objects.create(
        label=label.strip()[:60],
        owner_id=owner,
        team_id=actor.team_id if reach == SavedView.Reach.TEAM else None,
        reach=reach,
        query=state.query(),
        created_at=at,
    )


def may_remove(actor: Actor, cube: SavedCube) -> bool:
    """Whether the actor may take the cube away from everybody who finds it."""
    return not actor.is_read_only and (cube.owner_id == actor.user_id or actor.may(PUBLISH))


@transaction.atomic
def remove_cube(cube: SavedCube, *, actor: Actor) -> None:
    """Take a cube away, with its tiles, alerts and letters."""
    if not may_remove(actor, cube):
        raise Denied(PUBLISH)
    cube.delete()


@transaction.atomic
def watch_only(cube: SavedCube, line: str, *, is_above: bool, actor: Actor) -> None:
    """This line instead of those that the actor watches; an empty one ends that."""
    stop_watching(cube, actor=actor)
    if line.strip():
        watch(cube, line, is_above=is_above, actor=actor)


@transaction.atomic
def watch(cube: SavedCube, line: str, *, is_above: bool, actor: Actor) -> CubeAlert:
    """Have the actor told when the total of the cube crosses the line."""
    refuse_read_only(actor)
    require_cube(actor, state_of_cube(cube))
    number = line_in(line, state_of_cube(cube).measured.kind)
    alert, _made = CubeAlert.objects.update_or_create(
        cube=cube,
        user_id=_person(actor),
        is_above=is_above,
        defaults={"line": number, "was_beyond": None},
    )
    return alert


def line_in(written: str, kind: str) -> Decimal:
    """The line as people write it: 2亿, 1.5m, 1,200; a share as 20% or 0.2."""
    number = clean_amount(written.replace("，", ","))[0].value
    if number is None:
        raise RuleBroken(_("Write the line as a number."))
    if kind == "share" and abs(number) > 1 and "%" not in written:
        raise RuleBroken(_("Write a share as 20% or 0.2."))
    return number


@transaction.atomic
def subscribe_to(cube: SavedCube, every: str, *, actor: Actor, at: dt.datetime) -> None:
    """Have the cube mailed to the actor from now on; an empty `every` ends that."""
    refuse_read_only(actor)
    state = state_of_cube(cube)
    require_export(actor, state)
    person = _person(actor)
    if not every:
        CubeLetter.objects.filter(cube=cube, user=person).delete()
        return
    if not User.objects.filter(pk=person).exclude(email="").exists():
        raise RuleBroken(_("There is no e-mail address of yours to send it to."))
    if every not in CubeLetter.Every.values:
        raise RuleBroken(_("Choose how often it is sent."))
    CubeLetter.objects.update_or_create(
        cube=cube,
        user_id=person,
        defaults={"every": every, "asked_on": timezone.localdate(at)},
    )


def stop_watching(cube: SavedCube, *, actor: Actor) -> None:
    """End the actor's alerts on the cube."""
    refuse_read_only(actor)
    CubeAlert.objects.filter(cube=cube, user=actor.user_id).delete()


def _person(actor: Actor) -> int:
    """Whose it is; only people keep cubes."""
    if actor.user_id is None:
        raise Denied("insight.cube")
    return actor.user_id
