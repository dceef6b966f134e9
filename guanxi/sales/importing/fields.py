"""What a column of an order-lines file can mean."""

from django.utils.translation import gettext_lazy as _

from guanxi.platform.nouns.fields import Field
from guanxi.sales.importing.named import RECORD
from guanxi.sales.importing.stage_fields import STAGE_FIELDS

ORDER_LINE_FIELDS = {
    one.name: one
    for one in (
        Field(
            "order_number",
            _("Order number"),
            "text",
            max_length=60,
            required=True,
            synonyms=[
                *("invoice no", "invoice", "invoice number", "order no", "order id", "order"),
                *("订单编号", "订单号", "单号", "发票号", "销售单号"),
            ],
        ),
        Field(
            "ordered_at",
            _("Ordered at"),
            "datetime",
            required=True,
            synonyms=[
                *("invoice date", "order date", "date", "purchase date"),
                *("下单时间", "下单日期", "订单日期", "订单时间", "日期", "开票日期", "销售日期"),
                *("成交时间", "成交日期", "购买日期"),
            ],
        ),
        Field(
            "customer_code",
            _("Customer number"),
            "text",
            max_length=40,
            synonyms=[
                *("customer id", "customer no", "customer code", "account number"),
                *("客户编号", "客户编码", "客户代码", "客户号", "会员号"),
            ],
        ),
        Field(
            "customer_name",
            _("Customer name"),
            "text",
            max_length=200,
            synonyms=[
                "customer",
                "company",
                "account",
                "buyer",
                "客户",
                "客户名称",
                "公司",
                "买方",
            ],
        ),
        Field(
            "country",
            _("Country or region"),
            "text",
            max_length=60,
            synonyms=["country", "region", "国家", "国别", "地区"],
        ),
        Field(
            "product_code",
            _("Product code"),
            "text",
            max_length=64,
            synonyms=[
                *("stock code", "sku", "item", "item code", "product id", "product code"),
                *("货号", "商品编码", "产品编码", "料号"),
                *("产品编号", "商品编号", "产品代码", "商品代码", "物料编码"),
            ],
        ),
        Field(
            "description",
            _("Description"),
            "text",
            max_length=300,
            synonyms=[
                "product",
                "product name",
                "item name",
                "品名",
                "商品名称",
                "产品名称",
                "商品",
                "产品",
                "货品",
                "描述",
            ],
        ),
        Field(
            "quantity",
            _("Quantity"),
            "number",
            decimals=4,
            required=True,
            synonyms=["qty", "units", "数量", "件数"],
        ),
        Field(
            "unit_price",
            _("Unit price"),
            "number",
            decimals=4,
            currency_path="currency",
            required=True,
            synonyms=["price", "unit cost", "单价", "价格", "成交价"],
        ),
        Field(
            "currency",
            _("Currency"),
            "text",
            max_length=3,
            synonyms=["currency code", "ccy", "币种", "币别", "货币", "结算币种", "交易币种"],
        ),
        Field(
            "rate",
            _("Exchange rate"),
            "number",
            decimals=8,
            synonyms=["exchange rate", "fx rate", "conversion rate", "汇率", "兑换率", "折算汇率"],
        ),
        Field(
            "discount_amount",
            _("Discount on the line"),
            "money",
            currency_path="currency",
            synonyms=["line discount", "折扣额", "折扣金额", "优惠金额"],
        ),
        Field(
            "line_cost",
            _("Cost of the line"),
            "money",
            currency_path="currency",
            synonyms=["cost of goods", "成本金额", "行成本"],
        ),
        Field(
            "tax_name",
            _("Name of the tax"),
            "relation",
            target="tax",
            synonyms=["tax code", "税目", "税种", "税率名称"],
        ),
        Field("line_no", _("Line number"), "number", synonyms=["line no", "行号"]),
        Field(RECORD, _("Customer of an exact file"), "relation", target="account"),
        *STAGE_FIELDS,
    )
}
