"""Words of texts without a dictionary: what holds together within, and is free at both ends.

A run of Chinese characters is a word where its parts come together far oftener than by chance
(pointwise mutual information) while its neighbours vary (entropy at both ends; Jin and Tanaka-Ishii
2006). Words of a small dictionary count without that test. Latin words stand as they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

RUN = re.compile(r"[\u4e00-\u9fff]+")
# Not parts of codes, such as the letters of an order number.
LATIN = re.compile(r"(?<![\w-])[a-z]{3,}(?:-[a-z]+)*(?![\w-])", re.ASCII)
# What joins words and is part of none, or seldom.
BETWEEN = re.compile(
    "[的了吗呢吧啊嘛着么你我他她它们您这那哪请把被很也都就还又再已将与及或每个说问想]+"
)
# What may stand in a word, but not begin or end one.
EDGES = frozenset("在是有和为对从到给让并但而可要会能想说问一不上下里中用")
COMMON_WORDS = (
    "可以 我们 你们 没有 一下 什么 怎么 方便 时候 之前 之后 以后 "
    "今天 明天 现在 目前 问题 因为 所以 如果 已经 需要 希望 非常 "
    "比较 多少 这个 那个 客户 经理 谢谢 你好 您好 联系 电话 公司"
)
COMMON = frozenset(COMMON_WORDS.split(" "))
# Whoever is meant, a person is no topic.
TITLES = ("经理", "先生", "女士", "老师", "主任")
LONGEST, SHORTEST = 5, 2
TOGETHER_BITS, FREE_BITS = 3.0, 0.8
# A part of a longer word is dropped that hardly ever stands without it.
ALMOST_ALWAYS = 0.8
MOST_WORDS = 600


@dataclass(frozen=True)
class Text:
    """What a customer wrote, and who."""

    account: int
    words: str


@dataclass(frozen=True)
class Least:
    """A word must stand in so many texts, of so many customers: one alone is not told of."""

    texts: int = 8
    customers: int = 5
    most_share: float = 0.4


def found_words(texts: Sequence[Text], least: Least) -> frozenset[str]:
    """The words of these texts that are worth telling topics by."""
    grams = _chinese(texts, least.texts)
    known = grams | _latin(texts)
    in_texts: Counter[str] = Counter()
    by: dict[str, set[int]] = {}
    for text in texts:
        for word in set(segmented(text.words, known)):
            in_texts[word] += 1
            by.setdefault(word, set()).add(text.account)
    most = least.most_share * len(texts)
    good = [
        (-number, word)
        for word, number in in_texts.items()
        if least.texts <= number <= most and len(by[word]) >= least.customers
    ]
    return frozenset(word for _number, word in sorted(good)[:MOST_WORDS])


def segmented(text: str, known: frozenset[str]) -> Iterator[str]:
    """The known words of a text, the longest first from left to right."""
    text = text.lower()
    for run in RUN.findall(text):
        at = 0
        while at < len(run) - 1:
            for size in range(min(LONGEST, len(run) - at), SHORTEST - 1, -1):
                if run[at : at + size] in known:
                    yield run[at : at + size]
                    at += size - 1
                    break
            at += 1
    for word in LATIN.findall(text):
        if word in known:
            yield word


def _latin(texts: Iterable[Text]) -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    found = {word for text in texts for word in LATIN.findall(text.words.lower())}
    return frozenset(found - ENGLISH_STOP_WORDS)


def _chinese(texts: Sequence[Text], least: int) -> frozenset[str]:
    runs = [
        part for text in texts for run in RUN.findall(text.words) for part in BETWEEN.split(run)
    ]
    counts: Counter[str] = Counter()
    for run in runs:
        for size in range(1, LONGEST + 1):
            counts.update(run[at : at + size] for at in range(len(run) - size + 1))
    total = sum(number for gram, number in counts.items() if len(gram) == 1)
    candidates = {
        gram
        for gram, number in counts.items()
        if len(gram) >= SHORTEST
        and number >= least
        and gram not in COMMON
        and gram[0] not in EDGES
        and gram[-1] not in EDGES
        and not gram.endswith(TITLES)
    }
    ends = _entropies(runs, candidates)
    listed = _listed(candidates)
    good = {
        gram
        for gram in candidates
        if gram in listed
        or (ends[gram] >= FREE_BITS and _together(gram, counts, total) >= TOGETHER_BITS)
    }
    return frozenset(good - _parts(good, counts))


def _listed(candidates: set[str]) -> set[str]:
    """Which of them stand in the dictionary of phrases that the search for names brings along."""
    from pypinyin.phrases_dict import phrases_dict

    return candidates & phrases_dict.keys()


def _together(gram: str, counts: Counter[str], total: int) -> float:
    """By how many bits the parts of the gram come together oftener than by chance."""
    least = min(
        counts[gram] * total / (counts[gram[:at]] * counts[gram[at:]]) for at in range(1, len(gram))
    )
    return math.log2(least)


def _entropies(runs: Sequence[str], candidates: set[str]) -> dict[str, float]:
    """The lesser entropy of what stands before and after; an end of a run is always new."""
    before: dict[str, Counter[object]] = {gram: Counter() for gram in candidates}
    after: dict[str, Counter[object]] = {gram: Counter() for gram in candidates}
    for place, run in enumerate(runs):
        for size in range(SHORTEST, LONGEST + 1):
            for at in range(len(run) - size + 1):
                gram = run[at : at + size]
                if gram in before:
                    before[gram][run[at - 1] if at else place] += 1
                    end = at + size
                    after[gram][run[end] if end < len(run) else place] += 1
    return {gram: min(_entropy(before[gram]), _entropy(after[gram])) for gram in candidates}


def _entropy(counts: Counter[object]) -> float:
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values())


def _parts(good: set[str], counts: Counter[str]) -> set[str]:
    """Those that hardly ever stand outside a longer one."""
    found = set()
    for gram in good:
        for size in range(SHORTEST, len(gram)):
            for at in range(len(gram) - size + 1):
                part = gram[at : at + size]
                if part in good and counts[gram] >= ALMOST_ALWAYS * counts[part]:
                    found.add(part)
    return found
