"""What the customers of the demo company bought, gave back and paid."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import count

from django.db import transaction

from guanxi.catalog.models import Product
from guanxi.demo.company import Company, Mould
from guanxi.demo.customers import Customer
from guanxi.demo.rhythms import Purchase
from guanxi.demo.words.products import ALWAYS_WANTED
from guanxi.platform.money.amounts import minor_units
from guanxi.sales import rules
from guanxi.sales.choices import OrderChannel, OrderKind, OrderStatus, PaymentMethod
from guanxi.sales.models import Order, OrderLine, Payment
from guanxi.sales.numbers import take_numbers

CURRENCIES = ("CNY", "USD", "EUR", "JPY")
# Yuan for one whole unit of a currency; real rates move around these.
YUAN = {
    code: Decimal(n) for code, n in zip(CURRENCIES, ("1", "7.12", "7.85", "0.0478"), strict=True)
}
FINE, COARSE = Decimal("0.0001"), Decimal("0.01")
ORDER, LINE, PAYMENT = Mould(Order), Mould(OrderLine), Mould(Payment)
Pair = tuple[Order, list[OrderLine]]
RETURNED, CANCELLED = 0.025, 0.02
CHANNELS = (*[OrderChannel.DIRECT] * 9, *[OrderChannel.PHONE] * 3, *[OrderChannel.WEB] * 4)
AROUND_DUE = (-8, -6, -4, -3, -2, -1, 0, 0, 0, 1, 2, 3, 4, 5)
# Who is slow pays late two times of three.
OFTEN = 0.65
# Of what fell due lately a little is disputed; of what fell due long ago hardly anything is left.
DISPUTED, WRITTEN_OFF, LONG_AGO = 0.008, 0.001, 120
# Longer than this nobody owes.
AT_LAST = 270


def make_orders(company: Company, customers: list[Customer]) -> int:
    """Orders with lines and payments for every purchase of these customers; how many orders."""
    made = [
        pair
        for customer in customers
        for purchase in customer.bought
        for pair in _ordered(company, customer, purchase)
    ]
    # Numbers follow the calendar, whoever bought.
    made.sort(key=lambda pair: pair[0].ordered_on)
    orders = [order for order, _ in made]
    _number(orders)
    company.keep(orders)
    for order, lines in made:
        for line in lines:
            line.order_id = order.pk
    company.keep([line for _, lines in made for line in lines])
    delays: dict[int | None, int] = {one.account.pk: one.delay for one in customers}
    paid = [one for one in orders if one.paid_amount > 0]
    company.keep([_payment(company, one, delays[one.account_id]) for one in paid])
    return len(orders)


def _ordered(company: Company, customer: Customer, purchase: Purchase) -> list[Pair]:
    """The order of one purchase, and now and then the return of a part of it."""
    order = _head(company, customer, purchase.day)
    lines = _lines(company, customer, order, customer.usual * purchase.share)
    _add_up(order, lines)
    _settle(company, order, customer.delay)
    customer.orders.append(order)
    if order.status == OrderStatus.CLOSED and company.chance.random() < RETURNED:
        return [(order, lines), _returned(company, customer, order, lines)]
    return [(order, lines)]


def _add_up(order: Order, lines: list[OrderLine]) -> None:
    # Every price of the demo includes its tax.
    sums = rules.Sums(sum(one.amount for one in lines), sum(one.tax_amount for one in lines))
    rules.retotal(order, sums)


def _head(company: Company, customer: Customer, day: dt.date) -> Order:
    chance = company.chance
    currency = customer.abroad.currency if customer.abroad else "CNY"
    at = company.past(day)
    return ORDER.cast(
        account_id=customer.account.pk,
        person_id=chance.choice(customer.people).pk,
        ordered_on=day,
        ordered_at=at,
        due_on=day + dt.timedelta(days=customer.term),
        currency=currency,
        rate=_rate(company, currency, day),
        channel=chance.choice(CHANNELS),
        external_number=f"PO-{chance.randrange(10**6):06}" if chance.random() < 0.2 else "",
        owner_id=customer.owner.pk,
        team_id=customer.owner.team_id,
        created_at=at,
        updated_at=at,
        created_by_id=customer.owner.pk,
        updated_by_id=customer.owner.pk,
    )


def _rate(company: Company, currency: str, day: dt.date) -> Decimal:
    """What one unit of the currency was worth in the firm's own."""
    if currency == "CNY":
        return Decimal(1)
    drift = 1 + 0.03 * ((day - company.begin).days / 1095 - 0.5)
    return (YUAN[currency] * Decimal(str(round(drift, 4)))).quantize(FINE)


def _lines(company: Company, customer: Customer, order: Order, worth: float) -> list[OrderLine]:
    chance = company.chance
    count = chance.choice((1, 1, 2, 2, 3, 3, 4, 6))
    tax = company.taxes["export"] if customer.abroad else company.taxes["goods"]
    rate = Decimal(tax.rate)
    cut = 1 - min(0.18, chance.random() * 0.04 * (customer.usual / 3_000) ** 0.4)
    lines = []
    for number in range(1, count + 1):
        product = _wanted(company, customer, worth / count)
        part = worth / count * chance.uniform(0.5, 1.5)
        line = _line(product, order, part, Decimal(str(round(cut, 3))))
        line.line_no, line.tax_id = number, tax.pk
        line.tax_amount = rules.tax_of(line.amount, rate, is_included=True)
        lines.append(line)
    return lines


