"""When people are told without anyone writing to them: a record becomes theirs, or is shared."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import TeamMember, User
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.publishing import subscribe
from guanxi.platform.messages.sayings import Given, saying
from guanxi.platform.messages.telling import News, tell
from guanxi.platform.nouns.noun import Noun
from guanxi.platform.nouns.registry import noun_named, nouns


def tell_new_owners(
    noun: Noun[Any],
    records: Sequence[Any],
    changed: set[str] | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Tell people whose records these have become; many at once are one piece of news."""
    if not changed or "owner" not in changed or "owner" not in noun.own_fields:
        return
    field = noun.own_fields["owner"]
    given: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        owner = field.value_of(record)
        if owner and owner != actor.user_id:
            given[owner].append(record)
    for owner, theirs in given.items():
        tell(_assignment(noun, theirs, actor), [owner], actor=actor, at=at)


def _assignment(noun: Noun[Any], records: Sequence[Any], actor: Actor) -> News:
    given = {"name": actor.name}
    if len(records) == 1 and not actor.batch:
        return News("assigned", given, noun.key, records[0].pk)
    key = f"assigned-{noun.key}-{actor.act}"[:120]
    return News("assigned", {**given, "several": noun.key}, dedupe_key=key)


@saying("assigned")
def _assigned(_reader: Actor, title: str, given: Given) -> str:
    if "several" not in given:
        said = gettext("%(name)s made you the owner of “%(title)s”")
        return said % {"name": given["name"], "title": title}
    noun = nouns().get(given["several"])
    said = gettext("%(name)s made you the owner of several records: %(kind)s")
    return said % {"name": given["name"], "kind": noun.plural if noun else given["several"]}


@subscribe("*.shared", "messages.shared")
def tell_of_share(fact: Fact) -> None:
    """Tell the people to whom a record was shown."""
    sharer = fact.actor_id if fact.actor_kind == "person" else None
    actor = Actor(kind="person", id=sharer, name=fact.actor_name, user_id=sharer)
    given = {"name": fact.actor_name, "kind": fact.noun}
    news = News("shared", given, fact.noun, int(fact.record_id or 0), f"shared-{fact.pk}")
    tell(news, _reached(fact), actor=actor, at=fact.at)


@saying("shared")
def _shared(_reader: Actor, title: str, given: Given) -> str:
    said = gettext("%(name)s shared %(kind)s “%(title)s” with you")
    kind = noun_named(given["kind"]).label
    return said % {"name": given["name"], "kind": kind, "title": title}


def _reached(fact: Fact) -> set[int]:
    if fact.data.get("user"):
        return {int(fact.data["user"])}
    team = fact.data.get("team")
    home = User.objects.filter(team=team).values_list("pk", flat=True)
    return {*home, *TeamMember.objects.filter(team=team).values_list("user_id", flat=True)}
