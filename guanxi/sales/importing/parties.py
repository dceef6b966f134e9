"""The customers and products that order lines name: found, or made."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from guanxi.catalog.models import Product
from guanxi.customers.choices import AccountRole
from guanxi.customers.models import Account
from guanxi.platform.cleaning import company_key
from guanxi.platform.errors import RuleBroken
from guanxi.platform.imports.plan import Prepared
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Maker, Making
from guanxi.platform.rights.visibility import visible_to
from guanxi.sales.importing.named import RECORD

REMEMBERED = 100_000
UNSEEN = 0
NOBODY = -1


class Customers:
    """Customers by the number or name in the file; UNSEEN stands for one of strangers."""

    def __init__(self, making: Making, *, is_trial: bool = False) -> None:
        self._noun = noun_named("account")
        self._making = making
        self._maker = Maker(self._noun, making, is_trial)
        self._known: dict[str, int] = {}
        self._refused: dict[str, str] = {}
        self._made_now: list[Account] = []
        self._made_earlier: dict[str, int] = {}
        self._made_so_far = 0
        self._numbers: dict[int, int] = {}
        self._ids: dict[int, int] = {}

    def forget(self) -> None:
        """Drop what was learnt in a transaction that was rolled back."""
        self._known.clear()
        self._made_now.clear()
        self._numbers.clear()
        self._ids.clear()
        self._maker.forget()

    def remember(self) -> None:
        """In a trial, before what was made is rolled back: made again, it is nobody new."""
        self._maker.remember()
        for account in self._made_now:
            self._made_so_far += 1
            self._numbers[account.pk] = self._made_so_far
            for sign in (f"code {account.code}", f"name {account.match_key}"):
                self._made_earlier.setdefault(sign, self._made_so_far)
        self._made_now.clear()

    def learn(self, rows: Sequence[Prepared]) -> dict[str, int]:
        """Know every customer of these rows; the new ones, each with its first row's number."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        first = {mark: row for row in reversed(rows) if (mark := mark_of(row))}
        unknown = {mark: row for mark, row in first.items() if mark not in self._known}
        self._find(unknown)
        self._make_again({mark: row for mark, row in unknown.items() if mark not in self._known})
        new = {mark: row for mark, row in unknown.items() if mark not in self._known}
        made = self._made(new)
        self._maker.insert([one for one, _ in made.values()], [given for _, given in made.values()])
        self._known.update((mark, one.pk) for mark, (one, _) in made.items())
        self._made_now = [one for one, _ in made.values()]
        return {mark: new[mark].number for mark in made}

    def lasting(self, account_id: int | None) -> int:
        """What a customer is called over all parts of a trial: the id, or less than 0 if made."""
        return -self._numbers[account_id] if account_id in self._numbers else account_id or 0

    def present(self, lasting: int) -> int | None:
        """The customer's id in this part; NOBODY where no row of this part names them."""
        if lasting >= 0:
            return lasting or None
        return self._ids.get(-lasting, NOBODY)

    def refusal(self, row: Prepared) -> str:
        """Why the customer of a row could not be made; "" when it is there."""
        return self._refused.get(mark_of(row), "")

    def of(self, row: Prepared) -> int | None:
        """The customer of a row; None when the row names none."""
        if isinstance(known := row.values.get(RECORD), int):
            return known
        mark = mark_of(row)
        return self._known[mark] if mark else None

    def _make_again(self, rows: dict[str, Prepared]) -> None:
        """In a trial: the customers of earlier parts, one for all that the rows call each."""
        meant = {mark: self._made_earlier.get(_sign_of(row)) for mark, row in rows.items()}
        drafts: dict[int, Account] = {}
        for mark, one in meant.items():
            if one is not None and one not in drafts:
                drafts[one] = self._maker.draft(self._values(rows[mark].values))
                self._maker.check_again(drafts[one])
        self._maker.insert(list(drafts.values()), [("name",) for _ in drafts])
        self._known.update((mark, drafts[one].pk) for mark, one in meant.items() if one)
        self._numbers.update((draft.pk, one) for one, draft in drafts.items())
        self._ids.update((one, draft.pk) for one, draft in drafts.items())

    def _made(self, rows: dict[str, Prepared]) -> dict[str, tuple[Any, dict[str, Any]]]:
        """A new customer for each mark, in the order of the file, unless a rule refuses it."""
        made = {}
        self._refused.clear()
        for mark, row in sorted(rows.items(), key=lambda one: one[1].number):
            given = self._values(row.values)
            record = self._maker.draft(given)
            try:
                self._maker.check(record, given)
            except RuleBroken as refused:
                self._refused[mark] = str(refused.message)
            else:
                made[mark] = record, given
        return made

    def _find(self, rows: dict[str, Prepared]) -> None:
        codes = [
            row.values["customer_code"] for row in rows.values() if row.values.get("customer_code")
        ]
        found = self._pairs("code", codes)
        names = {
            mark: company_key(row.values["customer_name"])
            for mark, row in rows.items()
            if not row.values.get("customer_code")
        }
        by_key = self._pairs("match_key", names.values())
        found.update({mark: by_key[key] for mark, key in names.items() if key in by_key})
        seen = visible_to(self._making.actor, self._noun).filter(pk__in=found.values())
        ids = set(seen.values_list("pk", flat=True))
        self._known.update({mark: pk if pk in ids else UNSEEN for mark, pk in found.items()})

    def _pairs(self, column: str, values: Iterable[str]) -> dict[str, int]:
        rows = Account.objects.filter(**{f"{column}__in": list(values)}, deleted_at=None)
        return dict(rows.order_by("-pk").values_list(column, "pk"))

    def _values(self, row: dict[str, Any]) -> dict[str, Any]:
        code = row.get("customer_code")
        name = row.get("customer_name") or _("Customer %(code)s") % {"code": code}
        values = {"name": name, "role": AccountRole.CURRENT}
        if code:
            values["code"] = code
        if row.get("country"):
            values["country"] = row["country"]
        return values


