"""A firm of any size to measure with: teams in a tree, staff, customers; always the same."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

AT = dt.datetime(2026, 11, 19, 2, 0, tzinfo=dt.UTC)
TEAMS, STAFF, PART = 500, 200, 2_000
CITIES = [
    "北京",
    "上海",
    "广州",
    "深圳",
    "杭州",
    "成都",
    "重庆",
    "武汉",
    "西安",
    "南京",
    "苏州",
    "天津",
    "青岛",
    "宁波",
    "无锡",
]
TRADES = [
    "科技",
    "贸易",
    "实业",
    "电子",
    "网络",
    "医疗",
    "机械",
    "食品",
    "纺织",
    "化工",
    "物流",
    "能源",
]
ENDINGS = ["有限公司", "股份有限公司", "集团有限公司"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"  # noqa: E501
WORDS = [
    "trade",
    "tech",
    "global",
    "union",
    "star",
    "ocean",
    "future",
    "blue",
    "sky",
    "green",
    "sun",
    "east",
    "peak",
    "rich",
]


@dataclass(frozen=True)
class Firm:
    """Who asks: the head of a part of the tree, and the key that acts for her."""

    actor: Any
    user: Any
    secret: str


def firm(customers: int, people: int = 0) -> Firm:
    """The firm, made if the database does not hold it yet."""
    from guanxi.customers.models import Account, Person
    from guanxi.platform.actors.compiling import actor_for_user, rights_changed
    from guanxi.platform.actors.models import User

    if not User.objects.filter(username="head").exists():
        _staff()
    _bring(Account, "account", customers, _accounts)
    _bring(Person, "person", people, lambda number: _people(number, customers))
    rights_changed()
    head = User.objects.get(username="head")
    return Firm(actor_for_user(head), head, _key(head))


def _staff() -> None:
    from guanxi.platform.actors.models import Grant, Role, Team, User
    from guanxi.platform.nouns.noun import ACTIONS
    from guanxi.platform.nouns.registry import nouns

    chance = random.Random(1)  # noqa: S311 - the same firm every time
    teams = [Team.objects.create(name="Firm")]
    for number in range(1, TEAMS):
        teams.append(Team.objects.create(name=f"T{number}", parent=teams[(number - 1) // 7]))
    role = Role.objects.create(code="bench", label_zh="主管", label_en="Head")
    Grant.objects.bulk_create(
        Grant(role=role, permission=noun.permission(action), scope="tree")
        for noun in nouns().values()
        for action in ACTIONS
    )
    # The head of one of the seven large branches.
    head = User.objects.create(username="head", name="Head", team=teams[1], language="zh-hans")
    head.roles.set([role])
    for number in range(STAFF):
        User.objects.create(username=f"u{number}", name=f"U{number}", team=chance.choice(teams))


def _key(head: Any) -> str:
    from guanxi.platform.actors.keys import draw_secret
    from guanxi.platform.actors.models import ApiKey, Role

    prefix, digest, secret = draw_secret()
    role = Role.objects.get(code="bench")
    ApiKey.objects.create(
        name="bench", prefix=prefix, digest=digest, role=role, user=head, team=head.team
    )
    return secret


def _bring(model: Any, key: str, number: int, made: Callable[[int], Iterator[Any]]) -> None:
    """That many records with their search index, unless the database holds as many already."""
    from django.db import connection, transaction

    from guanxi.platform.bulk import insert_all
    from guanxi.platform.nouns.registry import noun_named
    from guanxi.platform.search.content import loaded_rows
    from guanxi.platform.search.index import index_many
    from guanxi.platform.search.settling import settle

    if model.objects.count() >= number:
        return
    rows = made(number)
    while part := list(islice(rows, PART)):
        with transaction.atomic():
            insert_all(model, part)
            index_many(key, loaded_rows(noun_named(key), part))
    # As the database does by itself within minutes.
    settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _accounts(number: int) -> Iterator[Any]:
    from guanxi.customers.keys import account_keys
    from guanxi.customers.models import Account
    from guanxi.platform.actors.models import User

    chance, staff = random.Random(2), list(User.objects.exclude(username="head"))  # noqa: S311
    for n in range(1, number + 1):
        city, owner = chance.choice(CITIES), chance.choice(staff)
        name = f"{city}{_given(chance)}{chance.choice(TRADES)}{chance.choice(ENDINGS)}"
        sort, match = account_keys(name, "business")
        at = AT - dt.timedelta(minutes=chance.randrange(1_500_000))
        yield Account(
            code=f"C{n:07d}", name=name, name_key=sort, match_key=match, city=city,
            phone=_mobile(chance), email=f"{chance.choice(WORDS)}{n}@{chance.choice(WORDS)}.com",
            industry=chance.choice(TRADES), owner=owner, team_id=owner.team_id,
            created_at=at, updated_at=at,
        )  # fmt: skip


def _people(number: int, customers: int) -> Iterator[Any]:
    from guanxi.customers.keys import person_keys
    from guanxi.customers.models import Account, Person
    from guanxi.platform.actors.models import User

    chance, staff = random.Random(3), list(User.objects.exclude(username="head"))  # noqa: S311
    first = Account.objects.order_by("pk").values_list("pk", flat=True).first() or 0
    for n in range(1, number + 1):
        name, owner = chance.choice(SURNAMES) + _given(chance), chance.choice(staff)
        sort, match = person_keys(name)
        yield Person(
            name=name, name_key=sort, match_key=match, mobile=_mobile(chance),
            account_id=first + chance.randrange(customers), email=f"p{n}@{chance.choice(WORDS)}.cn",
            owner=owner, team_id=owner.team_id, created_at=AT, updated_at=AT,
        )  # fmt: skip


def _given(chance: random.Random) -> str:
    # Common characters are common, as in real names.
    codes = (0x4E00 + int(3_000 * chance.random() ** 2) for _ in range(2))
    return "".join(map(chr, codes))


def _mobile(chance: random.Random) -> str:
    return f"+861{chance.randrange(3_000_000_000, 9_999_999_999)}"
