"""Facts as an administrator reads them: who did what to which record, in words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.facts.models import Fact
from guanxi.platform.facts.telling import called
from guanxi.platform.nouns.fields import Label
from guanxi.platform.nouns.registry import nouns
from guanxi.platform.records.titles import titles
from guanxi.web.look.figures import is_chinese

KINDS: Mapping[str, Label] = {
    "signin.succeeded": pgettext_lazy("audit", "signed in"),
    "signin.failed": pgettext_lazy("audit", "failed to sign in"),
    "signin.locked": pgettext_lazy("audit", "was locked out"),
    "signin.ended": pgettext_lazy("audit", "signed out"),
    "export.made": pgettext_lazy("audit", "exported a list"),
    "export.started": pgettext_lazy("audit", "began an export"),
    "export.everything": pgettext_lazy("audit", "exported everything"),
    "user.viewed_as": pgettext_lazy("audit", "began to see as somebody else"),
    "user.viewing_ended": pgettext_lazy("audit", "ended seeing as somebody else"),
    "user.invited": pgettext_lazy("audit", "invited somebody"),
    "user.role_given": pgettext_lazy("audit", "gave a role"),
    "user.role_taken": pgettext_lazy("audit", "took a role away"),
    "user.moved": pgettext_lazy("audit", "moved somebody to another team"),
    "user.second_step_dropped": pgettext_lazy("audit", "took somebody's lost second step away"),
    "user.signed_out": pgettext_lazy("audit", "signed somebody out everywhere"),
    "user.deactivated": pgettext_lazy("audit", "shut somebody out"),
    "user.reactivated": pgettext_lazy("audit", "let somebody in again"),
    "role.granted": pgettext_lazy("audit", "changed what a role may do"),
    "role.field_granted": pgettext_lazy("audit", "changed which fields a role sees"),
    "role.created": pgettext_lazy("audit", "made a role"),
    "role.removed": pgettext_lazy("audit", "removed a role"),
    "board.limited": pgettext_lazy("audit", "changed the limits of a board"),
    "job.done": pgettext_lazy("audit", "finished a job"),
    "backup.taken": pgettext_lazy("audit", "took a backup"),
}


@dataclass(frozen=True)
class AuditLine:
    """One fact; ``href`` is empty where it is about no record that has a page."""

    fact: Fact
    words: Label
    about: str
    href: str
    fields: str


def audit_lines(actor: Actor, facts: Sequence[Fact]) -> list[AuditLine]:
    """The facts in words, each record by its title: one query for each kind of record."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        if fact.noun in nouns() and fact.record_id:
            wanted[fact.noun].add(fact.record_id)
    named = {key: titles(actor, key, ids) for key, ids in wanted.items()}
    return [_line(fact, named.get(fact.noun, {}).get(fact.record_id or 0, "")) for fact in facts]


def _line(fact: Fact, title: str) -> AuditLine:
    noun = nouns().get(fact.noun)
    if noun is None:
        said = _limits(fact) if fact.kind == "board.limited" else ""
        return AuditLine(fact, KINDS.get(fact.kind, fact.kind), "", "", said)
    what = fact.kind.rpartition(".")[2]
    fields = noun.fields
    changed = [str(fields[name].label) if name in fields else name for name in fact.changes]
    return AuditLine(
        fact,
        KINDS.get(fact.kind, called(what)[1]),
        f"{noun.label} {title or fact.record_id or ''}".strip(),
        f"/{noun.key}/{fact.record_id}/" if fact.record_id else "",
        "、".join(changed) if what != "created" else "",
    )


def _limits(fact: Fact) -> str:
    """Each stage whose limit was set, changed or lifted, by its names of today."""
    said = []
    for name, (was, now) in fact.changes.items():
        key, _dot, stage = name.partition(".")
        noun = nouns().get(key)
        options = noun.field(noun.board.by).options if noun and noun.board else {}
        label = f"{noun.plural if noun else key} {options.get(stage, stage)}"
        said.append(f"{label} {_limit(was)} → {_limit(now)}")
    return "；".join(said) if is_chinese() else "; ".join(said)


def _limit(text: str | None) -> str:
    if text and text.endswith("!"):
        return gettext("%(most)s, no more") % {"most": text.removesuffix("!")}
    return text or "—"
