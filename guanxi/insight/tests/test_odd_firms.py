"""Every page of insight for odd firms: it stands, says what is missing, makes nothing up."""

import html
import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from guanxi.customers.models import Account
from guanxi.insight.cohorts.stages import STAGES
from guanxi.insight.dashboards.arranging import offered_to
from guanxi.insight.explain import explain_all
from guanxi.insight.models import MeasureRun
from guanxi.insight.registry import CUSTOMER_MEASURES, MEASURES
from guanxi.insight.tests.test_pages import client_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.actors.models import User
from guanxi.sales.models import OrderLine

pytestmark = pytest.mark.alike
# What no page may say, in a language in which none of it is a word.
BROKEN = re.compile(r"\b(nan|NaN|inf|Infinity|None|null|undefined|True|False)\b|%\(|\{\{|\{%")
MONEY = re.compile(r".{0,60}¥\s*[1-9].{0,40}")
# What a measure is set to is not what the firm has.
SETTING = re.compile(r'<span class="chip">.*?</span></span>', re.DOTALL)
POSTS = {"run", "pin", "cube_watch", "cube_send", "cube_drop", "keep", "switch", "preview"}
MONTH = 30


class Firm:
    """Customers of ana's and what they bought."""

    def __init__(self, customer: Any, sale: Any, ana: Any) -> None:
        self.sale = sale
        self.make, self.ana = customer, ana

    def customer(self) -> Account:
        account: Account = self.make(f"customer {Account.objects.count() + 1}", self.ana)
        return account

    def bought(self, days: range, amount: int = 10_000, **more: Any) -> Account:
        """A new customer who bought so many days ago."""
        account = self.customer()
        for ago in days:
            self.sale(account, ago, amount, **more)
        return account


def none(firm: Firm) -> None:
    """Nobody at all."""


def without_purchases(firm: Firm) -> None:
    for _ in range(3):
        firm.customer()


def a_single_purchase(firm: Firm) -> None:
    firm.bought(range(40, 41))


def one_customer(firm: Firm) -> None:
    firm.bought(range(5, 700, MONTH))


def refunds_larger_than_sales(firm: Firm) -> None:
    for number in range(6):
        account = firm.bought(range(10 + number, 400, 60))
        returned = firm.sale(account, 3, -900_000, kind="return", total_amount=-900_000)
        OrderLine.objects.filter(order=returned).update(quantity=-1, unit_price=9_000)


def purchases_to_come(firm: Firm) -> None:
    for number in range(3):
        firm.bought(range(-90 - number, -30, 20))


def currencies_without_rates(firm: Firm) -> None:
    for number, currency in enumerate(("XAU", "CHF", "XAU", "CHF")):
        firm.bought(range(5 + number, 700, 50), currency=currency)


def all_alike(firm: Firm) -> None:
    for _ in range(12):
        firm.bought(range(20, 600, MONTH))


def nothing_but_clockwork(firm: Firm) -> None:
    """Nobody ever stops, and all at one pace: no model can settle on how they differ."""
    for _ in range(40):
        firm.bought(range(0, 360, MONTH), 5_000)


def given_away(firm: Firm) -> None:
    for _ in range(3):
        firm.bought(range(10, 300, 60), 0)


def sold_below_cost(firm: Firm) -> None:
    for number in range(5):
        firm.bought(range(7 + number, 500, 45), 1_000)
    OrderLine.objects.update(cost=5_000)


def ended_long_ago(firm: Firm) -> None:
    for number in range(8):
        firm.bought(range(1_500 + number, 2_200, 40), 1_000 * (number + 1))


FIRMS = (
    *(none, without_purchases, a_single_purchase, one_customer, refunds_larger_than_sales),
    *(purchases_to_come, currencies_without_rates, all_alike, nothing_but_clockwork),
    *(given_away, sold_below_cost, ended_long_ago),
)
# Nothing was earned or spent there, so that no page may name an amount.
PENNILESS = {none, without_purchases, purchases_to_come, currencies_without_rates}


