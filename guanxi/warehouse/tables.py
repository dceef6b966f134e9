"""Which operational table feeds which table of the star, and how its rows are read and kept."""

from dataclasses import dataclass

RANGE = 4_096


@dataclass(frozen=True)
class Feed:
    """One table of the star and the operational rows it is fed from.

    `columns` and `condition` run on SQLite and PostgreSQL; `keep` runs on DuckDB over `incoming`.
    `sums` are aggregates that change whenever a row that matters changes. `local_day`
    turns an instant (UTC) into a day of the firm.
    """

    table: str
    key: str
    source: str
    columns: str
    keep: str
    sums: str
    condition: str = "1 = 1"


PERSON = Feed(
    table="dim_person",
    key="person_id",
    source="platform_user",
    columns="id, COALESCE(name, '') AS name, team_id",
    keep="SELECT id AS person_id, name, team_id FROM incoming",
    sums="sum(id) AS a, sum(team_id) AS b, max(name) AS c, sum(length(name)) AS d",
)

PRODUCT = Feed(
    table="dim_product",
    key="product_id",
    source="catalog_product",
    columns="id, COALESCE(code, '') AS code, COALESCE(name, '') AS name,"
    " COALESCE(category, '') AS category",
    keep="SELECT id AS product_id, code, name, category FROM incoming",
    sums="sum(id) AS a, CAST(max(updated_at) AS VARCHAR(40)) AS b",
)


CUSTOMER = Feed(
    table="dim_customer",
    key="account_id",
    source="customers_account",
    columns="id, COALESCE(name, '') AS name, COALESCE(kind, '') AS kind, owner_id, team_id,"
    " COALESCE(city, '') AS city, COALESCE(country, '') AS country, created_at",
    keep="SELECT id AS account_id, name, kind, owner_id, team_id, city, country,"
    " local_day(created_at) AS created_on FROM incoming",
    sums="sum(id) AS a, CAST(max(updated_at) AS VARCHAR(40)) AS b, sum(owner_id) AS c",
    condition="deleted_at IS NULL",
)


ORDER = Feed(
    table="dim_order",
    key="order_id",
    source="sales_order",
    columns="id, account_id, ordered_on, COALESCE(currency, '') AS currency,"
    " COALESCE(kind, '') AS kind, COALESCE(status, '') AS status,"
    " CAST(rate AS DOUBLE PRECISION) AS rate",
    keep="SELECT id AS order_id, account_id, CAST(ordered_on AS DATE) AS ordered_on, currency,"
    " CASE WHEN currency = home_currency() THEN 1"
    " WHEN rate <> 1 THEN CAST(rate AS DECIMAL(18, 8)) END AS rate,"
    " kind = 'return' AS is_return, status NOT IN ('draft', 'cancelled') AS is_counted"
    " FROM incoming",
    sums="sum(id) AS a, sum(account_id) AS b, CAST(max(updated_at) AS VARCHAR(40)) AS c,"
    " sum(total_amount) AS d",
    condition="deleted_at IS NULL",
)

LINE = Feed(
    table="fact_order_line",
    key="line_id",
    source="sales_orderline",
    columns="id, order_id, product_id, CAST(quantity AS DOUBLE PRECISION) AS quantity,"
    " CAST(unit_price AS DOUBLE PRECISION) AS unit_price, amount, cost, discount",
    keep="SELECT i.id AS line_id, i.order_id, o.account_id, i.product_id, o.ordered_on,"
    " CAST(i.quantity AS DECIMAL(18, 4)) AS quantity,"
    " CAST(i.unit_price AS DECIMAL(18, 4)) AS unit_price, i.amount, i.cost, i.discount,"
    " o.currency, o.rate, o.is_return OR i.quantity < 0 AS is_return,"
    " COALESCE(o.is_counted, false) AS is_counted"
    " FROM incoming i LEFT JOIN dim_order o ON o.order_id = i.order_id",
    sums="sum(id) AS a, sum(order_id) AS b, sum(product_id) AS c, sum(amount) AS d, sum(cost) AS e",
)


INTERACTION = Feed(
    table="fact_interaction",
    key="interaction_id",
    source="customers_interaction",
    columns="id, account_id, staff_id, COALESCE(channel, '') AS channel,"
    " COALESCE(direction, '') AS direction, happened_at",
    keep="SELECT id AS interaction_id, account_id, staff_id AS person_id, channel, direction,"
    " local_day(happened_at) AS happened_on FROM incoming",
    sums="sum(id) AS a, sum(account_id) AS b, CAST(max(happened_at) AS VARCHAR(40)) AS c",
    condition="deleted_at IS NULL",
)

PROFILE = Feed(
    table="profile_digest",
    key="account_id",
    source="customers_profile",
    columns="account_id, digest",
    keep="SELECT account_id, digest FROM incoming",
    sums="",
)

FEEDS = (PERSON, PRODUCT, INTERACTION)