def _line(product: Product, order: Order, worth: float, cut: Decimal) -> OrderLine:
    list_price = product.list_price or 1
    # Small parts are bought by the bag, and prices below a cent are real.
    quantity = Decimal(max(1, min(5_000, round(worth * 100 / list_price))))
    yuan = Decimal(list_price) / 100 * cut
    step = FINE if yuan < 1 else COARSE
    unit_price = (yuan / YUAN[order.currency]).quantize(step)
    return LINE.cast(
        product_id=product.pk,
        description=product.name,
        quantity=quantity,
        unit_price=unit_price,
        amount=rules.line_amount(quantity, unit_price, 0, order.currency),
        cost=_cost(product, quantity, order.currency),
    )


def _wanted(company: Company, customer: Customer, worth: float) -> Product:
    chance = company.chance
    wants = customer.industry.wants if chance.random() < 0.72 else ALWAYS_WANTED
    if chance.random() < 0.06:
        wants = tuple(company.products)
    shelf = company.products[chance.choice(wants)]
    affordable = [one for one in shelf if (one.list_price or 0) <= worth * 130] or [
        min(shelf, key=lambda one: one.list_price or 0)
    ]
    return chance.choice(affordable)


def _cost(product: Product, quantity: Decimal, currency: str) -> int | None:
    if product.cost is None:
        return None
    yuan = Decimal(product.cost) * quantity / 100
    return minor_units(yuan / YUAN[currency], currency)


def _settle(company: Company, order: Order, delay: int) -> None:
    """How far the order has come by today, and what of it is paid."""
    chance, age = company.chance, (company.today - order.ordered_on).days
    if chance.random() < CANCELLED:
        order.status = OrderStatus.CANCELLED
        return
    if age < 3 and chance.random() < 0.4:
        order.status = OrderStatus.DRAFT
        return
    if age < chance.randrange(6, 24):
        order.status = OrderStatus.CONFIRMED
        order.paid_amount = order.total_amount * 3 // 10 if chance.random() < 0.3 else 0
        if order.due_on == order.ordered_on:
            order.paid_amount = order.total_amount
        return
    order.delivered_on = min(
        company.today, order.ordered_on + dt.timedelta(chance.randrange(4, 20))
    )
    due = order.due_on or order.ordered_on
    late = (company.today - due).days
    owing = DISPUTED if late < LONG_AGO else WRITTEN_OFF if late < AT_LAST else 0
    wait = delay if chance.random() < OFTEN else 0
    paid = late > wait + chance.randrange(-10, 10) and chance.random() > owing
    order.status = OrderStatus.CLOSED if paid else OrderStatus.DELIVERED
    order.paid_amount = order.total_amount if paid else 0


def _returned(company: Company, customer: Customer, order: Order, lines: list[OrderLine]) -> Pair:
    wait = dt.timedelta(days=company.chance.randrange(9, 40))
    back = _head(company, customer, min(company.today, company.workday(order.ordered_on + wait)))
    back.kind, back.status = OrderKind.RETURN, OrderStatus.CLOSED
    back.rate, back.due_on = order.rate, None
    back.note = "Returned: calibration drift" if customer.abroad else "标定漂移，退货"
    line = lines[0]
    turned = LINE.cast(
        line_no=1,
        product_id=line.product_id,
        description=line.description,
        quantity=-line.quantity,
        unit_price=line.unit_price,
        amount=-line.amount,
        cost=None if line.cost is None else -line.cost,
        tax_id=line.tax_id,
        tax_amount=-line.tax_amount,
    )
    _add_up(back, [turned])
    back.paid_amount = back.total_amount
    return back, [turned]


def _payment(company: Company, order: Order, delay: int) -> Payment:
    chance = company.chance
    due = order.due_on or order.ordered_on
    wait = delay if chance.random() < OFTEN else 0
    paid_on = due + dt.timedelta(days=wait + chance.choice(AROUND_DUE))
    paid_on = max(order.ordered_on, min(company.today, paid_on))
    at = company.past(paid_on)
    common = chance.random() < 0.8
    return PAYMENT.cast(
        order_id=order.pk,
        account_id=order.account_id,
        amount=order.paid_amount,
        currency=order.currency,
        paid_on=paid_on,
        method=PaymentMethod.TRANSFER if common else chance.choice(PaymentMethod.values),
        reference=f"{paid_on:%y%m%d}{chance.randrange(10**6):06}",
        created_at=at,
        updated_at=at,
    )


def _number(orders: list[Order]) -> None:
    """Number them in their order, beside whoever takes numbers meanwhile."""
    wanted = Counter(map(_prefix, orders))
    with transaction.atomic():
        last = {prefix: take_numbers(prefix, number) for prefix, number in sorted(wanted.items())}
    counts = {prefix: count(last[prefix] - wanted[prefix] + 1) for prefix in wanted}
    for order in orders:
        order.number = f"{_prefix(order)}{next(counts[_prefix(order)]):05}"


def _prefix(order: Order) -> str:
    return f"{'SO' if order.kind == OrderKind.SALE else 'RT'}-{order.ordered_on.year % 100:02}-"
