"""The products of the demo company with their prices and costs."""

import datetime as dt
from decimal import Decimal

from guanxi.catalog.models import PriceBook, PriceEntry, Product, Tax, Unit
from guanxi.demo.company import Company
from guanxi.demo.words.english import SIZES, WORDS
from guanxi.demo.words.products import FAMILIES, IN_ENGLISH, TAXES, UNITS, Family
from guanxi.platform.actors.models import User
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.glossary.models import Term

UNKNOWN_COST = 0.05
LOSS_LEADER = 0.04
BREAKS_EVEN = 0.05


def make_catalogue(company: Company, author: User) -> None:
    """Units, taxes, some hundred products and a price book for dealers."""
    stamps = _stamps(company, author)
    units = {
        code: Unit(code=code, name=name, name_en=english, decimals=n, **stamps)
        for code, name, english, n in UNITS
    }
    company.keep(list(units.values()))
    taxes = [
        Tax(name=name, name_en=english, rate=rate, is_included=inside, **stamps)
        for name, english, rate, inside in TAXES
    ]
    company.keep(taxes)
    company.taxes = {"goods": taxes[0], "services": taxes[1], "export": taxes[2]}
    products = [
        product
        for family in FAMILIES
        for product in _series(company, family, units[family.unit], stamps)
    ]
    company.keep(products)
    for product in products:
        company.products.setdefault(product.category, []).append(product)
    _make_dealer_prices(company, products, stamps)
    company.keep(
        [
            Term(text=text, name_key=pinyin_key(text), english=said, **stamps)
            for text, said in _words()
        ]
    )


def _words() -> list[tuple[str, str]]:
    """The words that the house has no English for yet."""
    known = Term.objects.filter(text__in=WORDS, deleted_at=None)
    there = set(known.values_list("text", flat=True))
    return [(text, english) for text, english in WORDS.items() if text not in there]


def called(product: Product, language: str) -> str:
    """A product as one writes of it: by its name, or abroad by its kind and code."""
    if language == "zh":
        return product.name
    letters = product.code.removeprefix("CH-")[:-2]
    return f"{IN_ENGLISH[letters]} {product.code}"


def _series(
    company: Company, family: Family, unit: Unit, stamps: dict[str, object]
) -> list[Product]:
    tax = company.taxes["services" if family.category == "服务" else "goods"]
    made = []
    for place, size in enumerate(family.sizes):
        price = round(family.price * family.step**place * 100)
        name = f"{family.name} {family.letters}-{size}"
        made.append(
            Product(
                code=f"CH-{family.letters}{place + 1:02}",
                name=name,
                name_en=_in_english(family, size),
                name_key=pinyin_key(name),
                name_en_key=pinyin_key(_in_english(family, size)),
                category=family.category,
                unit=unit,
                list_price=price,
                cost=_cost(company, price),
                tax=tax,
                is_active=company.chance.random() > 0.03,
                description=f"{family.category}，规格 {size}。",
                **stamps,
            )
        )
    return made


def _in_english(family: Family, size: str) -> str:
    """Torque sensor T-20Nm, Hydrogen leak detector H2, portable."""
    kind = IN_ENGLISH[family.letters]
    kind = kind[:1].upper() + kind[1:]
    if size in SIZES:
        return f"{kind} {family.letters}, {SIZES[size]}"
    return f"{kind} {family.letters}-{size}"


def _cost(company: Company, price: int) -> int | None:
    fate = company.chance.random()
    if fate < UNKNOWN_COST:
        return None
    if fate < UNKNOWN_COST + LOSS_LEADER:
        return round(price * company.chance.uniform(0.95, 1.08))
    if fate < UNKNOWN_COST + LOSS_LEADER + BREAKS_EVEN:
        # What is left of the price after the usual discount.
        return round(price * company.chance.uniform(0.865, 0.895))
    return round(price * company.chance.uniform(0.46, 0.78))


def _make_dealer_prices(
    company: Company, products: list[Product], stamps: dict[str, object]
) -> None:
    book = PriceBook(
        code="dealer",
        name="经销商价目",
        name_en="Dealer prices",
        starts_on=dt.date(company.today.year, 1, 1),
        **stamps,
    )
    company.keep([book])
    dealt = [one for one in products if one.list_price and one.category != "服务"]
    company.keep(
        [
            PriceEntry(
                book=book,
                product=one,
                min_quantity=Decimal(quantity),
                price=round((one.list_price or 0) * share),
                **stamps,
            )
            for one in dealt
            for quantity, share in ((5, 0.92), (20, 0.86))
        ]
    )


def _stamps(company: Company, author: User) -> dict[str, object]:
    at = company.moment(company.begin - dt.timedelta(days=30), 9, 0)
    return {"created_at": at, "updated_at": at, "created_by": author, "updated_by": author}
