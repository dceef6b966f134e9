"""A random firm with rows of every noun there is, and who sees which by the plain definition."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from guanxi.activities.models import Activity
from guanxi.catalog.models import PriceBook, PriceEntry, Product, Tax, Unit
from guanxi.customers.models import (
    Account,
    AccountRelation,
    Address,
    Affiliation,
    Consent,
    Identifier,
    Interaction,
    Person,
)
from guanxi.insight.experiments.models import Experiment, ExperimentMember
from guanxi.insight.gaps.models import QualityGap
from guanxi.insight.judgements.models import Judgement
from guanxi.platform.actors.actor import SCOPES
from guanxi.platform.actors.models import Grant, User
from guanxi.platform.glossary.models import Term
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.nouns.rows import Everyone, Owned
from guanxi.platform.rights.tests.worlds import World, sees
from guanxi.sales.models import Order, OrderLine, Payment
from guanxi.surveys.models import SurveyAnswer, SwitchingNote

TEXT = "冲压设备"


@dataclass
class Books:
    """The rows of each noun, each with the row that it stands under, if it does."""

    at: dt.datetime
    rows: dict[str, list[tuple[Any, Any]]] = field(default_factory=dict)

    def add(self, key: str, model: Any, under: Any = None, **values: Any) -> Any:
        """One more row of a noun."""
        names = {column.name for column in model._meta.concrete_fields}
        stamped = {"created_at": self.at, "updated_at": self.at} if "updated_at" in names else {}
        row = model.objects.create(**stamped, **values)
        self.rows.setdefault(key, []).append((row, under))
        return row

    def make(self, number: int, owner: Any, team: Any, city: str, is_deleted: bool) -> Any:
        """A customer with one of everything that can stand under it or beside it."""
        name, day = f"{TEXT}{number}号", self.at.date()
        held = {"owner": owner, "team": team, "deleted_at": self.at if is_deleted else None}
        account = self.add("account", Account, name=name, code=f"C{number}", city=city, **held)
        person = self.add("person", Person, name=name, **held)
        self.add("activity", Activity, name=name, kind="meeting", due_at=self.at, **held)
        order = self.add(
            "order",
            Order,
            number=f"{TEXT}{number}",
            account=account,
            status="confirmed",
            ordered_on=day,
            **held,
        )
        self._under_account(account, person, number)
        line = {"quantity": 1, "unit_price": 5, "amount": 500, "product": self._product()}
        line["description"] = name
        self.add("order_line", OrderLine, order, order=order, line_no=1, **line)
        self.add("payment", Payment, order, order=order, amount=5, paid_on=day, reference=name)
        return account

    def _under_account(self, account: Any, person: Any, number: int) -> None:
        day, name = self.at.date(), f"{TEXT}{number}号"
        first = self.rows["account"][0][0]
        self.add("address", Address, account, account=account, street=name)
        self.add("identifier", Identifier, account, account=account, kind="erp", value=name)
        self.add("affiliation", Affiliation, account, account=account, person=person, title=name)
        if account != first:
            pair = {"account": account, "other": first, "kind": "partner", "note": name}
            self.add("relation", AccountRelation, account, **pair)
        self.add(
            "consent",
            Consent,
            account,
            account=account,
            channel="email",
            purpose="marketing",
            state="granted",
            at=self.at,
            recorded_at=self.at,
            evidence=name,
        )
        self.add(
            "interaction",
            Interaction,
            account,
            account=account,
            channel="phone",
            direction="out",
            happened_at=self.at,
            subject=name,
        )
        answer = {"kind": "nps", "value": 9, "scale_low": 0, "scale_high": 10, "answered_on": day}
        self.add("survey_answer", SurveyAnswer, account, account=account, comment=name, **answer)
        self.add("switching_note", SwitchingNote, account, account=account, noted_on=day)
        judged = {"factor": "credit", "score": 3, "judged_at": self.at, "note": name}
        self.add("judgement", Judgement, account, account=account, **judged)
        self.add(
            "experiment_member",
            ExperimentMember,
            account,
            account=account,
            arm="control",
            experiment=self._experiment(account),
            joined_on=day,
        )

    def _experiment(self, account: Any) -> Any:
        held = {"owner": account.owner, "team": account.team}
        name, day = f"{TEXT}{account.code}", self.at.date()
        self.add("quality_gap", QualityGap, name=name, gap="delivery", **held)
        return self.add("experiment", Experiment, name=name, starts_on=day, **held)

    def _product(self) -> Any:
        if "product" not in self.rows:
            product = self.add("product", Product, code="P", name=TEXT)
            self.add("unit", Unit, code="U", name=TEXT)
            self.add("tax", Tax, name=TEXT, rate=13)
            self.add("term", Term, text=TEXT, english="word")
            book = self.add("price_book", PriceBook, code="B", name=TEXT)
            self.add("price_entry", PriceEntry, book, book=book, product=product, price=5)
        return self.rows["product"][0][0]


def plainly_seen(books: Books, world: World, user: User, key: str) -> set[int]:
    """The ids of a noun's rows that a person sees, by the definition that is documented."""
    return {row.pk for row, under in books.rows[key] if _sees(user, key, row, under)}


def _sees(user: User, key: str, row: Any, under: Any) -> bool:
    noun = noun_named(key)
    if getattr(row, "deleted_at", None) is not None or _scope(user, key) == "none":
        return False
    if isinstance(noun.rows, Everyone):
        return True
    if isinstance(noun.rows, Owned):
        return bool(sees(user, row, noun))
    above = {"order": "order", "book": "price_book"}.get(noun.rows.path, "account")
    return _sees(user, above, under, None)


def _scope(user: User, key: str) -> str:
    roles = list(user.roles.all())
    if any(role.is_administrator for role in roles):
        return "all"
    grants = Grant.objects.filter(role__in=roles, permission=f"{key}.read")
    return max((grant.scope for grant in grants), key=SCOPES.index, default="none")
