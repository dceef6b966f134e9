"""Topics: words that stand in the same texts, by non-negative matrix factorisation of tf-idf.

Lee and Seung 1999; the start is the singular value decomposition, so that the same texts give the
same topics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from guanxi.insight.concerns.models import TOPIC_LENGTH
from guanxi.insight.concerns.words import Least, Text, found_words, segmented

MOST_TOPICS, TEXTS_A_TOPIC, WORDS_A_TOPIC, FEWEST_WORDS = 10, 30, 2, 6
NAMED_BY = 3
ROUNDS = 200
# A word belongs to a topic from this share of the weight of its strongest.
BELONGS = 0.05


@dataclass(frozen=True)
class Topics:
    """Words with their weight in each topic; a topic is called by its strongest words."""

    names: tuple[str, ...]
    weights: dict[str, dict[int, float]]

    def of(self, text: str) -> str:
        """The topic that a text speaks of most; empty where it speaks of none."""
        scores: dict[int, float] = {}
        for word in set(segmented(text, frozenset(self.weights))):
            for topic, weight in self.weights[word].items():
                scores[topic] = scores.get(topic, 0.0) + weight
        if not scores:
            return ""
        return self.names[max(scores, key=lambda topic: (scores[topic], -topic))]

    def told(self) -> dict[str, Any]:
        """As it is kept."""
        return {"names": list(self.names), "weights": self.weights}

    @classmethod
    def read(cls, told: dict[str, Any]) -> Topics:
        """As it was kept."""
        weights = {
            word: {int(topic): float(weight) for topic, weight in of.items()}
            for word, of in told["weights"].items()
        }
        return cls(tuple(told["names"]), weights)


def learned(texts: Sequence[Text], least: Least | None = None) -> Topics:
    """The topics of these texts; none where they are too few, or too little is said in them."""
    words = sorted(found_words(texts, least or Least()))
    size = min(MOST_TOPICS, len(texts) // TEXTS_A_TOPIC, len(words) // WORDS_A_TOPIC)
    if size < 2 or len(words) < FEWEST_WORDS:  # noqa: PLR2004 one topic tells nothing apart
        return Topics((), {})
    return _named(words, _factored(texts, words, size))


def _factored(texts: Sequence[Text], words: list[str], size: int) -> Any:
    from scipy.sparse import csr_array
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer
    from threadpoolctl import threadpool_limits

    place, known = {word: at for at, word in enumerate(words)}, frozenset(words)
    pairs = [
        (row, place[word])
        for row, text in enumerate(texts)
        for word in set(segmented(text.words, known))
    ]
    rows, columns = np.array(pairs).T
    counts = csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(words)))
    weighed = TfidfTransformer().fit(counts)
    model = NMF(size, init="nndsvda", random_state=0, max_iter=ROUNDS, tol=1e-3)
    with threadpool_limits(1):
        model.fit(weighed.transform(counts))
    # A topic is as strong as it is, whatever scale the factors took.
    found = model.components_ * weighed.idf_
    return found / np.maximum(found.max(axis=1, keepdims=True), 1e-12)


def _named(words: list[str], weights: Any) -> Topics:
    names: list[str] = []
    kept: dict[str, dict[int, float]] = {}
    for row in weights:
        strongest = sorted(range(len(words)), key=lambda at: (-row[at], words[at]))
        name = " / ".join(words[at] for at in strongest[:NAMED_BY] if row[at] > BELONGS)
        if not name or name in names:
            continue
        for at in strongest:
            if row[at] > BELONGS:
                kept.setdefault(words[at], {})[len(names)] = round(float(row[at]), 4)
        names.append(name[:TOPIC_LENGTH])
    return Topics(tuple(names), kept)
