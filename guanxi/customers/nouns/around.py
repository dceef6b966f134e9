"""The nouns that surround a customer: posts, relations, numbers and addresses."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.checks import check_affiliation, check_relation
from guanxi.customers.models import AccountRelation, Address, Affiliation, Identifier
from guanxi.customers.nouns.account import ADDRESS, ADDRESS_IN_ENGLISH
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Group, Noun
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import through


@register
class AffiliationNoun(Noun[Affiliation]):
    """A further post of a person."""

    key = "affiliation"
    room = "customers"
    icon = "link"
    labels = _("Further post"), _("Further posts")
    title = "title"
    rows = through("account")
    declared = ("person", "account", ("title", {"spoken": "words"}), "role", "since", "until")
    columns = ("person", "account", "title", "role", "since", "until")
    form = (Group(_("Further post"), "person account title role since until"),)
    in_navigation = False

    def check(self, record: Affiliation, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse a post twice, and one that ends before it begins."""
        check_affiliation(record)


@register
class AccountRelationNoun(Noun[AccountRelation]):
    """What another customer is to this one."""

    key = "relation"
    room = "customers"
    icon = "link"
    labels = _("Relation"), _("Relations")
    title = "note"
    rows = through("account")
    declared = ("account", "other", ("kind", {"synonyms": ["关系"]}), "note")
    columns = ("account", "kind", "other", "note")
    form = (Group(_("Relation"), "account other kind note"),)
    in_navigation = False

    def check(self, record: AccountRelation, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse a customer's relation to itself, and the same relation twice."""
        check_relation(record)


@register
class IdentifierNoun(Noun[Identifier]):
    """A number by which others know a customer."""

    key = "identifier"
    room = "customers"
    icon = "key"
    labels = _("Number"), _("Numbers")
    title = "value"
    rows = through("account")
    declared = ("account", "kind", ("value", {"searchable": True}))
    columns = ("account", "kind", "value")
    form = (Group(_("Number"), "account kind value"),)
    import_keys = (("account", "kind", "value"),)
    in_navigation = False


@register
class AddressNoun(Noun[Address]):
    """A further address of a customer."""

    key = "address"
    room = "customers"
    icon = "pin"
    labels = _("Address"), _("Addresses")
    title = "street"
    rows = through("account")
    declared = (
        "account",
        "kind",
        "label",
        ("recipient", {"synonyms": ["收件人", "收货人"]}),
        ("phone", {"type": "phone", "synonyms": ["电话"]}),
        ("country", {"spoken": "country", "synonyms": ["国家"]}),
        ("province", {"spoken": "region", "synonyms": ["省", "省份"]}),
        ("city", {"spoken": "region", "synonyms": ["市", "城市"]}),
        ("district", {"spoken": "region", "synonyms": ["区", "区县"]}),
        ("street", {"synonyms": ["地址", "收货地址", "address"]}),
        ("postcode", {"synonyms": ["邮编", "zip"]}),
    )
    columns = ("account", "kind", "recipient", "city", "street")
    form = (
        Group(
            _("Address"),
            f"account kind label {ADDRESS}",
            english=f"account kind label {ADDRESS_IN_ENGLISH}",
        ),
        Group(_("Recipient"), "recipient phone"),
    )
    in_navigation = False
