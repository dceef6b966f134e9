"""The gap between 汉字 and Latin where no style sheet makes it, as in letters."""

import re

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_MEETING = re.compile(rf"(?<={_HAN})(?=[A-Za-z])|(?<=[A-Za-z])(?={_HAN})")
_QUOTED = re.compile(r"(“[^”]*”|https?://\S+)")


def set_apart(text: str) -> str:
    """The text with a space wherever a Latin word meets 汉字; what is quoted stays as it is."""
    parts = _QUOTED.split(text)
    return "".join(part if at % 2 else _MEETING.sub(" ", part) for at, part in enumerate(parts))
