"""Files of consents: the ledger of another system, or of other books, added to this one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import ConsentState
from guanxi.customers.models import Consent, Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.facts.publishing import Happening, publish_many
from guanxi.platform.imports.noun_recipe import NounRecipe
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.plan import Batch, Prepared, Problem
from guanxi.platform.imports.recipes import Outcome, Writer
from guanxi.platform.imports.relations import Relations
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.rights.visibility import require, visible_to

# One statement is another only if it differs in one of these.
SAME = ("account_id", "person_id", "channel", "purpose", "state", "at")


class ConsentRecipe(NounRecipe):
    """Adds statements to the ledger; none is changed, and none taken out again."""

    @property
    def words(self) -> Mapping[str, Message]:
        """What is said of statements that were there."""
        return {"duplicate:consent": _("Statements that were in the ledger before")}

    def require(self, actor: Actor) -> None:
        """Refuse an actor who may not speak for customers in bulk."""
        require(actor, noun_named("account").permission("import"))
        require(actor, noun_named("account").permission("edit"))

    def missing(self, mapped: set[str], options: Options) -> list[Field]:
        """What was said, for what, when, and by whom."""
        if options.mode != "create":
            raise RuleBroken(_("Consents can be added, not changed."))
        wanted = [name for name in ("purpose", "state", "at") if name not in mapped]
        wanted += [] if mapped & {"account", "person"} else ["account"]
        return [self.noun.fields[name] for name in wanted]

    def drafting(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> None:
        """Nothing: whose each is has to be found first."""

    def writer(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> Writer:
        """The writer of one run."""
        return _ConsentWriter(making, mapped)

    def nouns(self) -> Sequence[str]:
        """None whose records an undo could take out."""
        return ()


class _ConsentWriter:
    def __init__(self, making: Making, mapped: Mapping[str, Field]) -> None:
        self._making = making
        self._related = [one for one in mapped.values() if one.is_relation]
        self._relations = Relations(Maker(noun_named("account"), making), create_missing=False)

    def reset(self) -> None:
        """Forget what was learnt in a transaction that was rolled back."""
        self._relations.forget()

    def write(self, batch: Batch) -> Outcome:
        """Add every good row that is not in the ledger yet."""
        outcome, good = Outcome(), []
        rows = self._relations.resolve(self._related, batch.rows)
        editable = {noun: self._editable(noun, rows) for noun in ("account", "person")}
        for row in rows:
            problems = list(self._problems(row, editable))
            if row.problems or problems:
                outcome.reject(row, *problems)
            else:
                good.append((row, self._statement(row.values, editable["person"])))
        there = self._there([one for _row, one in good])
        new = []
        for row, one in good:
            if (sign := _sign(one)) in there:
                outcome.skipped += 1
                outcome.note("duplicate:consent", row.number)
            else:
                there.add(sign)
                new.append(one)
        self._add(new)
        outcome.created += len(new)
        return outcome

    def _editable(self, noun: str, rows: Sequence[Prepared]) -> dict[int, Any]:
        ids = {row.values.get(noun) for row in rows} - {None}
        seen = visible_to(self._making.actor, noun_named(noun), "edit")
        return {one.pk: one for one in seen.filter(pk__in=ids)}

    def _problems(self, row: Prepared, editable: Mapping[str, Mapping[int, Any]]) -> Any:
        values, told = row.values, {one.field for one in row.problems}
        for name in ("purpose", "state", "at"):
            if values.get(name) is None and name not in told:
                yield Problem(name, "missing")
        whose = [(noun, pk) for noun in ("account", "person") if (pk := values.get(noun))]
        if not whose and not told & {"account", "person"}:
            yield Problem("account", "missing")
        for noun, pk in whose:
            if pk not in editable[noun]:
                yield Problem(noun, "may_not_change")
            elif noun == "person" and editable[noun][pk].erased_at:
                yield Problem(noun, "rule", str(_("This person's data were erased.")))
        if values.get("at") and values["at"] > self._making.at:
            yield Problem("at", "rule", str(_("This is in the future.")))

    def _statement(self, values: Mapping[str, Any], people: Mapping[int, Person]) -> Consent:
        account, person = values.get("account"), values.get("person")
        if person and not account:
            account = people[person].account_id
        return Consent(
            account_id=account,
            person_id=person,
            channel=values.get("channel") or "",
            purpose=values["purpose"],
            state=values["state"],
            at=values["at"],
            evidence=values.get("evidence") or "",
            text_version=values.get("text_version") or "",
            recorded_at=values.get("recorded_at") or self._making.at,
            recorded_by_id=values.get("recorded_by") or self._making.actor.user_id,
        )

    def _there(self, statements: Sequence[Consent]) -> set[tuple[Any, ...]]:
        moments = {one.at for one in statements}
        return set(Consent.objects.filter(at__in=moments).values_list(*SAME))

    def _add(self, statements: list[Consent]) -> None:
        Consent.objects.bulk_create(statements)
        happened = [_happening(one, self._making.batch) for one in statements]
        publish_many(happened, actor=self._making.actor, at=self._making.at)


def _sign(one: Consent) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in SAME)


def _happening(one: Consent, batch: str) -> Happening:
    noun, pk = ("person", one.person_id) if one.person_id else ("account", one.account_id)
    is_granted = one.state == ConsentState.GRANTED
    kind = f"{noun}.{'consent_recorded' if is_granted else 'consent_withdrawn'}"
    data = {"consent": one.pk, "purpose": one.purpose, "channel": one.channel}
    return Happening(kind, noun, pk, data=data, batch=batch)
