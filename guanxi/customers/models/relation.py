"""What surrounds a customer: other customers, further numbers, further addresses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import AddressKind, IdentifierKind, LinkKind
from guanxi.customers.models.account import LIVING, Account, text
from guanxi.platform.nouns.record import Record


class AccountRelation(Record):
    """``other`` is, to ``account``, what ``kind`` says."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="relations", verbose_name=_("Customer")
    )
    other = models.ForeignKey(
        Account, models.CASCADE, related_name="relations_from", verbose_name=_("Other customer")
    )
    kind = models.CharField(_("Relation"), max_length=20, choices=LinkKind.choices)
    note = text(_("Remark"), 200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "other", "kind"], condition=LIVING, name="relation_once"
            ),
            models.CheckConstraint(condition=~Q(account=F("other")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} {self.kind} of {self.account_id}"


class Identifier(Record):
    """A number by which others know the customer."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="identifiers", verbose_name=_("Customer")
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=IdentifierKind.choices)
    value = models.CharField(_("Number"), max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="identifier_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "value"], condition=LIVING, name="identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class Address(Record):
    """A further address of a customer; the main one is on the customer."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="addresses", verbose_name=_("Customer")
    )
    kind = models.CharField(
        _("Kind"), max_length=20, choices=AddressKind.choices, default=AddressKind.DELIVERY
    )
    label = text(_("Name"), 80)
    recipient = text(_("Recipient"), 80)
    phone = text(_("Phone"), 40)
    country = text(_("Country or region"), 60)
    province = text(_("Province"), 60)
    city = text(_("City"), 60)
    district = text(_("District"), 60)
    street = text(_("Street address"), 200)
    postcode = text(_("Postcode"), 20)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.province, self.city, self.district, self.street)))