class Products:
    """Products by the code in the file, or by their name where it has no code."""

    def __init__(self, making: Making) -> None:
        self._maker = Maker(noun_named("product"), making)
        self._known: dict[str, int] = {}
        self._made_now: list[str] = []
        self._made_earlier: set[str] = set()

    def forget(self) -> None:
        """Drop what was learnt in a transaction that was rolled back."""
        self._known.clear()
        self._made_now.clear()

    def remember(self) -> None:
        """In a trial, before what was made is rolled back: made again, it is nothing new."""
        self._made_earlier.update(self._made_now)
        self._made_now.clear()

    def learn(self, rows: Sequence[Prepared]) -> dict[str, int]:
        """Know every product of these rows; the new ones, each with its first row's number."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        first: dict[str, Prepared] = {}
        for row in rows:
            code = code_of(row)
            if code and code not in self._known:
                named = first.get(code)
                if named is None or not named.values.get("description"):
                    first[code] = row
        found = Product.objects.filter(code__in=list(first), deleted_at=None)
        self._known.update(found.values_list("code", "pk"))
        new = {code: row for code, row in first.items() if code not in self._known}
        given = [
            {"code": code, "name": row.values.get("description") or code}
            for code, row in new.items()
        ]
        records = [self._maker.draft(one) for one in given]
        self._maker.insert(records, given)
        self._known.update(zip(new, (one.pk for one in records), strict=True))
        self._made_now = [code for code in new if code not in self._made_earlier]
        return {code: new[code].number for code in self._made_now}

    def of(self, row: Prepared) -> int | None:
        """The product of a row; None when the row names none."""
        code = code_of(row)
        return self._known[code] if code else None


def _sign_of(row: Prepared) -> str:
    """By what the customer of a row is found in the books."""
    code = row.values.get("customer_code")
    return f"code {code}" if code else f"name {company_key(row.values['customer_name'])}"


def mark_of(row: Prepared) -> str:
    """What a row calls its customer; nothing where it is known already who that is."""
    if isinstance(row.values.get(RECORD), int):
        return ""
    return row.values.get("customer_code") or row.values.get("customer_name") or ""


def code_of(row: Prepared) -> str:
    """What a row calls its product."""
    return row.values.get("product_code") or (row.values.get("description") or "")[:64]
