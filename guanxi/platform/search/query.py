"""What a person typed, as the grams an entry must have and the text it must contain."""

import re
from dataclasses import dataclass

from guanxi.platform.search.grams import (
    END,
    INITIAL,
    NOT_DIGIT,
    RUNS,
    SHORT_TITLE,
    START,
    TAIL,
    WHOLE,
    is_digits,
    is_han,
    plain,
)

# Numbers are kept as digits; from four on, they are looked for as a number.
BEGUN_NUMBER = re.compile(r"\+[0-9]{2,3}")
TYPED_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{2,}")
QUERY_LENGTH = 200
ENOUGH_GRAMS = 5

Grams = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """One word: the grams of each way to write it, and the text itself where they leave doubt.

    Where `inside` stands, whatever contains it is found, and nothing else.
    """

    ways: tuple[Grams, ...]
    contains: str = ""
    inside: str = ""


Clause = tuple[Word, ...]


@dataclass(frozen=True)
class Query:
    """A record is found by any clause; a clause asks for all its words.

    ``number`` is the text as the digits of a telephone number, where it can be one.
    """

    text: str
    clauses: tuple[Clause, ...]
    number: str = ""


def parse(text: str) -> Query:
    """The question behind a typed text; no clauses if there is nothing to look for.

    A word is found inside Chinese text, numbers, Latin words and the pinyin of the title. One
    character is looked for where the title (or its pinyin) begins, two letters or two or three
    digits where a word begins, letters also among the initials.
    """
    text = plain(text[:QUERY_LENGTH])
    if BEGUN_NUMBER.fullmatch(text):
        return Query(text, ((_word(text[1:]),),))
    numbers = _phone_numbers(text)
    clauses: list[Clause] = [(_word(number),) for number in numbers]
    words = tuple(_word(word) for word in dict.fromkeys(text.split()) if RUNS.search(word))
    if words and words not in clauses:
        clauses.append(words)
    return Query(text, tuple(clauses), numbers[-1] if numbers else "")


def start_of_title(query: Query) -> Grams:
    """The gram of titles whose letters, pinyin or initials begin like the text."""
    run = RUNS.match(query.text)
    return (START + run.group()[:2],) if run else ()


def whole_title(query: Query) -> Grams:
    """The gram of a short title that is exactly the text."""
    short = len(query.text) <= SHORT_TITLE and RUNS.fullmatch(query.text)
    return (WHOLE + query.text,) if short else ()


def end_of_number(query: Query) -> Grams:
    """The gram of numbers that end like the text, where it is one."""
    return (END + query.number[-TAIL:],) if query.number else ()


def _phone_numbers(text: str) -> list[str]:
    if not TYPED_PHONE.fullmatch(text):
        return []
    digits = NOT_DIGIT.sub("", text)
    # 021-6543 and 0086 138… are stored in the international way, without the zeros in front.
    numbers = dict.fromkeys([digits, digits.lstrip("0")])
    return [number for number in numbers if len(number) >= TAIL]


def _word(word: str) -> Word:
    if RUNS.fullmatch(word):
        return _word_of_one_kind(word)
    runs = RUNS.findall(word)
    grams = _grams_inside(runs[0], begins=not word.startswith(runs[0]))
    for run in runs[1:]:
        grams += _grams_inside(run, begins=True)
    return Word((_spread(grams),) if grams else (), contains=word, inside=word)


def _word_of_one_kind(word: str) -> Word:
    if len(word) == 1:
        return Word(((START + word,),))
    grams = _spread(_grams_inside(word, begins=True))
    if is_han(word) or is_digits(word):
        inside = "" if is_digits(word) and len(word) < TAIL else word
        return Word((grams,), contains=word if len(grams) > 1 else "", inside=inside)
    initials = [INITIAL + word[i : i + 2] for i in range(len(word) - 1)]
    contained = word if len(word) > 2 else ""
    return Word((grams, _spread(initials)), contains=contained, inside=contained)


def _grams_inside(run: str, *, begins: bool) -> list[str]:
    """Grams that every text with this run has; `begins` if the run cannot go on to the left."""
    length = 2 if is_han(run) else 4 if is_digits(run) else 3
    if len(run) < length:
        return [run] if begins and len(run) > 1 else []
    return [run[i : i + length] for i in range(len(run) - length + 1)]


def _spread(grams: list[str]) -> Grams:
    """At most five of the grams, evenly spread: more would only repeat what they say."""
    if len(grams) > ENOUGH_GRAMS:
        step = (len(grams) - 1) / (ENOUGH_GRAMS - 1)
        grams = [grams[round(i * step)] for i in range(ENOUGH_GRAMS)]
    return tuple(dict.fromkeys(grams))
