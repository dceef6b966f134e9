"""The fixed choices of selling: kinds and stages of orders, channels, ways to pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderKind(models.TextChoices):
    """Goods going out, or coming back."""

    SALE = "sale", _("Sale")
    RETURN = "return", _("Return")


class OrderStatus(models.TextChoices):
    """How far an order has come; only what is neither draft nor cancelled counts as bought."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


STATUS_TONES = {
    OrderStatus.CONFIRMED: "azurite",
    OrderStatus.DELIVERED: "gamboge",
    OrderStatus.CLOSED: "malachite",
    OrderStatus.CANCELLED: "cinnabar",
}


class OrderChannel(models.TextChoices):
    """Where the order was placed."""

    DIRECT = "direct", pgettext_lazy("order channel", "Salesperson")
    PHONE = "phone", _("Phone")
    WEB = "web", _("Web shop")
    PARTNER = "partner", _("Dealer")
    FAIR = "fair", _("Trade fair")
    OTHER = "other", pgettext_lazy("order channel", "Other")


class PaymentKind(models.TextChoices):
    """Money coming in, or going back."""

    IN = "in", _("Received")
    REFUND = "refund", _("Refund")


class PaymentMethod(models.TextChoices):
    """How the money moved."""

    TRANSFER = "transfer", _("Bank transfer")
    ACCEPTANCE = "acceptance", _("Bank acceptance bill")
    ALIPAY = "alipay", _("Alipay")
    WECHAT = "wechat", _("WeChat Pay")
    CARD = "card", _("Card")
    CASH = "cash", _("Cash")
    OTHER = "other", pgettext_lazy("payment method", "Other")
