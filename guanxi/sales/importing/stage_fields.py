"""How far an order has come and what is paid of it, in the words of other systems."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.nouns.fields import Field, by_word
from guanxi.sales.choices import OrderStatus
from guanxi.sales.importing.stages import OPEN, PAID, PART

_STATUS_WORDS = {
    OrderStatus.DRAFT: ["new", "pending", "unconfirmed", "待确认", "未确认", "待审核", "未审核"],
    OrderStatus.CONFIRMED: [
        *("open", "approved", "accepted", "processing", "in progress", "unshipped"),
        *("已审核", "处理中", "执行中", "进行中", "待发货", "未发货", "已下单"),
    ],
    OrderStatus.DELIVERED: [
        *("shipped", "dispatched", "invoiced", "received"),
        *("已发货", "已出库", "已开票", "已签收", "已交货", "已收货"),
    ],
    OrderStatus.CLOSED: [
        *("complete", "completed", "done", "finished", "fulfilled"),
        *("已完成", "完成", "已结案", "结案", "已关闭", "交易成功"),
    ],
    OrderStatus.CANCELLED: [
        *("canceled", "cancel", "void", "voided"),
        *("取消", "作废", "已作废", "已撤销", "交易关闭"),
    ],
}
_PAYMENT = {PAID: _("Paid in full"), PART: _("Paid in part"), OPEN: _("Not paid")}
_PAYMENT_WORDS = {
    PAID: ["settled", "fully paid", "已付", "已付款", "已收款", "已结清", "结清", "付清", "已回款"],
    PART: ["partial", "partially paid", "partly paid", "部分收款", "部分已付", "部分回款"],
    OPEN: [
        *("unpaid", "outstanding", "due", "awaiting payment"),
        *("未付款", "未收款", "待付款", "待收款", "未结清", "未回款"),
    ],
}


STAGE_FIELDS = (
    Field(
        "status",
        pgettext_lazy("of an order", "Status"),
        "choice",
        options=dict(OrderStatus.choices),
        option_names=by_word(_STATUS_WORDS),
        synonyms=["order status", "order state", "订单状态", "单据状态"],
    ),
    Field(
        "payment_status",
        _("Payment status"),
        "choice",
        options=_PAYMENT,
        option_names=by_word(_PAYMENT_WORDS),
        synonyms=["paid status", "payment state", "收款状态", "付款状态", "结算状态", "回款状态"],
    ),
    Field(
        "paid_amount",
        _("Amount paid"),
        "money",
        currency_path="currency",
        synonyms=["已付金额", "已收金额", "实收金额", "回款金额"],
    ),
    Field(
        "due_on",
        _("Payment due"),
        "date",
        synonyms=["due date", "payment due date", "付款期限", "到期日", "应收日期"],
    ),
)
