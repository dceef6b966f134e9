"""The noun of contacts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanxi.customers.models import Interaction
from guanxi.customers.positions import position_of
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Calendar, Group, Noun
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import through

DEGREES = _("Latitude and longitude in degrees, such as 31.23042, 121.47370.")


@register
class InteractionNoun(Noun[Interaction]):
    """One exchange on one channel."""

    key = "interaction"
    room = "customers"
    icon = "phone"
    labels = _("Contact"), _("Contacts")
    synonyms = ("联系记录", "跟进记录", "接触", "往来", "interaction", "interactions", "activities")
    title = "subject"
    rows = through("account")
    declared = (
        ("account", {"synonyms": ["客户", "客户名称", "公司", "company"]}),
        ("person", {"synonyms": ["联系人", "姓名", "contact"]}),
        ("staff", {"synonyms": ["跟进人", "员工", "业务员", "user"]}),
        ("channel", {"synonyms": ["方式", "跟进方式", "渠道", "type"]}),
        (
            "direction",
            {"synonyms": ["方向"], "tones": {"in": "azurite", "out": "malachite", "none": "ash"}},
        ),
        ("happened_at", {"synonyms": ["时间", "跟进时间", "联系时间", "date"]}),
        ("subject", {"searchable": True, "synonyms": ["主题", "标题", "title"]}),
        (
            "content",
            {"searchable": True, "synonyms": ["内容", "跟进内容", "正文", "body", "notes"]},
        ),
        ("outcome", {"synonyms": ["结果", "result"]}),
        ("place", {"searchable": True, "synonyms": ["地点", "地址", "location"]}),
        ("position", {"synonyms": ["坐标", "经纬度", "coordinates"], "help": DEGREES}),
        ("duration_seconds", {"synonyms": ["时长", "通话时长", "duration"]}),
    )
    columns = (
        *("happened_at", "account", "person", "channel", "direction", "subject", "outcome"),
        "staff",
    )
    form = (
        Group(_("Contact"), "account person channel direction happened_at staff"),
        Group(_("Content"), "subject content outcome duration_seconds place position"),
    )
    quick = ("account", "channel", "direction", "happened_at", "subject", "content")
    search = ("subject", "content")
    search_summary = ("happened_at", "channel")
    sort = "-happened_at"
    calendar = Calendar(start="happened_at")
    import_keys = (("account", "happened_at", "channel", "subject"),)

    def check(self, record: Interaction, before: Mapping[str, Any], actor: Actor) -> None:
        """Refuse a position that is nowhere on earth; write it in one way."""
        record.position = position_of(record.position)
