"""Numbers that a browser sends, which may be anything at all."""

LONGEST = 18  # digits of the largest number that every database holds


def whole_number(text: object) -> int | None:
    """The number written in ``text`` with plain digits; None for anything else."""
    written = str(text)
    plain = written.isascii() and written.isdecimal() and len(written) <= LONGEST
    return int(written) if plain else None
