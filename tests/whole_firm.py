"""One record of every kind there is, each text in it a word that stands nowhere else."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from guanxi.platform.actors.actor import Actor
from guanxi.platform.custom.models import CustomField, CustomNoun
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.fields import Field
from guanxi.platform.nouns.registry import noun_named, nouns
from guanxi.platform.records.writing import create_record, update_record
from guanxi.platform.verbs.verb import run_verb, verb_named

PLAUSIBLE = {"date": "2026-11-18", "datetime": "2026-11-18T02:00:00Z", "number": "4", "money": "7"}
WORDS = {"text", "long", "email", "phone", "url"}
MADE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("maker", "text", {}),
    ("state", "choice", {}),
    ("due", "date", {}),
    ("memo", "long", {}),
)
# What one value must look like, or what rules expect.
FIXED: dict[str, dict[str, Any]] = {
    "account": {"country": "CN", "credit_code": None, "profile_clv_model": None},
    "person": {"language": "en"},
    "address": {"country": "CN"},
    "activity": {"kind": "meeting"},
    "product": {"currency": "CNY"},
    "price_book": {"currency": "CNY"},
    "order": {"currency": "CNY", "number": None, "ordered_on": "2026-11-10"},
    "identifier": {"kind": "other"},
    "relation": {"kind": "partner"},
    "interaction": {
        **{"channel": "phone", "happened_at": "2026-11-18T02:00:00Z"},
        "position": "31.23042, 121.47370",
    },
    "price_entry": {"price": "7.00"},
    "tax": {"rate": "13"},
    "survey_answer": {"kind": "satisfaction"},
}


def word_of(noun: str, name: str, type: str = "text", turn: int = 1) -> str:
    """The value of one field that is found nowhere else; ``turn`` tells old from new."""
    number = sum(ord(sign) * (at + 3) for at, sign in enumerate(noun + name)) % 9_000 + 1_000
    if type == "phone":
        return f"+8613{turn}{number}{number}"
    word = f"zq{noun}{name}{turn}qz".replace("_", "")
    return {"email": f"{word}@zq.example", "url": f"https://{word}.example/"}.get(type, word)


@dataclass
class Firm:
    """The number of a record by its noun, and the words that its fields hold or have held."""

    pks: dict[str, int] = field(default_factory=dict)
    words: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def found_firm(actor: Actor, at: dt.datetime) -> Firm:
    """A firm with one record of every noun, each changed once, all of them the actor's."""
    _make_noun()
    firm = Firm()
    for key in ("unit", "tax", "product", "price_book", "price_entry", "account", "person"):
        _make(firm, key, actor, at)
    other = create_record(noun_named("account"), {"name": "Other"}, actor=actor, at=at)
    for key in ("affiliation", "relation", "identifier", "address", "interaction"):
        _make(firm, key, actor, at, other=other.pk)
    for key in ("activity", "order", "machine"):
        _make(firm, key, actor, at)
    # Whatever rooms add later; what a noun's own rules ask for beyond its types stands in FIXED.
    for key, noun in nouns().items():
        if noun.can_create and key not in firm.pks:
            _make(firm, key, actor, at)
    _complete_a_step(firm, actor, at)
    given = {name: word_of("consent", name) for name in ("evidence", "text_version")}
    asked = {"channel": "email", "purpose": "marketing"} | given
    said = run_verb(verb_named("record_consent"), firm.pks["account"], asked, actor=actor, at=at)
    firm.pks["consent"] = said.pk
    firm.words |= {("consent", name): {word} for name, word in given.items()}
    bought = {"product": firm.pks["product"], "quantity": "2", "unit_price": "5"}
    line = run_verb(verb_named("add_order_line"), firm.pks["order"], bought, actor=actor, at=at)
    firm.pks["order_line"] = line.pk
    for copied in (("order_line", "description"), ("price_entry", "product_name")):
        firm.words[copied] = firm.words["product", "name"]
    run_verb(verb_named("confirm_order"), firm.pks["order"], {}, actor=actor, at=at)
    given = {"amount": "3", "reference": word_of("payment", "reference")}
    paid = run_verb(verb_named("record_payment"), firm.pks["order"], given, actor=actor, at=at)
    firm.pks["payment"] = paid.pk
    firm.words["payment", "reference"] = {given["reference"]}
    return firm


def _complete_a_step(firm: Firm, actor: Actor, at: dt.datetime) -> None:
    done = {"outcome": word_of("account", "next_step", turn=3)}
    run_verb(verb_named("complete_next_step"), firm.pks["account"], done, actor=actor, at=at)
    firm.words["account", "next_step"].add(done["outcome"])


def _make_noun() -> None:
    shape = {"board": {"by": "state"}, "calendar": {"start": "due"}}
    CustomNoun.objects.create(key="machine", label_zh="设备", label_en="Machine", settings=shape)
    options = [{"key": "new", "zh": "新", "en": "New"}]
    for name, type, more in MADE:
        given = {"options": options} if type == "choice" else more
        CustomField.objects.create(
            noun="machine", name=name, type=type, label_zh=name, label_en=name, **given
        )
    schema_changed()


def _make(firm: Firm, key: str, actor: Actor, at: dt.datetime, other: int = 0) -> None:
    noun = noun_named(key)
    settable = [one for one in noun.fields.values() if one.editable]
    fixed = FIXED.get(key, {})
    values = {one.name: _value(one, key, 1) for one in settable} | fixed
    values |= {one.name: firm.pks[one.target] for one in settable if one.target in firm.pks}
    # A person has a further post elsewhere, and two customers are related.
    values |= {"other": other} if "other" in noun.fields else {}
    values |= {"account": other} if key == "affiliation" else {}
    values |= {name: "2026-11-19" for name in ("due",) if name in noun.fields}
    values |= {name: "2026-11-19T06:00:00Z" for name in ("due_at",) if name in noun.fields}
    given = {name: value for name, value in values.items() if value is not None}
    record = create_record(noun, given, actor=actor, at=at)
    firm.pks[key] = record.pk
    again = {
        one.name: _value(one, key, 2)
        for one in settable
        if one.type in WORDS and one.name not in fixed and not one.unique
    }
    if noun.can_edit and again:
        update_record(noun, record.pk, again, actor=actor, at=at + dt.timedelta(minutes=1))
    for one in settable:
        if one.type in WORDS and one.name not in fixed:
            firm.words[key, one.name] = {word_of(key, one.name, one.type, n) for n in (1, 2)}


def _value(one: Field, key: str, turn: int) -> Any:
    if one.type in WORDS:
        return word_of(key, one.name, one.type, turn)[: one.max_length or 400]
    if one.required:
        return PLAUSIBLE.get(one.type) or next(iter(one.options), None)
    return "new" if key == "machine" and one.type == "choice" else None


def every_noun() -> list[str]:
    """The key of every noun there is."""
    return list(nouns())
