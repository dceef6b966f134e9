"""The noun of customers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.checks import check_account
from guanxi.customers.choices import KIND_WORDS, ROLE_WORDS, ChainRole
from guanxi.customers.keys import account_keys
from guanxi.customers.models import Account
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.fields import Label, by_word
from guanxi.platform.nouns.noun import Board, Group, Noun, Related
from guanxi.platform.nouns.registry import register

_PERSON_ONLY = {"field": "kind", "op": "is", "value": "person"}
_FIRM_ONLY = {"field": "kind", "op": "is_not", "value": "person"}


# From the largest to the smallest in Chinese, the other way round in English.
ADDRESS = "country province city district street postcode"
ADDRESS_IN_ENGLISH = "street district city province postcode country"
_PEOPLE = ("name", "title", "role", "mobile", "email")
_CONTACTS = ("happened_at", "channel", "direction", "subject", "person", "staff", "outcome")
_CUSTOMERS = ("name", "city", "role")


def _near(name: str, noun: str, by: str, label: Label, columns: str) -> Related:
    """A list with a tab of its own, as a panel shows it already or few people ask for it."""
    return Related(name, noun, by, label, columns.split(), is_beside=False)


@register
class AccountNoun(Noun[Account]):
    """A customer: a person or an organisation."""

    key = "account"
    room = "customers"
    icon = "firm"
    labels = _("Customer"), _("Customers")
    synonyms = (
        "客户",
        "客户单位",
        "公司",
        "customer",
        "customers",
        "company",
        "companies",
        "account",
    )
    declared = (
        (
            "name",
            {
                "sort_path": "name_key",
                "searchable": True,
                "synonyms": [
                    *(
                        "客户名称",
                        "客户",
                        "客户名",
                        "公司名称",
                        "公司",
                        "单位名称",
                        "企业名称",
                        "名称",
                    ),
                    *("customer name", "company name", "company", "account name", "organisation"),
                ],
            },
        ),
        (
            "code",
            {
                "unique": True,
                "searchable": True,
                "synonyms": [
                    *("客户编号", "客户代码", "客户编码", "客户号", "编号"),
                    *(
                        "customer id",
                        "customerid",
                        "customer no",
                        "customer code",
                        "account number",
                    ),
                ],
            },
        ),
        ("short_name", {"searchable": True, "synonyms": ["简称", "客户简称", "alias"]}),
        (
            "kind",
            {
                "synonyms": ["客户类型", "类型", "customer type", "type"],
                "option_names": by_word(KIND_WORDS),
            },
        ),
        (
            "role",
            {
                "synonyms": ["客户状态", "状态", "status"],
                "option_names": by_word(ROLE_WORDS),
                "tones": {"potential": "azurite", "current": "malachite", "lost": "ash"},
            },
        ),
        ("chain_roles", {"type": "multi", "options": dict(ChainRole.choices), "required": False}),
        (
            "tier",
            {
                "synonyms": ["客户级别", "客户等级", "级别", "等级", "level", "grade"],
                "tones": {"vip": "lotus", "major": "azurite", "standard": "", "basic": "ash"},
            },
        ),
        ("relation_type", {"synonyms": ["合作关系", "关系类型"]}),
        "bond_level",
        "attention",
        (
            "phone",
            {
                "type": "phone",
                "searchable": True,
                "synonyms": ["电话", "联系电话", "公司电话", "座机", "手机", "tel", "telephone"],
            },
        ),
        ("email", {"searchable": True, "synonyms": ["邮箱", "电子邮箱", "邮件", "mail", "e-mail"]}),
        ("website", {"synonyms": ["网址", "官网", "网站", "url", "web"]}),
        ("industry", {"spoken": "words", "synonyms": ["行业", "所属行业", "sector"]}),
        (
            "size",
            {"synonyms": ["规模", "人数", "员工人数", "employees"], "visible_when": _FIRM_ONLY},
        ),
        ("country", {"spoken": "country", "synonyms": ["国家", "国家或地区", "国别", "country"]}),
        ("province", {"spoken": "region", "synonyms": ["省", "省份", "state", "province"]}),
        ("city", {"spoken": "region", "synonyms": ["市", "城市", "所在城市", "city", "town"]}),
        ("district", {"spoken": "region", "synonyms": ["区", "区县", "county"]}),
        ("street", {"synonyms": ["地址", "详细地址", "公司地址", "address", "street"]}),
        ("postcode", {"synonyms": ["邮编", "邮政编码", "zip", "zip code", "postal code"]}),
        (
            "credit_code",
            {
                "unique": True,
                "searchable": True,
                "synonyms": ["统一社会信用代码", "信用代码", "税号", "纳税人识别号", "tax id"],
            },
        ),
        ("source", {"synonyms": ["客户来源", "来源", "渠道", "lead source"]}),
        ("referrer", {"target": "account", "synonyms": ["介绍人", "推荐人", "referrer"]}),
        ("parent", {"target": "account", "synonyms": ["上级单位", "母公司", "parent company"]}),
        ("gender", {"synonyms": ["性别", "sex"], "visible_when": _PERSON_ONLY}),
        (
            "birthday",
            {"synonyms": ["生日", "出生日期", "date of birth"], "visible_when": _PERSON_ONLY},
        ),
        (
            "tags",
            {"type": "multi", "spoken": "words", "required": False, "synonyms": ["标签", "labels"]},
        ),
        ("next_step", {"synonyms": ["下一步", "下次跟进", "next action"]}),
        ("next_step_at", {"plans": True, "synonyms": ["下次跟进时间", "下次联系时间"]}),
        ("last_contact_at", {"editable": False}),
        (
            "description",
            {"synonyms": ["备注", "描述", "说明", "remark", "remarks", "notes", "comment"]},
        ),
        ("owner", {"label": _("Owner"), "synonyms": ["负责人", "业务员", "销售", "客户经理"]}),
    )
    columns = (
        *("name", "city", "owner", "profile_rfm_class", "profile_abc_class"),
        *("profile_lifecycle_class", "profile_abc_contribution", "last_contact_at", "next_step"),
    )
    form = (
        Group(_("Customer"), "name short_name kind code credit_code role chain_roles tier tags"),
        Group(pgettext_lazy("group", "Contact"), "phone email website gender birthday"),
        Group(_("Region"), ADDRESS, english=ADDRESS_IN_ENGLISH),
        Group(
            _("Business"), "industry size source referrer parent relation_type bond_level attention"
        ),
        Group(_("Next"), "next_step next_step_at"),
        Group(_("Responsible"), "owner team"),
        Group(_("Notes"), "description"),
    )
    quick = ("name", "kind", "phone", "city", "owner")
    search = ("name", "short_name", "code", "phone", "email", "credit_code")
    search_summary = ("city", "industry", "phone")
    # A customer may stay one for years; only whom one has lost is no more work.
    board = Board(by="role", total="profile_abc_contribution", closed=("lost",), usual_age=0)
    related = (
        Related(
            "people",
            "person",
            "account",
            pgettext_lazy("contact", "People"),
            _PEOPLE,
            sort="name",
            is_beside=False,
        ),
        _near("affiliations", "affiliation", "account", _("Further people"), "person title role"),
        Related(
            "interactions",
            "interaction",
            "account",
            _("Contacts"),
            _CONTACTS,
            sort="-happened_at",
            is_beside=False,
        ),
        _near("relations", "relation", "account", _("Relations"), "other kind note"),
        _near("relations_from", "relation", "other", _("Named by"), "account kind note"),
        Related("children", "account", "parent", _("Belonging customers"), _CUSTOMERS),
        _near("referred", "account", "referrer", _("Referred customers"), "name city role"),
        _near("addresses", "address", "account", _("Addresses"), "kind city street"),
        _near("identifiers", "identifier", "account", _("Numbers"), "kind value"),
        _near("consents", "consent", "account", _("Consents"), "purpose channel state at evidence"),
    )
    warns_of_duplicates = True
    import_keys = ("code", "credit_code", "name", "phone", "email")

    def check(self, record: Account, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse a wrong credit code and a parent or referrer that leads back here."""
        check_account(record, before)

    def before_save(self, record: Account, changed: set[str], actor: Actor) -> None:
        """Keep the keys by which names sort and meet."""
        if "name" in changed or "kind" in changed or not record.name_key:
            record.name_key, record.match_key = account_keys(record.name, record.kind)
        if record.credit_code and "credit_code" in changed:
            record.credit_code = record.credit_code.upper().replace(" ", "")
