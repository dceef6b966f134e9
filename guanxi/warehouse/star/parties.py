"""Who there is: teams, staff, customers and people, without their names."""

from guanxi.warehouse.star.feed import Feed

TEAM = Feed(
    table="dim_team",
    key="team_id",
    source="platform_team",
    columns="id, COALESCE(name, '') AS name, parent_id, lead_id",
    keep="SELECT id AS team_id, name, parent_id, lead_id FROM incoming",
    exact={"team_id": "id", "parent_id": "parent_id", "lead_id": "lead_id"},
    marks=("max(name)", "min(name)", "sum(length(name))"),
    condition="1 = 1",
    needs={"parent_id": "dim_team"},
)

STAFF = Feed(
    table="dim_staff",
    key="staff_id",
    source="platform_user",
    columns="id, team_id, CASE WHEN is_active THEN 1 ELSE 0 END AS is_active",
    keep="SELECT id AS staff_id, team_id, is_active = 1 AS is_active FROM incoming",
    exact={"staff_id": "id", "team_id": "team_id"},
    marks=("sum(CASE WHEN is_active THEN id ELSE 0 END)", "sum(id * COALESCE(team_id, 0))"),
    condition="1 = 1",
    needs={"team_id": "dim_team"},
)

CUSTOMER = Feed(
    table="dim_customer",
    key="account_id",
    source="customers_account",
    columns="id, COALESCE(kind, '') AS kind, COALESCE(role, '') AS role,"
    " COALESCE(tier, '') AS tier, COALESCE(relation_type, '') AS relation_type,"
    " COALESCE(bond_level, '') AS bond_level, COALESCE(attention, '') AS attention,"
    " COALESCE(industry, '') AS industry, COALESCE(size, '') AS size,"
    " COALESCE(country, '') AS country, COALESCE(province, '') AS province,"
    " COALESCE(city, '') AS city, COALESCE(source, '') AS source, referrer_id, parent_id,"
    " owner_id, team_id, created_at",
    keep="SELECT id AS account_id, kind, role, tier, relation_type, bond_level, attention,"
    " industry, size, country, province, city, source, referrer_id, parent_id, owner_id, team_id,"
    " local_day(created_at) AS created_on FROM incoming",
    exact={"account_id": "id", "owner_id": "owner_id", "team_id": "team_id"},
    needs={"owner_id": "dim_staff", "team_id": "dim_team"},
    may_need={"parent_id": "dim_customer", "referrer_id": "dim_customer"},
)

PERSON = Feed(
    table="dim_person",
    key="person_id",
    source="customers_person",
    columns="id, account_id, COALESCE(role, '') AS role, owner_id, team_id, created_at,"
    " COALESCE(CAST(left_at AS VARCHAR(40)), '') AS left_at",
    keep="SELECT id AS person_id, account_id, role, owner_id, team_id,"
    " local_day(created_at) AS created_on,"
    " CAST(NULLIF(left_at, '') AS DATE) AS left_on FROM incoming",
    exact={"person_id": "id", "account_id": "account_id"},
    needs={"owner_id": "dim_staff", "team_id": "dim_team"},
    may_need={"account_id": "dim_customer"},
)
