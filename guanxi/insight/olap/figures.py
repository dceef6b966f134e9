"""What can be counted and added up in the cube, each as one aggregate that never guesses."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanxi.insight.measures import Text
from guanxi.insight.olap.dimensions import CONTACT, NOW, SALE

# As in warehouse/sql/purchase_day.sql, so that the cube and the measures agree.
BOUGHT = "NOT f.is_return AND f.quantity > 0 AND f.unit_price > 0"
HOME = "CASE WHEN f.rate = 1 THEN f.amount ELSE CAST(ROUND(f.amount * f.rate, 0) AS BIGINT) END"
HOME_COST = "CASE WHEN f.rate = 1 THEN f.cost ELSE CAST(ROUND(f.cost * f.rate, 0) AS BIGINT) END"
COSTED = f"{BOUGHT} AND f.cost IS NOT NULL"
REVENUE = f"SUM({HOME}) FILTER ({BOUGHT})"
UNRATED = f"COUNT(*) FILTER ({BOUGHT} AND f.rate IS NULL)"
ORDERS = f"COUNT(DISTINCT f.order_id) FILTER ({BOUGHT})"
CUSTOMERS = f"COUNT(DISTINCT f.customer_id) FILTER ({BOUGHT})"
MARGIN = f"SUM({HOME} - {HOME_COST}) FILTER ({COSTED})"
COSTED_REVENUE = f"SUM({HOME}) FILTER ({COSTED})"


@dataclass(frozen=True)
class Measured:
    """One figure: its aggregate over `fact`, its kind, and what the actor must read for it.

    `kind` is money (minor units of the firm's currency), own_money (of the order's), count,
    quantity or share. `is_additive` says that the parts of a whole add up to it. `listed` is
    the record whose list stands behind a cell. What customers are worth now is summed from the
    column of a measure that is its `source`.
    """

    key: str
    label: Text
    about: Text
    kind: str
    fact: str
    value: str
    fields: tuple[tuple[str, str], ...] = ()
    is_additive: bool = False
    listed: str = "order"
    needs_customer: bool = False
    source: tuple[str, str] = ("", "")

    @property
    def is_now(self) -> bool:
        """Whether it tells what customers are now: of no period, with nothing before it."""
        return self.fact == NOW

    @property
    def has_shares(self) -> bool:
        """Whether a part can be told as a share of the whole; of a mean or a rate it cannot."""
        return self.is_additive or self.kind in ("count", "own_money")

    @property
    def of_nothing(self) -> int | None:
        """What it is where there is no row: nought for sums and counts, unknown for a mean."""
        return 0 if self.is_additive or self.kind == "count" else None


def known(value: str) -> str:
    """The value, unknown where a line has no exchange rate: currencies are never just added."""
    return f"CASE WHEN {UNRATED} = 0 THEN {value} END"


def worth(key: str, label: Text, about: Text, source: tuple[str, str], field: str) -> Measured:
    """What customers are worth now, by a measure; who is unknown to it is left out of the sum."""
    return Measured(
        key,
        label,
        about,
        "money",
        NOW,
        f"CAST(SUM(f.{key}) AS BIGINT)",
        (("account", field),),
        is_additive=True,
        listed="account",
        source=source,
    )


AMOUNT = (("order_line", "amount"),)
COST = (*AMOUNT, ("order_line", "cost"))

MEASURED = (
    Measured(
        "revenue",
        _("Revenue"),
        _("Goods bought, without returns, in the firm's currency"),
        "money",
        SALE,
        known(f"COALESCE({REVENUE}, 0)"),
        AMOUNT,
        is_additive=True,
    ),
    Measured(
        "own_revenue",
        _("Revenue in the order's currency"),
        _("Goods bought, without returns; unknown where currencies mix"),
        "own_money",
        SALE,
        f"CASE WHEN MIN(f.currency) FILTER ({BOUGHT}) = MAX(f.currency) FILTER ({BOUGHT})"
        f" THEN SUM(f.amount) FILTER ({BOUGHT}) END",
        AMOUNT,
    ),
    Measured(
        "margin",
        _("Gross margin"),
        _("Revenue less cost, over goods whose cost is known"),
        "money",
        SALE,
        known(MARGIN),
        COST,
        is_additive=True,
    ),
    Measured(
        "margin_rate",
        _("Margin rate"),
        _("Gross margin by revenue, over goods whose cost is known"),
        "share",
        SALE,
        known(f"CAST({MARGIN} AS DOUBLE) / NULLIF({COSTED_REVENUE}, 0)"),
        COST,
    ),
    Measured(
        "returned",
        _("Returns"),
        _("Goods given back, in the firm's currency"),
        "money",
        SALE,
        "CASE WHEN COUNT(*) FILTER (f.is_return AND f.rate IS NULL) = 0"
        f" THEN COALESCE(SUM(ABS({HOME})) FILTER (f.is_return), 0) END",
        AMOUNT,
        is_additive=True,
    ),
    Measured("orders", _("Orders"), _("Distinct orders with goods bought"), "count", SALE, ORDERS),
    Measured(
        "units",
        _("Units bought"),
        _("Quantity of goods bought"),
        "quantity",
        SALE,
        f"COALESCE(SUM(f.quantity) FILTER ({BOUGHT}), 0)",
        (("order_line", "quantity"),),
        is_additive=True,
    ),
    Measured(
        "customers",
        _("Customers who bought"),
        _("Distinct customers, each counted once in every cell"),
        "count",
        SALE,
        CUSTOMERS,
        listed="account",
        needs_customer=True,
    ),
    Measured(
        "order_value",
        _("Average order value"),
        _("Revenue by order"),
        "money",
        SALE,
        known(f"CAST(ROUND(CAST({REVENUE} AS DOUBLE) / NULLIF({ORDERS}, 0), 0) AS BIGINT)"),
        AMOUNT,
    ),
    Measured(
        "customer_revenue",
        _("Revenue by customer"),
        _("Revenue by distinct customer; purchases of unknown customers are left out"),
        "money",
        SALE,
        known(
            f"CAST(ROUND(CAST(SUM({HOME}) FILTER ({BOUGHT} AND f.customer_id IS NOT NULL)"
            f" AS DOUBLE) / NULLIF({CUSTOMERS}, 0), 0) AS BIGINT)"
        ),
        AMOUNT,
        listed="account",
        needs_customer=True,
    ),
    Measured(
        "interactions",
        _("Interactions"),
        _("Contacts with customers on any channel"),
        "count",
        CONTACT,
        "COUNT(*)",
        is_additive=True,
        listed="interaction",
    ),
    Measured(
        "contacted",
        _("Customers in contact"),
        _("Distinct customers, each counted once in every cell"),
        "count",
        CONTACT,
        "COUNT(DISTINCT f.customer_id)",
        listed="account",
        needs_customer=True,
    ),
    Measured(
        "accounts",
        _("All customers"),
        _("Every customer, whether it bought or not"),
        "count",
        NOW,
        "COUNT(*)",
        is_additive=True,
        listed="account",
    ),
    worth(
        "value_ahead",
        _("Value ahead"),
        _("What customers are expected to bring, over those of whom it is known"),
        ("measure_clv", "value"),
        "profile_clv_value",
    ),
    worth(
        "value_at_risk",
        _("Value at risk"),
        _("What customers contributed in their last year of buying, times the chance of leaving"),
        ("measure_churn", "at_risk"),
        "profile_churn_at_risk",
    ),
    worth(
        "contribution",
        _("Contribution in 12 months"),
        _("What customers contributed in the window of ABC, over those of whom it is known"),
        ("measure_abc", "contribution"),
        "profile_abc_contribution",
    ),
    worth(
        "serve_cost",
        _("Cost to serve in 12 months"),
        _("What serving the customers cost, over those of whom it is known"),
        ("measure_serve", "cost"),
        "profile_serve_cost",
    ),
)
BY_KEY = {one.key: one for one in MEASURED}
