"""Which of the two languages what is said is read in."""

from django.utils.translation import get_language


def is_chinese() -> bool:
    """Whether the reader reads Chinese; English otherwise."""
    return (get_language() or "zh").startswith("zh")
