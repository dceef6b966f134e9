"""The words that describe customers, people and contacts; computed classes are in classes.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountKind(models.TextChoices):
    """Handbook §1: who receives what we sell."""

    PERSON = "person", _("Consumer")
    BUSINESS = "business", _("Business customer")
    ORGANISATION = "organisation", _("Public or non-profit customer")


# What files of other systems call them, in lower case.
KIND_WORDS = {
    AccountKind.PERSON: [
        *("个人", "个人客户", "自然人", "散客"),
        *("person", "individual", "private", "b2c"),
    ],
    AccountKind.BUSINESS: [
        *("企业", "公司", "单位", "法人", "个体工商户"),
        *("company", "firm", "corporate", "company/org", "b2b"),
    ],
    AccountKind.ORGANISATION: [
        *("机构", "政府", "政府机关", "事业单位", "学校", "医院", "社会团体"),
        *("organization", "government", "public", "non-profit", "nonprofit", "ngo"),
    ],
}


class AccountRole(models.TextChoices):
    """Handbook §1: where a customer stands towards us."""

    POTENTIAL = "potential", _("Potential")
    CURRENT = "current", _("Current")
    LOST = "lost", pgettext_lazy("customer role", "Lost")


ROLE_WORDS = {
    AccountRole.POTENTIAL: ["潜在客户", "意向客户", "prospect", "lead"],
    AccountRole.CURRENT: ["现有客户", "成交客户", "老客户", "customer", "active"],
    AccountRole.LOST: ["流失客户", "former", "inactive", "churned"],
}


class ChainRole(models.TextChoices):
    """Handbook §1: where a customer stands between us and the final user; several may hold."""

    FINAL = "final", _("Final customer")
    DEALER = "dealer", _("Dealer")
    AGENT = "agent", _("Agent")
    INTERNAL = "internal", _("Internal customer")


class Tier(models.TextChoices):
    """How much care the firm has decided to give; the computed pyramid is a profile class."""

    VIP = "vip", "VIP"
    MAJOR = "major", pgettext_lazy("tier", "Key account")
    STANDARD = "standard", pgettext_lazy("tier", "Standard")
    BASIC = "basic", pgettext_lazy("tier", "Basic")


class RelationType(models.TextChoices):
    """Handbook §1: business relations by depth."""

    TRANSACTION = "transaction", _("Transaction")
    PREFERRED = "preferred", _("Preferred supplier")
    PARTNERSHIP = "partnership", _("Partnership")
    ALLIANCE = "alliance", _("Strategic alliance")


class BondLevel(models.TextChoices):
    """Handbook §1: what holds the relation; the deeper, the harder to copy."""

    FINANCIAL = "financial", _("Financial bond")
    SOCIAL = "social", _("Social bond")
    STRUCTURAL = "structural", _("Structural bond")


class Attention(models.TextChoices):
    """Kotler's five levels of attention (handbook §1)."""

    BASIC = "basic", pgettext_lazy("attention", "Basic")
    REACTIVE = "reactive", _("Reactive")
    ACCOUNTABLE = "accountable", _("Accountable")
    PROACTIVE = "proactive", _("Proactive")
    PARTNERSHIP = "partnership", pgettext_lazy("attention", "Partnership")


class Source(models.TextChoices):
    """How the customer was found (handbook §7)."""

    LIST = "list", _("Lists and directories")
    REFERRAL = "referral", _("Referral")
    INFLUENCER = "influencer", _("Centre of influence")
    EVENT = "event", _("Event")
    ALLIANCE = "alliance", _("Alliance")
    WEB = "web", _("Website")
    AGENT = "agent", pgettext_lazy("source", "Through an agent")
    MAIL = "mail", _("Direct mail")
    PHONE = "phone", pgettext_lazy("source", "Telephone")
    ADVERTISING = "advertising", _("Advertising")
    SHOP = "shop", _("Shop or platform")
    OTHER = "other", pgettext_lazy("source", "Other")


