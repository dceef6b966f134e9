"""What an administrator would have arranged: fields of their own, a noun of their own, views."""

import datetime as dt
from typing import Any, NamedTuple

from guanxi.demo.company import Company
from guanxi.demo.customers import Customer
from guanxi.demo.storing import remember
from guanxi.platform.actors.defaults import open_to_default_roles
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.custom.models import CustomField, CustomNoun, CustomRecord
from guanxi.platform.custom.schema import schema_changed
from guanxi.platform.nouns.custom_value import keep_custom
from guanxi.platform.nouns.registry import noun_named
from guanxi.platform.views.models import SavedView
from guanxi.platform.views.reading import views_changed


class Wanted(NamedTuple):
    """A custom field: on which noun, its name, type, labels, and options with theirs."""

    noun: str
    name: str
    kind: str
    zh: str
    en: str
    options: tuple[tuple[str, str, str], ...] = ()


FIELDS = (
    Wanted(
        "account",
        "purchase_cycle",
        "choice",
        "采购周期",
        "Buying cycle",
        (
            ("month", "按月", "Monthly"),
            ("quarter", "按季", "Quarterly"),
            ("year", "按年", "Yearly"),
        ),
    ),
    Wanted("account", "lab_area", "number", "实验室面积（㎡）", "Laboratory area (m²)"),
    Wanted("account", "has_iso17025", "boolean", "通过 ISO 17025", "ISO 17025 accredited"),
    Wanted("account", "annual_budget", "money", "年度仪器预算", "Yearly instrument budget"),
    Wanted(
        "person",
        "hobbies",
        "multi",
        "爱好",
        "Interests",
        (("tea", "茶", "Tea"), ("run", "跑步", "Running"), ("chess", "象棋", "Chess")),
    ),
    Wanted("order", "install_on_site", "boolean", "需要现场安装", "Installation on site"),
    Wanted("device", "serial", "text", "序列号", "Serial number"),
    Wanted("device", "customer", "relation", "客户", "Customer"),
    Wanted("device", "installed_on", "date", "安装日期", "Installed on"),
    Wanted("device", "calibration_due", "date", "标定到期", "Calibration due"),
)
# noun, name in both languages, filter, sort
VIEWS: tuple[tuple[str, str, str, dict[str, Any], str], ...] = (
    (
        "account",
        "我的客户",
        "My customers",
        {"field": "owner", "op": "is", "value": {"me": True}},
        "name",
    ),
    (
        "account",
        "重点客户",
        "Key accounts",
        {"field": "tier", "op": "in", "value": ["vip", "major"]},
        "-last_contact_at",
    ),
    (
        "account",
        "久未联系",
        "Not met for long",
        {
            "all": [
                {"field": "role", "op": "is", "value": "current"},
                {"field": "last_contact_at", "op": "not_within", "value": "last_60_days"},
            ]
        },
        "last_contact_at",
    ),
    (
        "order",
        "待交货",
        "To be delivered",
        {"field": "status", "op": "is", "value": "confirmed"},
        "ordered_on",
    ),
    (
        "order",
        "退货",
        "Returns",
        {"field": "kind", "op": "is", "value": "return"},
        "-ordered_on",
    ),
    (
        "activity",
        "我的待办",
        "My open work",
        {
            "all": [
                {"field": "owner", "op": "is", "value": {"me": True}},
                {"field": "state", "op": "is", "value": "open"},
            ]
        },
        "due_at",
    ),
)


def make_arrangements(company: Company) -> dict[str, CustomField]:
    """Custom fields, the noun "device" and public views; the fields by noun and name."""
    noun = CustomNoun.objects.create(
        key="device",
        label_zh="在用设备",
        label_en="Installed device",
        plural_en="Installed devices",
        icon="product",
        created_at=company.now,
    )
    remember([noun])
    made = {f"{one.noun}.{one.name}": _field(company, n, one) for n, one in enumerate(FIELDS)}
    remember(list(made.values()))
    views = [
        SavedView.objects.create(
            noun=noun,
            label_zh=zh,
            label_en=en,
            filter=filter,
            sort=sort,
            reach=SavedView.Reach.PUBLIC,
            position=place,
        )
        for place, (noun, zh, en, filter, sort) in enumerate(VIEWS)
    ]
    remember(views)
    views_changed()
    schema_changed()
    # The roles do not yet say who may see devices.
    remember(open_to_default_roles(noun_named("device")))
    return made


def fill_custom_fields(
    company: Company, customers: list[Customer], fields: dict[str, CustomField]
) -> None:
    """Values of custom fields on customers and people; not stored yet."""
    chance = company.chance
    key = {name: f"cf_{field.pk}" for name, field in fields.items()}
    for one in customers:
        if chance.random() < 0.5:
            one.account.custom = {
                key["account.purchase_cycle"]: chance.choice(("month", "quarter", "year")),
                key["account.lab_area"]: chance.randrange(20, 900, 10),
                key["account.has_iso17025"]: chance.random() < 0.2,
                key["account.annual_budget"]: chance.randrange(5, 300) * 1_000_000,
            }
        for person in one.people:
            if chance.random() < 0.2:
                person.custom = {key["person.hobbies"]: [chance.choice(("tea", "run", "chess"))]}


def make_devices(
    company: Company, customers: list[Customer], fields: dict[str, CustomField]
) -> None:
    """The instruments that stand at customers, as rows of the noun made above; stored."""
    found = []
    for one in customers:
        for order in one.orders[: 3 if one.usual > 10_000 else 0]:
            found.append(_device(company, one, order.ordered_on, fields))
    company.keep(found)


def _device(
    company: Company, one: Customer, day: dt.date, fields: dict[str, CustomField]
) -> CustomRecord:
    chance = company.chance
    product = chance.choice(company.products[one.industry.wants[0]])
    serial = f"CH{chance.randrange(10**7):07}"
    at = company.past(day)
    device = CustomRecord(
        noun="device",
        name=f"{product.code} {serial}",
        name_key=pinyin_key(f"{product.code} {serial}"),
        custom={
            f"cf_{fields['device.customer'].pk}": one.account.pk,
            f"cf_{fields['device.installed_on'].pk}": day.isoformat(),
            f"cf_{fields['device.calibration_due'].pk}": (day + dt.timedelta(days=365)).isoformat(),
        },
        owner=one.owner,
        team=one.owner.team,
        created_at=at,
        updated_at=at,
        created_by=one.owner,
        updated_by=one.owner,
    )
    keep_custom(device, f"cf_{fields['device.serial'].pk}", "text", serial)
    return device


def _field(company: Company, place: int, wanted: Wanted) -> CustomField:
    return CustomField.objects.create(
        noun=wanted.noun,
        name=wanted.name,
        type=wanted.kind,
        label_zh=wanted.zh,
        label_en=wanted.en,
        options=[
            {"key": key, "zh": label, "en": english} for key, label, english in wanted.options
        ],
        settings={"target": "account"} if wanted.kind == "relation" else {},
        is_searchable=wanted.name == "serial",
        position=place,
        created_at=company.now,
    )
