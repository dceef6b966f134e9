"""What may be written of customers and people, and the keys they are sorted and met by."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Account, AccountRelation, Affiliation, Person
from guanxi.platform.cleaning import clean_credit_code
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.records.holding import hold

LONGEST_CHAIN = 50
UPWARD = ("parent", "referrer")


def check_account(record: Account, before: Mapping[str, Any]) -> None:
    """Refuse a wrong credit code and a parent or referrer that leads back to the customer."""
    problems: dict[str, Message] = {}
    if (
        _is_new_value("credit_code", record, before)
        and clean_credit_code(record.credit_code or "").problem
    ):
        problems["credit_code"] = _("The check digit does not fit; compare it with the licence.")
    for name in UPWARD:
        if _is_new_value(f"{name}_id", record, before, name):
            problems |= _refused_above(record, name)
    if problems:
        raise RuleBroken(_("Some values need attention."), problems)


def check_person(record: Person) -> None:
    """Refuse to fill in again what was erased on the person's request."""
    if record.erased_at is not None:
        raise RuleBroken(_("This person's data were erased; make a new record if they come back."))


def check_affiliation(record: Affiliation) -> None:
    """Refuse the same post twice and one that ends before it begins."""
    if record.since and record.until and record.until < record.since:
        raise RuleBroken(
            _("Some values need attention."), {"until": _("This is before the beginning.")}
        )
    same = Affiliation.objects.filter(
        person=record.person_id, account=record.account_id, deleted_at=None
    )
    main = Person.objects.filter(pk=record.person_id, account=record.account_id)
    if same.exclude(pk=record.pk).exists() or main.exists():
        raise RuleBroken(
            _("Some values need attention."), {"account": _("This person already works there.")}
        )


def check_relation(record: AccountRelation) -> None:
    """Refuse a relation to oneself and the same relation twice."""
    if record.account_id == record.other_id:
        raise RuleBroken(_("Some values need attention."), {"other": _("Choose another customer.")})
    same = AccountRelation.objects.filter(
        account=record.account_id, other=record.other_id, kind=record.kind, deleted_at=None
    )
    if same.exclude(pk=record.pk).exists():
        raise RuleBroken(
            _("Some values need attention."), {"other": _("This relation is already known.")}
        )


def _is_new_value(column: str, record: Account, before: Mapping[str, Any], name: str = "") -> bool:
    """Whether a filled column has a value that it did not have before."""
    value = getattr(record, column)
    return bool(value) and (
        before.get(name or column) != value and (not before or (name or column) in before)
    )


def _refused_above(record: Account, name: str) -> dict[str, Message]:
    """Why the record cannot stand there: below itself, or so deep that nobody can tell."""
    if record.pk:
        hold(f"account.{name}")
    seen = {record.pk}
    above: int | None = getattr(record, f"{name}_id")
    while above is not None:
        if above in seen:
            return {name: _("This would lead back to the customer itself.")}
        if len(seen) > LONGEST_CHAIN:
            said = _("This would stand more than %(most)d levels deep.")
            return {name: said % {"most": LONGEST_CHAIN}}
        seen.add(above)
        above = Account.objects.filter(pk=above).values_list(f"{name}_id", flat=True).first()
    return {}
