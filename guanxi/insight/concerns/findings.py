"""What the page of points of attention says."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.insight.concerns.figures import LATE, Concerns
from guanxi.insight.concerns.models import Study
from guanxi.insight.wording import percent


def main_finding(concerns: Concerns) -> SafeString:
    """What customers speak of more than before; else what they speak of most."""
    if not concerns.topics or not sum(concerns.read):
        return format_html("{}", _("Too little is written for topics to be told apart yet."))
    rising = concerns.rising
    topic = rising or concerns.topics[0]
    if rising:
        text = _("Customers speak more and more of %(topic)s: %(late)s now, %(early)s before.")
    else:
        text = _("Customers speak most of %(topic)s, in %(share)s of what they write and say.")
    words = {
        "topic": topic.name,
        "share": percent(topic.texts, sum(concerns.read), 0),
        "late": percent(sum(topic.by_month[-LATE:]), sum(concerns.read[-LATE:]), 0),
        "early": percent(sum(topic.by_month[:-LATE]), sum(concerns.read[:-LATE]), 0),
    }
    strong = {name: format_html("<b>{}</b>", word) for name, word in words.items()}
    return mark_safe(escape(text) % strong)  # noqa: S308 every part is escaped


def words_of(study: Study, most: int = 12) -> list[tuple[str, str]]:
    """Each topic with the words by which it is told, the strongest first."""
    weights, comma = study.learned["weights"], pgettext("between words on a group", ", ")
    return [
        (
            name,
            comma.join(
                sorted(
                    (word for word, of in weights.items() if str(place) in of),
                    key=lambda word: (-weights[word][str(place)], word),
                )[:most]
            ),
        )
        for place, name in enumerate(study.learned["names"])
    ]