def addresses(actor: Actor) -> list[str]:
    """Every page of insight that one can open, with one of each kind where there are many."""
    account = Account.objects.order_by("pk").first()
    told: dict[str, list[dict[str, Any]]] = {
        "relations": [{"pk": account.pk}] if account else [],
        "past": [{"pk": account.pk}] if account else [],
        "tile": [{"key": one.key} for one in offered_to(actor)],
        "stage_customers": [{"stage": one} for one in (stage.key for stage in STAGES)],
        "cycle_rows": [],
        "cohort_customers": [{"cohort": 24_310, "age": 0}],
        "one_cube": [],
        "cube_export": [{"format": "csv"}, {"format": "pdf"}],
        "slice": [],
        "attribution_orders": [],
    }
    pages = [f"/account/{account.pk}/"] if account else []
    pages += ["/insight/attribution/orders/?model=linear&channel="]
    pages += [f"/insight/forecast/?figure=units&step={step}" for step in ("month", "week")]
    for name, entries in get_resolver("guanxi.insight.urls").reverse_dict.lists():
        if not isinstance(name, str) or name in POSTS:
            continue
        ((pattern, parameters),) = entries[0][0]
        known = told.get(name, [{}] if not parameters else [])
        pages += ["/insight/" + pattern % one for one in known]
    return pages


def said(answer: Any, but: re.Pattern[str] = re.compile("$^")) -> str:
    """What a page says to its reader, without its marks, and without what is left out."""
    if "text/html" not in answer["Content-Type"]:
        return ""
    text = but.sub(" ", answer.content.decode())
    main = text[text.find("<main") :]
    return html.unescape(re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", main, flags=re.S))


def faults(actor: Actor, firm: Callable[[Firm], None]) -> list[str]:
    """Each page that breaks, says what no reader understands, or names money where none is."""
    client, found = client_of(actor), []
    for address in addresses(actor):
        answer = client.get(address)
        if answer.status_code != 200:
            found.append(f"{address} {answer.status_code}")
            continue
        text = said(answer)
        at = [f"{one[0]} in {text}" for one in BROKEN.finditer(text)]
        if firm in PENNILESS and "/parameters/" not in address:
            at += MONEY.findall(said(answer, but=SETTING))
        found += [f"{address} {one}" for one in at]
    return found


@pytest.mark.parametrize("odd", FIRMS, ids=lambda odd: odd.__name__)
def test_every_page_stands_and_every_class_says_why(
    odd, customer, sale, ana, admin, at, time_machine
):
    time_machine.move_to(at)
    User.objects.update(language="zh-hans")
    odd(Firm(customer, sale, ana))
    out = StringIO()

    call_command("insight", "run", "--as-of", at.date().isoformat(), stdout=out, stderr=StringIO())

    told = json.loads(out.getvalue(), parse_constant=pytest.fail)
    assert told["measures"].keys() == {one.key for one in MEASURES}
    for run in MeasureRun.objects.all():
        json.dumps([run.counts, run.segments, run.comparison, run.fit], allow_nan=False)
    assert "\n".join(faults(admin, odd)) == ""
    for account in Account.objects.all()[:3]:
        for one in explain_all(account.pk, CUSTOMER_MEASURES):
            assert one.reason, one.measure
            assert not BROKEN.search(one.reason), one.reason


def test_no_odd_firm_takes_a_customer_for_worth_nothing(customer, sale, ana, at):
    """What is not known is no zero."""
    without_purchases(Firm(customer, sale, ana))
    purchases_to_come(Firm(customer, sale, ana))

    call_command(
        "insight", "run", "--as-of", at.date().isoformat(), stdout=StringIO(), stderr=StringIO()
    )

    for account in Account.objects.select_related("profile"):
        assert account.profile.abc_contribution is None
        assert account.profile.clv_value is None
        assert account.profile.rfm_money is None
