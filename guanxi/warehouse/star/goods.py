"""What is sold: products with their group, list price and cost."""

from guanxi.warehouse.star.feed import Feed

PRODUCT = Feed(
    table="dim_product",
    key="product_id",
    source="catalog_product",
    columns="id, COALESCE(code, '') AS code, COALESCE(name, '') AS name,"
    " COALESCE(category, '') AS category, list_price, cost, COALESCE(currency, '') AS currency,"
    " CASE WHEN is_active THEN 1 ELSE 0 END AS is_active",
    keep="SELECT id AS product_id, code, name, category, list_price, cost, currency,"
    " is_active = 1 AS is_active FROM incoming",
    exact={"product_id": "id", "list_price": "list_price", "cost": "cost"},
    condition="1 = 1",
)
