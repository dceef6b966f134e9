from pathlib import Path

import pytest

from guanxi.platform.i18n.extraction import Text, python_texts, template_texts, texts_of


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('_("Customer")', Text("Customer")),
        ('gettext_lazy("Two " "halves")', Text("Two halves")),
        ('translation.gettext("By module")', Text("By module")),
        ('ngettext("%(n)s row", "%(n)s rows", n)', Text("%(n)s row", "%(n)s rows")),
        ('pgettext_lazy("month", "May")', Text("May", context="month")),
        ('npgettext("x", "one", "many", n)', Text("one", "many", "x")),
        ("""f"{_('Inside')} a string\"""", Text("Inside")),
    ],
)
def test_python_texts_are_found(source, text):
    assert list(python_texts(source)) == [text]


@pytest.mark.parametrize("source", ["_(name)", '_("")', "translate('Not ours')", '"Customer"'])
def test_what_is_not_a_text_is_left_alone(source):
    assert list(python_texts(source)) == []


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ('<p>don\'t {% translate "Hello" %}</p>', Text("Hello")),
        ('{% translate "May" context "month" %}', Text("May", context="month")),
        ('{{ name|default:_("nobody") }}', Text("nobody")),
        (
            "{% blocktranslate trimmed %}\n  To\n  {{ who }}\n{% endblocktranslate %}",
            Text("To %(who)s"),
        ),
        ("{% blocktranslate %}100% sure{% endblocktranslate %}", Text("100%% sure")),
        (
            "{% blocktranslate count n=n %}a (day){% plural %}{{ n }} days{% endblocktranslate %}",
            Text("a (day)", "%(n)s days"),
        ),
        ("{% translate 'the \"best\"' %}", Text('the "best"')),
    ],
)
def test_template_texts_are_found(tags, text):
    assert list(template_texts("{% load i18n %}" + tags)) == [text]


def test_tests_and_migrations_show_nothing_to_people(tmp_path: Path):
    for folder in ("tests", "migrations", "deep"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "names.py").write_text(f'_("From {folder}")')

    assert texts_of(tmp_path) == {Text("From deep")}
