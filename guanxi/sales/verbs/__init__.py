"""What can be done with orders; importing them makes every door offer them."""

from guanxi.sales.verbs.lines import add_order_line, change_order_line, remove_order_line
from guanxi.sales.verbs.payments import record_payment
from guanxi.sales.verbs.returns import return_order
from guanxi.sales.verbs.stages import cancel_order, close_order, confirm_order, deliver_order

__all__ = [
    "add_order_line",
    "cancel_order",
    "change_order_line",
    "close_order",
    "confirm_order",
    "deliver_order",
    "record_payment",
    "remove_order_line",
    "return_order",
]
