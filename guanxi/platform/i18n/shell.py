"""The language of whoever types a command."""

from collections.abc import Mapping

from django.conf import settings

# The first of these that says anything holds, as for every other program.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of_shell(environment: Mapping[str, str]) -> str:
    """Chinese or English as the shell is set; that of the firm where nothing is set."""
    said = next((found for name in VARIABLES if (found := environment.get(name))), "")
    if not said:
        return settings.LANGUAGE_CODE
    return "zh-hans" if said.casefold().startswith("zh") else "en"
