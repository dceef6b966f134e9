"""Every letter of the house: one look in HTML, and beside it the same in plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guanxi.platform.i18n.spacing import set_apart

SUBJECT = 120
PATIENCE = 20
WISHES = "/notices/wishes/"


@dataclass(frozen=True)
class Item:
    """One of several things that a letter tells of, when it was, and where it is opened."""

    text: str
    when: str = ""
    address: str = ""


@dataclass(frozen=True)
class Letter:
    """What a letter says, in the language in force when it is `composed`.

    ``act`` names the button that opens ``address``. A notice says where notices are chosen.
    """

    subject: str
    greeting: str = ""
    before: Sequence[str] = ()
    items: Sequence[Item] = ()
    act: str = ""
    address: str = ""
    after: Sequence[str] = ()
    is_notice: bool = False

    @property
    def wishes(self) -> str:
        """Where the reader says what is mailed to them; empty where that is not theirs to say."""
        return f"{settings.ADDRESS}{WISHES}" if self.is_notice and settings.ADDRESS else ""


def composed(letter: Letter, to: str) -> EmailMultiAlternatives:
    """The letter ready to be sent: plain text, and HTML for who reads that."""
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.wishes:
        headers["List-Unsubscribe"] = f"<{letter.wishes}>"
    message = EmailMultiAlternatives(
        _subject(letter.subject),
        "\n\n".join(_paragraphs(letter)),
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers=headers,
        connection=get_connection(timeout=PATIENCE),
    )
    message.attach_alternative(_html(letter), "text/html")
    return message


def hello(name: str) -> str:
    """How a letter begins."""
    return _("Hello %(name)s,") % {"name": name}


def _subject(text: str) -> str:
    """One line that a list of letters has room for."""
    line = set_apart(" ".join(text.split()))
    return line if len(line) <= SUBJECT else f"{line[: SUBJECT - 1]}…"


def _paragraphs(letter: Letter) -> Iterator[str]:
    """The letter in plain text."""
    yield from map(set_apart, filter(None, [letter.greeting, *letter.before]))
    for item in letter.items:
        lines = [f"• {set_apart(item.text)}", f"  {item.when}", f"  {item.address}"]
        yield "\n".join(line for line in lines if line.strip())
    if letter.address:
        colon = pgettext("before an address", ":")
        yield f"{set_apart(letter.act)}{colon}\n{letter.address}"
    yield from map(set_apart, letter.after)
    if letter.wishes:
        colon = pgettext("before an address", ":")
        yield f"{_('Choose what is mailed to you')}{colon}\n{letter.wishes}"


def _html(letter: Letter) -> str:
    given = {
        "letter": letter,
        "subject": _subject(letter.subject),
        "greeting": set_apart(letter.greeting),
        "act": set_apart(letter.act),
        "before": [set_apart(text) for text in letter.before],
        "after": [set_apart(text) for text in letter.after],
        "items": [Item(set_apart(one.text), one.when, one.address) for one in letter.items],
        "language": "zh-Hans" if str(get_language()).startswith("zh") else "en",
    }
    return render_to_string("messages/letter.html", given)
