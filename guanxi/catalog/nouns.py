"""How products, units, price books and taxes are listed, shown, found and filled in."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.catalog import rules
from guanxi.catalog.models import PriceBook, PriceEntry, Product, Tax, Unit
from guanxi.catalog.queries import products_in_english
from guanxi.platform.actors.actor import Actor
from guanxi.platform.cleaning.names import pinyin_key
from guanxi.platform.glossary.saying import lend_dictionary
from guanxi.platform.nouns.noun import Group, Noun, Related
from guanxi.platform.nouns.registry import register
from guanxi.platform.nouns.rows import everyone, through

ENGLISH = {"synonyms": ["英文名称", "英文名", "English name"]}
MONEY = {"type": "money", "currency_path": "currency"}


@register
class ProductNoun(Noun[Product]):
    """One thing or service the firm sells."""

    key = "product"
    room = "catalog"
    icon = "product"
    labels = _("Product"), _("Products")
    rows = everyone()
    declared = (
        (
            "code",
            {
                "unique": True,
                "synonyms": [
                    *("商品编码", "产品编码", "货号", "料号", "SKU", "StockCode", "Item"),
                    *("产品编号", "商品编号", "产品代码", "商品代码", "物料编码"),
                ],
            },
        ),
        (
            "name",
            {"sort_path": "name_key", "synonyms": ["商品名称", "品名", "产品名称", "Description"]},
        ),
        ("name_en", ENGLISH),
        ("category", {"spoken": "words", "synonyms": ["类别", "分类", "商品类目"]}),
        ("unit", {"synonyms": ["计量单位", "UOM"]}),
        ("list_price", MONEY | {"synonyms": ["标价", "售价", "单价", "Price"]}),
        ("cost", MONEY | {"synonyms": ["成本", "成本价", "进价"]}),
        ("currency", {"synonyms": ["币种"]}),
        ("tax", {"synonyms": ["税率"]}),
        ("is_active", {"synonyms": ["在售", "上架"]}),
        ("description", {"synonyms": ["说明", "备注"]}),
    )
    columns = ("code", "name", "category", "unit", "list_price", "currency", "is_active")
    form = (
        Group(
            pgettext_lazy("group of fields", "Product"), "code name name_en category unit is_active"
        ),
        Group(_("Price"), "list_price cost currency tax"),
        Group(_("Description"), "description"),
    )
    quick = ("code", "name", "list_price")
    search = ("code", "name", "name_en", "category")
    search_summary = ("code", "category")
    sort = "name"
    title_en_key = "name_en_key"
    import_keys = ("code", "name")
    synonyms = ("商品", "产品", "货品", "SKU")
    related = (
        Related("prices", "price_entry", "product", _("Prices"), ("book", "min_quantity", "price")),
        Related(
            "order_lines",
            "order_line",
            "product",
            _("Order lines"),
            ("order", "quantity", "unit_price", "amount"),
        ),
    )

    def check(self, record: Product, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse prices below zero and currencies that do not exist."""
        rules.check_prices(record.list_price, record.cost)
        rules.check_currency(record.currency)

    def before_save(self, record: Product, changed: set[str], actor: Actor) -> None:
        """Keep the keys by which names sort and meet."""
        record.name_key = pinyin_key(record.name)[:300]
        record.name_en_key = pinyin_key(record.name_en or record.name)[:300]


@register
class UnitNoun(Noun[Unit]):
    """What products are counted in."""

    key = "unit"
    room = "catalog"
    icon = "rows"
    labels = _("Unit"), _("Units")
    rows = everyone()
    declared = (("code", {"unique": True}), "name", ("name_en", ENGLISH), "decimals")
    columns = ("code", "name", "decimals")
    form = (Group(_("Unit"), "code name name_en decimals"),)
    quick = ("code", "name")
    search = ("code", "name_en")
    sort = "code"
    import_keys = ("code",)
    in_navigation = False


@register
class TaxNoun(Noun[Tax]):
    """A rate of tax."""

    key = "tax"
    room = "catalog"
    icon = "sigma"
    labels = _("Tax"), _("Taxes")
    rows = everyone()
    declared = (
        *(("name", {"unique": True}), ("name_en", ENGLISH)),
        *("rate", "is_included", "is_active"),
    )
    columns = ("name", "rate", "is_included", "is_active")
    form = (Group(_("Tax"), "name name_en rate is_included is_active"),)
    quick = ("name", "rate", "is_included")
    sort = "name"
    import_keys = ("name",)
    in_navigation = False


@register
class PriceBookNoun(Noun[PriceBook]):
    """Prices for one market, channel or tier."""

    key = "price_book"
    room = "catalog"
    icon = "tag"
    labels = _("Price book"), _("Price books")
    rows = everyone()
    declared = (
        *(("code", {"unique": True}), "name", ("name_en", ENGLISH)),
        *("currency", "starts_on", "ends_on", "is_active"),
    )
    columns = ("code", "name", "currency", "starts_on", "ends_on", "is_active")
    form = (Group(_("Price book"), "code name name_en currency starts_on ends_on is_active"),)
    quick = ("code", "name", "currency")
    search = ("code", "name_en")
    sort = "name"
    import_keys = ("code",)
    related = (
        Related(
            "entries", "price_entry", "book", _("Prices"), ("product", "min_quantity", "price")
        ),
    )

    def check(self, record: PriceBook, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse a book that ends before it starts."""
        rules.check_period(record.starts_on, record.ends_on)
        rules.check_currency(record.currency)


@register
class PriceEntryNoun(Noun[PriceEntry]):
    """The price of one product in one book."""

    key = "price_entry"
    room = "catalog"
    icon = "tag"
    labels = _("Price"), _("Prices")
    title = "product_name"
    rows = through("book")
    declared = (
        ("book", {"target": "price_book"}),
        ("product", {"synonyms": ["商品", "货品"]}),
        (
            "product__name",
            {"label": _("Product name"), "spoken": "words", "editable": False, "required": False},
        ),
        "min_quantity",
        ("price", MONEY | {"currency_path": "book__currency"}),
    )
    columns = ("book", "product", "min_quantity", "price")
    form = (Group(_("Price"), "book product min_quantity price"),)
    quick = ("book", "product", "min_quantity", "price")
    in_navigation = False

    def base(self) -> QuerySet[PriceEntry]:
        """The entries, each with the product it prices."""
        return PriceEntry.objects.select_related("product", "book")

    def check(self, record: PriceEntry, before: dict[str, Any], actor: Actor) -> None:  # type: ignore[override]
        """Refuse prices below zero and quantities of nothing."""
        rules.check_prices(record.price, None)
        rules.check_quantity(record.min_quantity)


lend_dictionary(products_in_english)
