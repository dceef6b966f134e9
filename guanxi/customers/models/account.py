"""Customers: a person or an organisation that receives, or may receive, what we sell."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanxi.customers.choices import (
    AccountKind,
    AccountRole,
    Attention,
    BondLevel,
    CompanySize,
    Gender,
    RelationType,
    Source,
    Tier,
)
from guanxi.platform.nouns.record import OwnedRecord, Staged

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LIVING = Q(deleted_at=None)


def text(label: "StrOrPromise", size: int = 120) -> "models.CharField[str, str]":
    """An optional line of text."""
    return models.CharField(label, max_length=size, blank=True, default="")


def number(label: "StrOrPromise", size: int) -> "models.CharField[str | None, str | None]":
    """An optional number that only one living record has; NULL where there is none."""
    return models.CharField(label, max_length=size, null=True, blank=True)


def choice(label: "StrOrPromise", of: type[models.TextChoices]) -> "models.CharField[str, str]":
    """An optional word of a list."""
    return models.CharField(label, max_length=20, choices=of.choices, blank=True, default="")


class Account(OwnedRecord, Staged):
    """A customer, first class whether organisation or person.

    ``name_key`` sorts by pinyin; ``match_key`` is the name without legal form, under which
    duplicates meet. Both are kept by the noun. ``last_contact_at`` follows the interactions.
    """

    code = number(_("Customer number"), 40)
    name = models.CharField(_("Name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")
    match_key = models.CharField(max_length=200, editable=False, default="")
    short_name = text(_("Short name"), 80)
    kind = models.CharField(
        _("Kind"), max_length=20, choices=AccountKind.choices, default=AccountKind.BUSINESS
    )
    role = models.CharField(
        _("Role"), max_length=20, choices=AccountRole.choices, default=AccountRole.POTENTIAL
    )
    chain_roles = models.JSONField(_("Place in the chain"), default=list, blank=True)
    tier = choice(_("Tier"), Tier)
    relation_type = choice(_("Relation type"), RelationType)
    bond_level = choice(_("Bond level"), BondLevel)
    attention = choice(_("Attention level"), Attention)
    phone = text(_("Phone"), 40)
    email = models.EmailField(_("E-mail"), blank=True, default="")
    website = models.URLField(_("Website"), blank=True, default="")
    industry = text(_("Industry"), 80)
    size = choice(_("Size"), CompanySize)
    country = text(_("Country or region"), 60)
    province = text(_("Province"), 60)
    city = text(_("City"), 60)
    district = text(_("District"), 60)
    street = text(_("Street address"), 200)
    postcode = text(_("Postcode"), 20)
    credit_code = number(_("Unified social credit code"), 18)
    source = choice(_("Source"), Source)
    referrer = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="referred",
        db_index=False,
        verbose_name=_("Referred by"),
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        verbose_name=_("Parent customer"),
    )
    gender = choice(_("Gender"), Gender)
    birthday = models.DateField(_("Birthday"), null=True, blank=True)
    tags = models.JSONField(_("Tags"), default=list, blank=True)
    next_step = text(_("Next step"), 200)
    next_step_at = models.DateTimeField(_("Next step by"), null=True, blank=True)
    last_contact_at = models.DateTimeField(_("Last contact"), null=True, blank=True)
    description = models.TextField(_("Description"), blank=True, default="")
    owner = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "platform.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        # The id ends each index, so that keyset paging seeks in both directions. Conditions are
        # only of the IS NULL kind: SQLite cannot prove others from a bound parameter.
        indexes = [
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="account_updated"),
            models.Index(fields=["name_key", "id"], condition=LIVING, name="account_name"),
            models.Index(
                fields=["team", "updated_at", "id"], condition=LIVING, name="account_team_updated"
            ),
            models.Index(
                fields=["owner", "updated_at", "id"], condition=LIVING, name="account_owner_updated"
            ),
            models.Index(fields=["created_at", "id"], condition=LIVING, name="account_created"),
            models.Index(
                fields=["owner", "next_step_at"],
                condition=LIVING & Q(next_step_at__isnull=False),
                name="account_next_step",
            ),
            # With all that rights ask for, a city is counted within them from the index alone, and
            # with the name it is sorted from there too.
            models.Index(
                fields=["city", "team", "owner", "deleted_at", "name_key", "id"],
                condition=LIVING,
                name="account_city_rights",
            ),
            models.Index(fields=["match_key"], condition=LIVING, name="account_match"),
            models.Index(fields=["phone"], condition=LIVING, name="account_phone"),
            models.Index(fields=["email"], condition=LIVING, name="account_email"),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="account_parent"
            ),
            models.Index(
                fields=["referrer"], condition=Q(referrer__isnull=False), name="account_referrer"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=LIVING, name="account_code_once"),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=LIVING,
                name="account_credit_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
