"""The tables of selling: orders, their lines, and payments."""

from guanxi.sales.models.orders import Order, OrderLine, OrderSequence
from guanxi.sales.models.payments import Payment

__all__ = ["Order", "OrderLine", "OrderSequence", "Payment"]
