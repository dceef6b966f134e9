"""What a search finds, said as plainly as can be: the index must agree on every database."""

from guanxi.platform.search.grams import NOT_DIGIT, RUNS, is_digits, is_han, plain
from guanxi.platform.search.query import BEGUN_NUMBER, TYPED_PHONE


def found_naively(typed: str, text: str) -> bool:
    typed = plain(typed)
    if BEGUN_NUMBER.fullmatch(typed):
        return word_found(typed[1:], text)
    words = [word for word in typed.split() if RUNS.search(word)]
    if words and all(word_found(word, text) for word in words):
        return True
    if not TYPED_PHONE.fullmatch(typed):
        return False
    digits = NOT_DIGIT.sub("", typed)
    return any(len(d) >= 4 and word_found(d, text) for d in (digits, digits.lstrip("0")))


def word_found(word: str, text: str) -> bool:
    *lines, pinyin, initials = text.split("\n")
    runs = [run for line in lines for run in RUNS.findall(line)]
    if not RUNS.fullmatch(word) or len(word) > 3 or is_han(word) and len(word) > 1:
        return word in text
    if len(word) == 1:
        first, *_ = [*RUNS.findall(lines[0]), ""]
        return pinyin.startswith(word) or first.startswith(word)
    if is_digits(word):
        return any(run.startswith(word) for run in runs if is_digits(run))
    if len(word) == 3:
        return word in text
    return any(run.startswith(word) for run in [*runs, pinyin]) or word in initials
