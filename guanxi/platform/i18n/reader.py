"""Which of the two languages what is said is read in."""

from django.utils.translation import get_language


def is_chinese() -> bool:
    """Whether the reader reads Chinese; English otherwise."""
    return (get_language() or "zh").startswith("zh")


def in_reader_language(zh: str, en: str) -> str:
    """The name in the language of the reader; the other one where that is missing."""
    return zh or en if is_chinese() else en or zh
