"""How orders, their lines and payments are listed, shown, found and filled in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.catalog.models import base_currency
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Board, Calendar, Group, Noun, Related
from guanxi.platform.nouns.registry import lend_related, register
from guanxi.platform.nouns.rows import owned, through
from guanxi.sales import rules
from guanxi.sales.choices import STATUS_TONES
from guanxi.sales.models import Order, OrderLine, Payment
from guanxi.sales.numbers import next_order_number

RATE_HELP = _("What one unit of the currency is worth in the firm's own, such as 0.0478 for a yen.")
READ_ONLY = {"editable": False}
MONEY = {"type": "money"}
COMPUTED = MONEY | READ_ONLY
IN_ORDER = {"currency_path": "currency"}
ON_LINE = {"currency_path": "order__currency"}


@register
class OrderNoun(Noun[Order]):
    """One sale to, or return from, one customer."""

    key = "order"
    room = "sales"
    icon = "order"
    labels = pgettext_lazy("purchase", "Order"), _("Orders")
    title = "number"
    rows = owned()
    declared = (
        (
            "number",
            {
                "unique": True,
                "synonyms": ["订单号", "订单编号", "单号", "发票号", "InvoiceNo", "Order No"],
            },
        ),
        ("account", {"synonyms": ["客户", "客户名称", "买方", "Customer", "CustomerID"]}),
        ("person", {"synonyms": ["下单人", "联系人"]}),
        ("kind", {"synonyms": ["单据类型", "Type"], "tones": {"return": "cinnabar"}}),
        ("status", READ_ONLY | {"tones": dict(STATUS_TONES), "synonyms": ["订单状态"]}),
        ("ordered_on", {"synonyms": ["日期", "下单日期", "订单日期", "InvoiceDate", "Order date"]}),
        ("ordered_at", {"synonyms": ["下单时间", "成交时间"]}),
        "delivered_on",
        "due_on",
        ("currency", {"synonyms": ["币种", "Currency"]}),
        ("total_amount", COMPUTED | IN_ORDER | {"synonyms": ["订单金额", "合计", "Total"]}),
        ("paid_amount", COMPUTED | IN_ORDER | {"synonyms": ["已付", "已收款"]}),
        ("base_amount", COMPUTED),
        ("tax_amount", COMPUTED | IN_ORDER),
        ("discount", MONEY | IN_ORDER | {"synonyms": ["整单折扣", "优惠金额"]}),
        ("rate", {"synonyms": ["汇率", "Exchange rate"], "help": RATE_HELP}),
        ("channel", {"synonyms": ["渠道", "来源渠道"]}),
        ("returned_order", READ_ONLY | {"target": "order"}),
        ("external_number", {"synonyms": ["外部单号", "平台单号", "PO"]}),
        ("note", {"synonyms": ["备注", "Remark"]}),
    )
    columns = (
        "number",
        "account",
        "ordered_on",
        "total_amount",
        "currency",
        "status",
        "paid_amount",
        "owner",
    )
    form = (
        Group(
            pgettext_lazy("purchase", "Order"),
            "number account person ordered_on kind channel external_number",
        ),
        Group(_("Amounts"), "currency rate discount due_on"),
        Group(_("Owner and team"), "owner team"),
        Group(_("Note"), "note"),
    )
    quick = ("account", "ordered_on", "currency")
    search = ("number", "external_number", "account.name")
    search_summary = ("account.name", "ordered_on", "total_amount")
    sort = "-ordered_on"
    board = Board(
        by="status",
        total="base_amount",
        closed=("closed", "cancelled"),
        closed_sort="-ordered_on",
        ages={"draft": 14, "confirmed": 14, "delivered": 45},
        moves=("confirm_order", "deliver_order", "close_order", "cancel_order"),
    )
    calendar = Calendar("ordered_on")
    import_keys = ("number", "external_number")
    synonyms = ("订单", "销售单", "发票", "invoices")
    related = (
        Related(
            "lines",
            "order_line",
            "order",
            _("Lines"),
            ("product", "quantity", "description", "amount", "unit_price", "discount", "line_no"),
            "line_no",
        ),
        Related(
            "payments",
            "payment",
            "order",
            _("Payments"),
            ("paid_on", "kind", "amount", "currency", "method", "reference"),
            "-paid_on",
        ),
        Related(
            "returns",
            "order",
            "returned_order",
            _("Returns"),
            ("number", "ordered_on", "total_amount", "status"),
            "-ordered_on",
        ),
    )

    def defaults(self, actor: Actor) -> dict[str, Any]:
        """A new order is in the currency of the firm until another one is said."""
        return {"currency": base_currency(), **super().defaults(actor)}

    def check(self, record: Order, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse changes that an order in its stage no longer takes."""
        rules.check_editable(record.status, before.keys())
        rules.check_head(record.currency, record.rate, record.discount)

    def before_save(self, record: Order, changed: set[str], actor: Actor) -> None:
        """Give the order its number, and keep its totals in step with discount and rate."""
        if not record.number:
            record.number = next_order_number(record.kind, record.ordered_on.year)
        if record.pk and changed & {"discount", "rate", "currency"}:
            rules.retotal(record, rules.sums_of(record.lines.all()))


