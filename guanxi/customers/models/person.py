"""People we know, and the roles they play at organisations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.choices import BuyingRole, Gender
from guanxi.customers.models.account import LIVING, Account, choice, text
from guanxi.platform.nouns.record import OwnedRecord, Record


class Person(OwnedRecord):
    """Someone we know. ``account`` is where they mainly work; further posts are affiliations."""

    name = models.CharField(_("Name"), max_length=120)
    name_key = models.CharField(max_length=200, editable=False, default="")
    match_key = models.CharField(max_length=120, editable=False, default="")
    account = models.ForeignKey(
        Account,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        db_index=False,
        verbose_name=_("Customer"),
    )
    title = text(_("Job title"), 80)
    department = text(_("Department"), 80)
    role = choice(_("Role in buying"), BuyingRole)
    mobile = text(_("Mobile"), 40)
    phone = text(_("Phone"), 40)
    email = models.EmailField(_("E-mail"), blank=True, default="")
    wechat = text(_("WeChat"), 60)
    gender = choice(_("Gender"), Gender)
    birthday = models.DateField(_("Birthday"), null=True, blank=True)
    language = text(_("Language"), 20)
    tags = models.JSONField(_("Tags"), default=list, blank=True)
    last_contact_at = models.DateTimeField(_("Last contact"), null=True, blank=True)
    description = models.TextField(_("Description"), blank=True, default="")
    left_at = models.DateField(_("Left on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("Erased"), null=True, editable=False)
    owner = models.ForeignKey(
        "platform.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "platform.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["updated_at", "id"], condition=LIVING, name="person_updated"),
            models.Index(fields=["name_key", "id"], condition=LIVING, name="person_name"),
            models.Index(
                fields=["team", "updated_at", "id"], condition=LIVING, name="person_team_updated"
            ),
            models.Index(
                fields=["owner", "updated_at", "id"], condition=LIVING, name="person_owner_updated"
            ),
            models.Index(
                fields=["account"], condition=Q(account__isnull=False), name="person_account"
            ),
            models.Index(fields=["match_key"], condition=LIVING, name="person_match"),
            models.Index(fields=["mobile"], condition=LIVING, name="person_mobile"),
            models.Index(fields=["email"], condition=LIVING, name="person_email"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(Record):
    """A further post of a person, at another organisation than where they mainly work."""

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="affiliations",
        verbose_name=pgettext_lazy("contact", "Person"),
    )
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="affiliations", verbose_name=_("Customer")
    )
    title = text(_("Job title"), 80)
    role = choice(_("Role in buying"), BuyingRole)
    since = models.DateField(_("Since"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("post", "Until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "account"], condition=LIVING, name="affiliation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.account_id}"
