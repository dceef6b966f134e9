from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from guanxi.platform.i18n.catalogs import PLACE, bring_into_line, compile_catalog
from guanxi.platform.i18n.compile import compile_stale
from guanxi.platform.i18n.extraction import Text
from guanxi.platform.i18n.review import disagreements, faults

ROWS = Text("%(n)s row", "%(n)s rows")
MAY = Text("May", context="month")


def _translate(room: Path, *pairs: tuple[str, str]) -> None:
    po = (room / PLACE).read_text()
    for empty, full in pairs:
        assert empty in po
        po = po.replace(empty, full)
    (room / PLACE).write_text(po)


@pytest.fixture
def room(tmp_path):
    room = tmp_path / "room"
    bring_into_line(room, {Text("Customer"), ROWS, MAY})
    _translate(
        room,
        ('msgid "Customer"\nmsgstr ""', 'msgid "Customer"\nmsgstr "客户"'),
        ('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "五月"'),
        ('msgstr[0] ""', 'msgstr[0] "%(n)s 行"'),
    )
    return room


def test_a_translated_room_has_no_faults(room):
    assert list(faults(room, {Text("Customer"), ROWS, MAY})) == []


def test_a_new_text_is_added_and_told_as_empty(room):
    changes = bring_into_line(room, {Text("Customer"), ROWS, MAY, Text("Order")})

    assert changes.added == [Text("Order")]
    assert list(faults(room, {Text("Customer"), ROWS, MAY, Text("Order")})) == ["empty: 'Order'"]


def test_a_text_nobody_shows_is_dropped_and_the_rest_kept(room):
    changes = bring_into_line(room, {Text("Customer")})

    assert changes.removed == [ROWS, MAY]
    assert list(faults(room, {Text("Customer")})) == []


def test_a_sentence_of_english_left_in_a_translation_is_told(room):
    _translate(room, ('msgstr "客户"', 'msgstr "客户。Customers who buy from us"'))

    told = list(faults(room, {Text("Customer"), ROWS, MAY}))

    assert told == ["English left in: 'Customers who buy from us'"]


def test_nothing_is_written_when_nothing_changed(room):
    before = (room / PLACE).stat().st_mtime_ns

    bring_into_line(room, {Text("Customer"), ROWS, MAY})

    assert (room / PLACE).stat().st_mtime_ns == before


def test_a_catalogue_from_another_program_is_tidied(room):
    path = room / PLACE
    tidy = path.read_bytes()
    path.write_bytes(b"# A header\n#\n" + tidy)

    bring_into_line(room, {Text("Customer"), ROWS, MAY})

    assert path.read_bytes() == tidy


def test_missing_and_unused_texts_are_told(room):
    assert list(faults(room, {ROWS, MAY, Text("Order")})) == [
        "missing: 'Order'",
        "no longer shown: 'Customer'",
    ]


@pytest.mark.parametrize(
    ("translation", "fault"),
    [("%(m)s 行", "other placeholders"), ("行", "other placeholders"), ("%(n)s 行,好", "narrow")],
)
def test_a_wrong_translation_is_told(room, translation, fault):
    _translate(room, ('msgstr[0] "%(n)s 行"', f'msgstr[0] "{translation}"'))

    assert fault in " ".join(faults(room, {Text("Customer"), ROWS, MAY}))


def test_two_rooms_that_translate_differently_are_told(room, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    bring_into_line(other, {Text("Customer")})
    _translate(other, ('msgid "Customer"\nmsgstr ""', 'msgid "Customer"\nmsgstr "顾客"'))

    [told] = disagreements({"customers": room, "sales": other})

    assert "'客户' in customers" in told
    assert "'顾客' in sales" in told


def test_a_compiled_catalogue_is_read_by_gettext(room):
    compile_catalog(room / PLACE)

    with (room / PLACE).with_suffix(".mo").open("rb") as file:
        translations = GNUTranslations(file)
    assert translations.gettext("Customer") == "客户"
    assert translations.ngettext("%(n)s row", "%(n)s rows", 3) == "%(n)s 行"
    assert translations.pgettext("month", "May") == "五月"


def test_only_what_changed_is_compiled_again(room, tmp_path):
    assert compile_stale(tmp_path) == [room / PLACE]
    assert compile_stale(tmp_path) == []


def test_the_command_refuses_a_room_with_faults(room, monkeypatch):
    (room / "nouns.py").write_text('_("Nobody translated this")')
    monkeypatch.setattr(apps.get_app_config("sales"), "path", str(room))

    with pytest.raises(CommandError, match="Nobody translated this"):
        call_command("translations", "--check")
