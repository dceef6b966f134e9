"""Search over customers and people: rare name, two characters, initials, the tail of a phone, and
what very many have: the name of a city, a legal form.
"""

import random
from collections.abc import Callable, Iterator

from benchmarks._firm import CITIES, ENDINGS, firm
from benchmarks._frame import Figure, timed

SIZE = 100_000
SAMPLE = 20


def measure(size: int) -> Iterator[Figure]:
    """Each kind of question asked twenty ways, as the head of a branch; LIKE as the baseline."""
    from guanxi.customers.models import Account, Person
    from guanxi.platform.search.searching import search

    actor = firm(size // 2, size - size // 2).actor
    people, accounts = _sample(Person), _sample(Account)
    questions: dict[str, list[str]] = {
        "rare name": [one.name for one in people],
        "two characters": [one.name[2:4] for one in accounts],
        "pinyin initials": [_initials(one.name) for one in accounts],
        "phone tail": [one.phone[-4:] for one in accounts],
        "pinyin": [_pinyin(one.name)[:10] for one in accounts],
        "e-mail": [one.email for one in accounts],
        "city": CITIES,
        "legal form": ENDINGS,
    }
    worst = 0.0
    for kind, texts in questions.items():
        timing = timed(_in_turn(lambda text: search(actor, text), texts), repeat=2 * SAMPLE)
        scan = timed(_in_turn(_scan, texts), repeat=5, warm_up=1)
        if kind not in {"pinyin", "e-mail"}:
            worst = max(worst, timing.p95)
        yield Figure(f"search: {kind}, p95", timing.p95, "ms", _bar(size), "LIKE", scan.median)
    yield Figure("search", worst, "ms", _bar(size), "LIKE", scan.median)


def _bar(size: int) -> str:
    return "<= 30" if size <= 100_000 else "<= 100"


def _in_turn(ask: Callable[[str], object], texts: list[str]) -> Callable[[], object]:
    turn = iter(texts * 50)
    return lambda: ask(next(turn))


def _scan(text: str) -> object:
    from guanxi.customers.models import Account

    return list(Account.objects.filter(name__contains=text).values_list("pk")[:20])


def _sample(model: type) -> list:
    number = model.objects.count()
    chance = random.Random(7)  # noqa: S311
    first = model.objects.order_by("pk").first().pk
    return [model.objects.get(pk=first + chance.randrange(number)) for _ in range(SAMPLE)]


def _initials(name: str) -> str:
    from guanxi.platform.search.readings import readings_of

    return "".join(one[0] for one in readings_of(name))[:4]


def _pinyin(name: str) -> str:
    from guanxi.platform.search.readings import readings_of

    return "".join(readings_of(name))
