"""How tasks, meetings and calls are listed, shown, found and filled in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.activities import rules
from guanxi.activities.models import Activity, ActivityKind
from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Board, Calendar, Group, Noun, Related
from guanxi.platform.nouns.registry import lend_related, register
from guanxi.platform.nouns.rows import owned
from guanxi.platform.pages import PageLink, add_page
from guanxi.platform.records.pointers import Pointer, point

READ_ONLY = {"editable": False}
AT_A_TIME = {"visible_when": {"field": "kind", "op": "in", "value": ["meeting", "call"]}}


@register
class ActivityNoun(Noun[Activity]):
    """One task, meeting or call of one person."""

    key = "activity"
    room = "activities"
    icon = "calendar"
    labels = pgettext_lazy("task, meeting or call", "Activity"), _("Activities")
    rows = owned()
    declared = (
        ("kind", {"default": ActivityKind.TASK, "synonyms": ["类型", "Type"]}),
        ("name", {"synonyms": ["主题", "标题", "事项", "Title", "Subject"]}),
        ("state", READ_ONLY | {"tones": {"done": "malachite"}, "synonyms": ["状态", "Status"]}),
        ("priority", {"tones": {"high": "cinnabar"}, "synonyms": ["优先级"]}),
        ("due_at", {"plans": True, "synonyms": ["截止时间", "开始时间", "Due date", "Start"]}),
        ("ends_at", AT_A_TIME | {"plans": True, "synonyms": ["结束时间", "End"]}),
        "is_all_day",
        "remind_at",
        ("snoozed_until", READ_ONLY),
        ("done_at", READ_ONLY),
        ("place", AT_A_TIME | {"synonyms": ["地点", "Location"]}),
        ("account", {"synonyms": ["客户"]}),
        ("person", {"synonyms": ["联系人"]}),
        ("description", {"synonyms": ["说明", "内容", "备注"]}),
        ("outcome", {"synonyms": ["结果"]}),
        ("about_noun", READ_ONLY | {"label": _("About (kind of record)")}),
        ("about_id", READ_ONLY | {"label": _("About (number of record)")}),
    )
    columns = ("name", "kind", "due_at", "state", "priority", "account", "owner")
    form = (
        Group(_("Matter"), "kind name priority description"),
        Group(
            pgettext_lazy("group of fields", "When"), "due_at ends_at is_all_day remind_at place"
        ),
        Group(_("With whom"), "account person owner team"),
        Group(_("Outcome"), "outcome"),
    )
    quick = ("kind", "name", "due_at", "account", "owner")
    search = ("name", "account.name", "place")
    search_summary = ("due_at", "account.name")
    sort = "due_at"
    board = Board(by="state", closed=("done", "cancelled"))
    historic = ("state", "done_at")
    calendar = Calendar("due_at", "ends_at", "is_all_day", {"kind": ActivityKind.MEETING})
    default_filter = {"field": "state", "op": "is", "value": "open"}
    synonyms = ("任务", "会议", "电话", "日程", "待办", "tasks", "meetings", "calls")

    def check(self, record: Activity, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse times that do not fit together."""
        due_at = record.due_at and timezone.localtime(record.due_at)
        rules.check_times(
            record.kind,
            due_at,
            record.ends_at,
            record.remind_at,
            is_all_day=record.is_all_day,
        )

    def before_save(self, record: Activity, changed: set[str], actor: Actor) -> None:
        """A new time to be reminded at is a reminder still to be sent."""
        if "remind_at" in changed:
            record.reminded_at = None


for noun in ("account", "person"):
    lend_related(
        noun,
        Related(
            "activities",
            "activity",
            noun,
            _("Activities"),
            ("name", "kind", "due_at", "state", "priority", "owner"),
            "-due_at",
        ),
    )

# A merge takes the work about a record along.
point(Pointer("activities.Activity", "about_noun", "about_id"))
add_page(PageLink("activities", _("Calendar feed"), "/calendar-feed/"))
