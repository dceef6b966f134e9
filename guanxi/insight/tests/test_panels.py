"""What stands for a theme while it is folded, and that folding loses nothing."""

from types import SimpleNamespace

from django.template.loader import render_to_string

from guanxi.insight.explain import Explanation
from guanxi.insight.panels import Card, Theme, most_telling

URGENT, SOON, CALM = "cinnabar", "gamboge", "malachite"


def told(measure, key, label="class"):
    return Explanation(measure, measure, key, label, "reason", "rule", "", "", (), (), (), None)


def measure(key, *, is_compact=False, **tones):
    named = {one: SimpleNamespace(tone=tone) for one, tone in tones.items()}
    return SimpleNamespace(key=key, is_compact=is_compact, class_named=named.__getitem__)


def test_what_is_wrong_stands_for_a_theme_before_what_asks_for_attention():
    rfm = measure("rfm", good=CALM)
    contract = measure("contract", due=SOON)
    debts = measure("debts", is_compact=True, late=URGENT)
    here = [(rfm, told("rfm", "good")), (contract, told("contract", "due"))]

    attention = most_telling(here)
    wrong = most_telling([*here, (debts, told("debts", "late"))])

    assert (attention[0].measure, attention[1]) == ("contract", SOON)
    assert (wrong[0].measure, wrong[1]) == ("debts", URGENT)


def test_the_first_card_stands_for_a_theme_where_all_is_well():
    line, card = measure("cost", is_compact=True, low=CALM), measure("rfm", good="")
    later = measure("abc", a="azurite")

    found = most_telling(
        [(line, told("cost", "low")), (card, told("rfm", "good")), (later, told("abc", "a"))]
    )

    assert found[0].measure == "rfm"


def test_a_theme_is_open_until_a_script_folds_it_and_keeps_every_class():
    cards = tuple(Card(told(key, "x", key.upper())) for key in ("rfm", "abc"))
    lines = ((told("cost", "x", "COST"), CALM),)
    theme = Theme("Value", cards, lines, (cards[0].told, SOON))

    page = render_to_string(
        "insight/panel.html", {"panel": {"themes": [theme], "unknown": []}, "language": "en"}
    )

    assert '<details class="fold" open>' in page
    assert page.index("<summary>") < page.index("<h3>Value</h3>") < page.index("</summary>")
    assert page.count('<article class="class-card">') == 2 and "COST" in page
    assert f'<span class="badge {SOON}">RFM</span>' in page
    assert theme.classes == 3
