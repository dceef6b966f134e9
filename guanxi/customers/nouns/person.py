"""The noun of people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.customers.checks import check_person
from guanxi.customers.keys import person_keys
from guanxi.customers.models import Person
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Group, Noun, Related
from guanxi.platform.nouns.registry import register


@register
class PersonNoun(Noun[Person]):
    """Someone we know at customers."""

    key = "person"
    room = "customers"
    icon = "people"
    labels = pgettext_lazy("contact", "Person"), pgettext_lazy("contact", "People")
    synonyms = ("联系人", "人员", "contact", "contacts", "people")
    declared = (
        (
            "name",
            {
                "sort_path": "name_key",
                "searchable": True,
                "synonyms": [
                    "姓名",
                    "联系人",
                    "联系人姓名",
                    "名字",
                    "contact name",
                    "full name",
                    "contact",
                ],
            },
        ),
        (
            "account",
            {
                "synonyms": [
                    "客户",
                    "客户名称",
                    "公司",
                    "公司名称",
                    "单位",
                    "company",
                    "account name",
                ]
            },
        ),
        (
            "title",
            {"spoken": "words", "synonyms": ["职务", "职位", "岗位", "job title", "position"]},
        ),
        ("department", {"spoken": "words", "synonyms": ["部门", "科室", "dept"]}),
        (
            "role",
            {
                "synonyms": ["决策角色", "角色"],
                "tones": {"decides": "lotus", "influences": "azurite", "supports": "malachite"},
            },
        ),
        (
            "mobile",
            {
                "type": "phone",
                "searchable": True,
                "synonyms": ["手机", "手机号", "手机号码", "移动电话", "cell", "mobile phone"],
            },
        ),
        (
            "phone",
            {"type": "phone", "searchable": True, "synonyms": ["电话", "座机", "办公电话", "tel"]},
        ),
        ("email", {"searchable": True, "synonyms": ["邮箱", "电子邮箱", "邮件", "mail", "e-mail"]}),
        ("wechat", {"searchable": True, "synonyms": ["微信", "微信号", "wechat id"]}),
        ("gender", {"synonyms": ["性别", "sex"]}),
        ("birthday", {"synonyms": ["生日", "出生日期", "date of birth"]}),
        ("language", {"spoken": "words", "synonyms": ["语言", "preferred language"]}),
        (
            "tags",
            {"type": "multi", "spoken": "words", "required": False, "synonyms": ["标签", "labels"]},
        ),
        ("last_contact_at", {"editable": False}),
        ("left_at", {"synonyms": ["离职日期"]}),
        ("description", {"synonyms": ["备注", "描述", "remark", "remarks", "notes"]}),
        ("owner", {"label": _("Owner"), "synonyms": ["负责人", "业务员", "销售"]}),
    )
    columns = ("name", "account", "title", "role", "mobile", "email", "last_contact_at", "owner")
    form = (
        Group(pgettext_lazy("contact", "Person"), "name gender birthday language tags"),
        Group(_("Work"), "account title department role left_at"),
        Group(pgettext_lazy("group", "Contact"), "mobile phone email wechat"),
        Group(_("Responsible"), "owner team"),
        Group(_("Notes"), "description"),
    )
    quick = ("name", "account", "title", "mobile")
    search = ("name", "mobile", "phone", "email", "wechat")
    search_summary = ("title", "mobile", "email")
    related = (
        Related(
            "interactions",
            "interaction",
            "person",
            _("Contacts"),
            ("happened_at", "channel", "direction", "subject", "account", "staff"),
            sort="-happened_at",
            is_beside=False,
        ),
        Related(
            "affiliations",
            "affiliation",
            "person",
            _("Further posts"),
            ("account", "title", "role", "until"),
        ),
        Related(
            "consents",
            "consent",
            "person",
            _("Consents"),
            ("purpose", "channel", "state", "at", "evidence"),
            sort="-at",
            is_beside=False,
        ),
    )
    warns_of_duplicates = True
    import_keys = ("mobile", "email", ("name", "account"))

    def check(self, record: Person, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse to fill in again what was erased."""
        check_person(record)

    def before_save(self, record: Person, changed: set[str], actor: Actor) -> None:
        """Keep the keys by which names sort and meet."""
        if "name" in changed or not record.name_key:
            record.name_key, record.match_key = person_keys(record.name)
