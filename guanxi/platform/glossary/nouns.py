"""The words of the firm as a list that one fills in, imports and exports."""

from django.utils.translation import gettext_lazy as _

from guanxi.platform.actors.actor import Actor
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.glossary.models import Term
from guanxi.platform.nouns.noun import Group, Noun
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import everyone


@register
class TermNoun(Noun[Term]):
    """An industry, a category, a tag, a post: as it is written, and in English."""

    key = "term"
    icon = "globe"
    labels = _("Word in English"), _("Words in English")
    title = "text"
    rows = everyone()
    declared = (
        ("text", {"sort_path": "name_key", "synonyms": ["中文", "原文", "词", "word", "Chinese"]}),
        ("english", {"synonyms": ["英文", "英语", "English"]}),
    )
    columns = ("text", "english", "updated_at")
    form = (Group(_("Word in English"), "text english"),)
    quick = ("text", "english")
    search = ("text", "english")
    sort = "text"
    import_keys = ("text",)
    synonyms = ("词汇表", "英文对照", "glossary")
    in_navigation = False

    def before_save(self, record: Term, changed: set[str], actor: Actor) -> None:
        """Keep the key by which names sort."""
        record.name_key = pinyin_key(record.text)[:300]
