"""Cells of a list: one writer per column, made once and called for every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from guanxi.platform.glossary.saying import WORDS, sayer_of
from guanxi.platform.money.amounts import currency_of
from guanxi.platform.nouns.fields import Field
from guanxi.platform.records.values import TEXTS, Masked
from guanxi.web.look import contact, figures, moments, people
from guanxi.web.look.escaping import escaped

Writer = Callable[[Any], str]
Titles = Mapping[str, Mapping[Any, str]]
NOTHING = '<span class="quiet">—</span>'
TAGS_SHOWN = 3


@dataclass(frozen=True)
class CellContext:
    """What all cells of one page share."""

    now: datetime
    titles: Titles

    @property
    def today(self) -> date:
        """The day in the person's zone."""
        return timezone.localtime(self.now).date()


def writer_of(one: Field, context: CellContext) -> Writer:
    """The function that turns a value of ``one``, stored or masked, into the HTML of its cell."""
    write = plain_writer_of(one, context)
    if one.type in TEXTS:
        return write
    return lambda value: escape(value) if isinstance(value, Masked) else write(value)


def plain_writer_of(one: Field, context: CellContext) -> Writer:
    """As ``writer_of``, where no value is masked."""
    if one.is_relation:
        return _named(one, context)
    if one.type == "file":
        return _file(context.titles.get(one.named_by, {}))
    if one.spoken:
        return _spoken(one, context)
    if one.type in {"choice", "multi"}:
        return _choice(one)
    if one.type in {"money", "number", "formula", "rollup"}:
        return _figure(one)
    if one.type in {"date", "datetime"}:
        return _moment(context)
    return WRITERS.get(one.type, _text)


def exact_writer(one: Field, context: CellContext) -> Writer:
    """The writer for a value that stands alone, where there is room for minutes and cents.

    What is computed of a record stays short: its cents would pretend to be known.
    """
    if one.type == "money" and "__" not in one.path:
        return _to_the_cent(one)
    return _minute(context) if one.type == "datetime" else writer_of(one, context)


def _to_the_cent(one: Field) -> Writer:
    return lambda value: (
        escape(value)
        if isinstance(value, Masked)
        else figures.full_money(value, currency_of(value, one.currency))
    )


def _minute(context: CellContext) -> Writer:
    def written(value: Any) -> str:
        if value in (None, ""):
            return NOTHING
        if isinstance(value, Masked):
            return escape(value)
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moments.full_moment(moment, context.today)

    return written


def _text(value: Any) -> str:
    return escaped(value) if value not in (None, "") else NOTHING


def _named(one: Field, context: CellContext) -> Writer:
    target = one.type if one.type in {"user", "team"} else one.target
    names = context.titles.get(target, {})
    if target == "user":
        return lambda value: people.who(names.get(value, ""), value) if value else NOTHING
    if target == "team":
        return lambda value: _text(names.get(value)) if value else NOTHING
    return lambda value: _link(target, value, names.get(value)) if value else NOTHING


def _link(target: str, key: int, title: str | None) -> str:
    if title is None:
        return f'<span class="quiet">{_("not yours to see")}</span>'
    return f'<a class="link" href="/{target}/{key}/">{escape(title)}</a>'


def _file(names: Mapping[int, str]) -> Writer:
    def written(value: Any) -> str:
        if value in (None, ""):
            return NOTHING
        name = names.get(int(value))
        if name is None:
            return f'<span class="quiet">{_("not yours to see")}</span>'
        return f'<a class="link" href="/files/{int(value)}/?look">{escape(name)}</a>'

    return written


def _choice(one: Field) -> Writer:
    labels = {key: escape(str(label)) for key, label in one.options.items()}
    if one.type == "multi":
        return lambda value: _tags(value, labels)
    written: dict[Any, str] = {
        key: f'<span class="badge {escape(one.tones[key])}">{label}</span>'
        if one.tones.get(key)
        else label
        for key, label in labels.items()
    }
    written[""] = written[None] = NOTHING
    return lambda value: written[value] if value in written else escaped(value)


def _spoken(one: Field, context: CellContext) -> Writer:
    """A text as it is said to the reader; several as tags."""
    words = context.titles.get(WORDS, {})
    if one.type == "multi":
        labels = {word: escape(english) for word, english in words.items()}
        return lambda value: _tags(value, labels)
    say = sayer_of(one, words)
    return lambda value: escaped(say(value)) if value not in (None, "") else NOTHING


def _tags(value: Any, labels: Mapping[str, str]) -> str:
    if not value:
        return NOTHING
    shown = "".join(
        f'<span class="badge">{labels.get(one, escape(one))}</span> ' for one in value[:TAGS_SHOWN]
    )
    rest = len(value) - TAGS_SHOWN
    return f'{shown}<span class="tally">+{rest}</span>' if rest > 0 else shown


def _figure(one: Field) -> Writer:
    if one.type == "money":
        usual = currency_of(None, one.currency)
        return lambda value: figures.money(value, getattr(value, "currency", "") or usual)
    places = one.decimals
    return lambda value: _number(value, places)


def _number(value: Any, places: int) -> str:
    if value in (None, ""):
        return NOTHING
    try:
        return figures.trimmed(float(value) if isinstance(value, str) else value, places)
    except ValueError:
        return escape(value)


def _moment(context: CellContext) -> Writer:
    today = context.today

    def written(value: Any) -> str:
        if value in (None, ""):
            return NOTHING
        if isinstance(value, str):
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        if isinstance(value, datetime):
            return moments.coming_moment(value, today)
        return moments.near_day(value, today)

    return written


def _boolean(value: Any) -> str:
    if value is None:
        return NOTHING
    return _("yes") if value else f'<span class="quiet">{_("no")}</span>'


def _phone(value: Any) -> str:
    if not value:
        return NOTHING
    return escape(str(value) if "*" in str(value) else contact.phone(str(value)))


def _email(value: Any) -> str:
    if not value:
        return NOTHING
    if "*" in str(value):
        return escape(value)
    return f'<a class="link" href="mailto:{escape(value)}">{_breaking(str(value))}</a>'


def _url(value: Any) -> str:
    if not value:
        return NOTHING
    if not str(value).startswith(("http://", "https://")):
        return escape(value)
    shown = _breaking(str(value).split("://", 1)[1].rstrip("/"))
    return f'<a class="link" href="{escape(value)}" rel="noreferrer">{shown}</a>'


def _breaking(address: str) -> str:
    """An address that breaks where it has parts, not within a word."""
    return escape(address).replace("@", "@<wbr>").replace(".", "<wbr>.").replace("/", "/<wbr>")


WRITERS: dict[str, Writer] = {
    "boolean": _boolean,
    "phone": _phone,
    "email": _email,
    "url": _url,
}