@register
class OrderLineNoun(Noun[OrderLine]):
    """One product on one order; changed by the verbs of its order."""

    key = "order_line"
    room = "sales"
    icon = "rows"
    labels = _("Order line"), _("Order lines")
    title = "description"
    rows = through("order")
    declared = (
        ("order", READ_ONLY),
        ("line_no", READ_ONLY),
        ("product", READ_ONLY),
        ("description", READ_ONLY | {"spoken": "words"}),
        ("quantity", READ_ONLY),
        ("unit_price", READ_ONLY),
        ("discount", COMPUTED | ON_LINE),
        ("amount", COMPUTED | ON_LINE),
        ("cost", COMPUTED | ON_LINE),
        ("tax", READ_ONLY),
        ("tax_amount", COMPUTED | ON_LINE),
        (
            "order__account",
            READ_ONLY | {"name": "account", "label": _("Customer"), "target": "account"},
        ),
        ("order__ordered_on", READ_ONLY | {"name": "ordered_on", "label": _("Order date")}),
        (
            "order__status",
            READ_ONLY | {"name": "status", "label": pgettext_lazy("of an order", "Status")},
        ),
        ("order__currency", READ_ONLY | {"name": "currency", "label": _("Currency")}),
        ("order__rate", READ_ONLY | {"name": "rate", "label": _("Exchange rate")}),
        ("order__paid_amount", COMPUTED | {"name": "paid_amount", "label": _("Paid")} | ON_LINE),
        ("order__due_on", READ_ONLY | {"name": "due_on", "label": _("Payment due")}),
    )
    columns = (
        "order",
        "ordered_on",
        "account",
        "product",
        "description",
        "quantity",
        "unit_price",
        "amount",
        "currency",
    )
    sort = "-id"
    can_create = False
    can_edit = False
    can_delete = False
    in_navigation = False


@register
class PaymentNoun(Noun[Payment]):
    """Money received for an order, or given back."""

    key = "payment"
    room = "sales"
    icon = "money"
    labels = _("Payment"), _("Payments")
    title = "reference"
    rows = through("order")
    declared = (
        ("order", {"editable": False, "synonyms": ["订单号"]}),
        ("account", READ_ONLY),
        ("kind", READ_ONLY | {"tones": {"refund": "cinnabar"}}),
        ("amount", COMPUTED | IN_ORDER),
        ("currency", READ_ONLY),
        ("paid_on", {"synonyms": ["付款日期", "收款日期"]}),
        ("method", {"synonyms": ["付款方式"]}),
        ("reference", {"synonyms": ["流水号", "凭证号"]}),
        "note",
    )
    columns = ("paid_on", "account", "order", "kind", "amount", "currency", "method", "reference")
    form = (Group(_("Payment"), "paid_on method reference note"),)
    search = ("reference",)
    sort = "-paid_on"
    calendar = Calendar("paid_on")
    can_create = False
    can_delete = False


ORDERS = Related(
    "orders",
    "order",
    "account",
    _("Orders"),
    ("number", "ordered_on", "total_amount", "currency", "status", "paid_amount"),
    "-ordered_on",
)
lend_related("account", ORDERS)
lend_related(
    "account",
    Related(
        "payments",
        "payment",
        "account",
        _("Payments"),
        ("paid_on", "kind", "amount", "currency", "method", "order"),
        "-paid_on",
        is_beside=False,
    ),
)
lend_related(
    "person",
    Related("orders", "order", "person", _("Orders"), ORDERS.columns, "-ordered_on"),
)
