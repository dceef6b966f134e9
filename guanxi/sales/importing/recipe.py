"""The recipe ``order-lines``: each row is one product on one order of one customer."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.errors import Message, RuleBroken
from guanxi.platform.imports.options import Options
from guanxi.platform.imports.recipes import Writer
from guanxi.platform.nouns.fields import Field, Label
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.records.bulk_writing import Making
from guanxi.platform.rights.visibility import require
from guanxi.sales.importing.fields import ORDER_LINE_FIELDS
from guanxi.sales.importing.writer import OrderLinesWriter

NOUNS = ("account", "product", "order")


class OrderLinesRecipe:
    """Reads purchase history as other systems export it."""

    key = "order-lines"
    label: Label = _("Orders with customers, products and lines")
    words: Mapping[str, Message] = {
        "made:account": _("Customers made"),
        "made:product": _("Products made"),
        "made:order": _("Orders made"),
        "made:return": _("Returns made"),
        "without_customer": _("Lines without a customer, kept under orders without one"),
        "negative_price": _("Negative prices, kept as returns at the positive price"),
        "without_rate": _(
            "Orders in a foreign currency without an exchange rate, left out of customer value"
        ),
        "duplicate:order": _("Lines of orders that were in the books before"),
    }

    own_list = "order_line"
    # Taken out exactly, it names its columns otherwise.
    exact_columns: Mapping[str, str] = {
        "order": "order_number",
        "ordered_on": "ordered_at",
        "account": "customer_record",
        "product": "product_code",
        "discount": "discount_amount",
        "cost": "line_cost",
        "tax": "tax_name",
    }

    def fields(self, actor: Actor) -> Mapping[str, Field]:
        """What a column can mean."""
        return ORDER_LINE_FIELDS

    def require(self, actor: Actor) -> None:
        """Refuse an actor who may not import each of the nouns."""
        for key in NOUNS:
            noun = noun_named(key)
            require(actor, noun.permission("import"))
            require(actor, noun.permission("create"))

    def missing(self, mapped: set[str], options: Options) -> list[Field]:
        """Number, date, quantity and price have to be there; order lines are only ever added."""
        if options.mode != "create":
            raise RuleBroken(_("Order lines can be added, not changed."))
        return [
            one for one in ORDER_LINE_FIELDS.values() if one.required and one.name not in mapped
        ]

    def searched(self, mapped: set[str]) -> tuple[str, ...]:
        """Several nouns come of each row, so the rows alone do not tell."""
        return ()

    def drafting(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> None:
        """Nothing, for the same reason."""

    def writer(self, making: Making, options: Options, mapped: Mapping[str, Field]) -> Writer:
        """The writer of one run."""
        return OrderLinesWriter(making, options)

    def nouns(self) -> Sequence[str]:
        """Customers and products before the orders that name them."""
        return NOUNS