class CompanySize(models.TextChoices):
    """People employed."""

    MICRO = "micro", _("Under 20 people")
    SMALL = "small", _("20–99 people")
    MEDIUM = "medium", _("100–499 people")
    LARGE = "large", _("500–1,999 people")
    HUGE = "huge", _("2,000 people and more")


class Gender(models.TextChoices):
    """As people give it; left empty otherwise."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", pgettext_lazy("gender", "Other")


class BuyingRole(models.TextChoices):
    """What a person does when the organisation buys."""

    DECIDES = "decides", _("Decides")
    INFLUENCES = "influences", _("Influences")
    USES = "uses", _("Uses")
    BUYS = "buys", _("Buys")
    GUARDS = "guards", _("Opens the door")
    SUPPORTS = "supports", _("Supports us")


class LinkKind(models.TextChoices):
    """What the other customer is to this one."""

    PARENT = "parent", _("Parent")
    PARTNER = "partner", _("Partner")
    REFERRER = "referrer", _("Referrer")
    COMPETITOR = "competitor", _("Competitor")
    SUPPLIER = "supplier", _("Supplier")
    OTHER = "other", pgettext_lazy("relation", "Other relation")


class IdentifierKind(models.TextChoices):
    """Numbers by which others know a customer."""

    TAX = "tax", _("Tax number")
    REGISTRATION = "registration", _("Registration number")
    DUNS = "duns", "D-U-N-S"
    ERP = "erp", _("Number in the books")
    WECHAT = "wechat", pgettext_lazy("identifier", "WeChat")
    OTHER = "other", pgettext_lazy("identifier", "Other number")


class AddressKind(models.TextChoices):
    """What an address is for."""

    OFFICE = "office", _("Office")
    DELIVERY = "delivery", pgettext_lazy("address", "Delivery")
    INVOICE = "invoice", pgettext_lazy("address", "Invoice")
    HOME = "home", pgettext_lazy("address", "Home")
    OTHER = "other", pgettext_lazy("address", "Other address")


class Channel(models.TextChoices):
    """The ways by which a customer and we meet."""

    PHONE = "phone", pgettext_lazy("channel", "Phone")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    SMS = "sms", pgettext_lazy("channel", "SMS")
    CHAT = "chat", _("Web chat")
    WECHAT = "wechat", pgettext_lazy("channel", "WeChat")
    POST = "post", _("Post")
    VISIT = "visit", _("Visit")
    WEB = "web", _("Web page")
    PURCHASE = "purchase", pgettext_lazy("channel", "Purchase")
    SERVICE = "service", pgettext_lazy("channel", "Service")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting")
    NOTE = "note", pgettext_lazy("channel", "Note")


class Direction(models.TextChoices):
    """Who began it."""

    IN = "in", pgettext_lazy("direction", "From the customer")
    OUT = "out", pgettext_lazy("direction", "From us")
    NONE = "none", pgettext_lazy("direction", "Neither")


class Purpose(models.TextChoices):
    """What a consent is for; one purpose never covers another (PIPL art. 13–14, GDPR art. 6–7)."""

    MARKETING = "marketing", _("Marketing")
    SERVICE = "service", _("Service and contract")
    SURVEY = "survey", _("Surveys")
    PROFILING = "profiling", _("Profiling")
    SHARING = "sharing", _("Passing on to others")


class ConsentState(models.TextChoices):
    """What a customer said about one channel and purpose."""

    GRANTED = "granted", _("Granted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# What this customer is called by one that names it as parent, referrer and so on.
REVERSED = {
    LinkKind.PARENT: _("Subsidiary"),
    LinkKind.PARTNER: _("Partner"),
    LinkKind.REFERRER: _("Was referred"),
    LinkKind.COMPETITOR: _("Competitor"),
    LinkKind.SUPPLIER: pgettext_lazy("relation", "Buys from this one"),
}
