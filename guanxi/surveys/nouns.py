"""How answers and notes on switching are listed, shown, brought in and filled in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.platform.actors.actor import Actor
from guanxi.platform.nouns.noun import Group, Noun, Related
from guanxi.platform.nouns.registry import lend_related, register
from guanxi.platform.nouns.rows import through
from guanxi.surveys import erasing, rules
from guanxi.surveys.models import SurveyAnswer, SwitchingNote

__all__ = ["SurveyAnswerNoun", "SwitchingNoteNoun", "erasing"]


@register
class SurveyAnswerNoun(Noun[SurveyAnswer]):
    """One answer of a customer to one question of a survey."""

    key = "survey_answer"
    room = "surveys"
    icon = "star"
    labels = _("Survey answer"), _("Survey answers")
    title = "kind"
    rows = through("account")
    declared = (
        ("account", {"synonyms": ["客户", "客户名称", "公司", "customer"]}),
        ("person", {"synonyms": ["受访者", "联系人", "填写人", "contact"]}),
        ("kind", {"synonyms": ["题型", "类型", "指标", "question type", "metric"]}),
        (
            "item",
            {
                "searchable": True,
                "spoken": "words",
                "synonyms": ["题号", "题目", "item", "question"],
            },
        ),
        ("value", {"synonyms": ["得分", "评分", "分数", "答案", "score", "rating"]}),
        ("scale_low", {"synonyms": ["最低分", "量表下限", "scale min"]}),
        ("scale_high", {"synonyms": ["最高分", "满分", "量表上限", "scale max"]}),
        ("answered_on", {"synonyms": ["日期", "答卷日期", "填写日期", "date", "submitted"]}),
        (
            "instrument",
            {"searchable": True, "spoken": "words", "synonyms": ["问卷", "调查", "survey name"]},
        ),
        ("sheet", {"synonyms": ["答卷编号", "问卷编号", "response id", "respondent"]}),
        (
            "firm",
            {"spoken": "words", "synonyms": ["竞争对手", "企业", "品牌", "competitor", "brand"]},
        ),
        ("comment", {"searchable": True, "synonyms": ["原话", "意见", "备注", "comments"]}),
    )
    columns = ("answered_on", "account", "kind", "item", "value", "scale_high", "instrument")
    form = (
        Group(pgettext_lazy("group of fields", "Who"), "account person answered_on"),
        Group(pgettext_lazy("group of fields", "Question"), "instrument kind item firm sheet"),
        Group(_("Answer"), "value scale_low scale_high comment"),
    )
    quick = ("account", "kind", "item", "value", "answered_on", "comment")
    search = ("item", "instrument", "comment")
    search_summary = ("answered_on", "account.name")
    sort = "-answered_on"
    import_keys = (("sheet", "kind", "item", "firm"),)
    synonyms = ("满意度", "问卷", "评分", "答卷", "survey", "nps", "csat", "ces")

    def check(self, record: SurveyAnswer, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse answers outside their scale and those that do not say which question."""
        rules.check_answer(record.kind, record.value, record.scale_low, record.scale_high)
        rules.check_item(record.kind, record.item)

    def before_save(self, record: SurveyAnswer, changed: set[str], actor: Actor) -> None:
        """Keep the scale with the answer, so that it can be read without its kind."""
        record.scale_low, record.scale_high = rules.scale_of(
            record.kind, record.scale_low, record.scale_high
        )


@register
class SwitchingNoteNoun(Noun[SwitchingNote]):
    """What is known of a customer's freedom to buy elsewhere."""

    key = "switching_note"
    room = "surveys"
    icon = "link"
    labels = _("Switching note"), _("Switching notes")
    title = "noted_on"
    rows = through("account")
    declared = (
        ("account", {"synonyms": ["客户", "客户名称", "公司", "customer"]}),
        ("noted_on", {"synonyms": ["日期", "记录日期", "date"]}),
        (
            "yearly_need",
            {"type": "money", "synonyms": ["年需求", "年采购额", "总需求", "wallet"]},
        ),
        ("alternatives", {"synonyms": ["替代选择", "替代供应商", "alternatives"]}),
        ("main_reason", {"synonyms": ["主要原因", "购买原因", "reason"]}),
        "money",
        "time",
        "learning",
        "relations",
        "contract",
        ("source", {"spoken": "words", "synonyms": ["来源", "依据"]}),
    )
    columns = ("noted_on", "account", "yearly_need", "alternatives", "main_reason", "source")
    form = (
        Group(pgettext_lazy("group of fields", "Who"), "account noted_on source"),
        Group(_("What it needs and could do"), "yearly_need alternatives main_reason"),
        Group(_("Cost of switching to another"), "money time learning relations contract"),
    )
    quick = ("account", "noted_on", "yearly_need", "alternatives", "main_reason")
    search_summary = ("account.name",)
    sort = "-noted_on"
    import_keys = (("account", "noted_on"),)
    synonyms = ("转换成本", "钱包份额", "share of wallet", "switching cost")

    def check(self, record: SwitchingNote, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse a need of nothing."""
        rules.check_need(record.yearly_need)


for _noun, _by in (("account", "account"), ("person", "person")):
    lend_related(
        _noun,
        Related(
            "survey_answers",
            "survey_answer",
            _by,
            _("Survey answers"),
            ("answered_on", "kind", "item", "value", "scale_high", "comment"),
            "-answered_on",
            is_beside=False,
        ),
    )
lend_related(
    "account",
    Related(
        "switching_notes",
        "switching_note",
        "account",
        _("Switching notes"),
        ("noted_on", "yearly_need", "alternatives", "main_reason", "source"),
        "-noted_on",
        is_beside=False,
    ),
)
