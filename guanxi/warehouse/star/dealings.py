"""What passed between us and customers: contacts, work, consent, and who belongs to whom."""

from guanxi.warehouse.star.feed import Feed

INTERACTION = Feed(
    table="fact_interaction",
    key="interaction_id",
    source="customers_interaction",
    columns="id, account_id, person_id, staff_id, COALESCE(channel, '') AS channel,"
    " COALESCE(direction, '') AS direction, duration_seconds, happened_at",
    keep="SELECT id AS interaction_id, account_id, person_id, staff_id, channel, direction,"
    " duration_seconds, local_day(happened_at) AS happened_on FROM incoming",
    exact={"interaction_id": "id", "account_id": "account_id"},
    marks=("sum(version)", "CAST(max(happened_at) AS VARCHAR(40))"),
    needs={"staff_id": "dim_staff"},
    may_need={"account_id": "dim_customer", "person_id": "dim_person"},
)

ACTIVITY = Feed(
    table="fact_activity",
    key="activity_id",
    source="activities_activity",
    columns="id, COALESCE(kind, '') AS kind, COALESCE(state, '') AS state,"
    " COALESCE(priority, '') AS priority, account_id, person_id, owner_id, team_id,"
    " created_at, COALESCE(CAST(due_at AS VARCHAR(40)), '') AS due_at,"
    " COALESCE(CAST(done_at AS VARCHAR(40)), '') AS done_at",
    keep="SELECT id AS activity_id, kind, state, priority, account_id, person_id, owner_id,"
    " team_id, local_day(created_at) AS created_on, local_day(NULLIF(due_at, '')) AS due_on,"
    " local_day(NULLIF(done_at, '')) AS done_on FROM incoming",
    exact={"activity_id": "id", "account_id": "account_id"},
    needs={"owner_id": "dim_staff", "team_id": "dim_team"},
    may_need={"account_id": "dim_customer", "person_id": "dim_person"},
)

CONSENT = Feed(
    table="fact_consent",
    key="consent_id",
    source="customers_consent",
    columns="id, account_id, person_id, COALESCE(channel, '') AS channel,"
    " COALESCE(purpose, '') AS purpose, COALESCE(state, '') AS state, at AS stated_at",
    keep="SELECT id AS consent_id, account_id, person_id, channel, purpose, state,"
    " local_day(stated_at) AS stated_on FROM incoming",
    exact={"consent_id": "id", "account_id": "account_id", "person_id": "person_id"},
    marks=("CAST(max(at) AS VARCHAR(40))",),
    condition="1 = 1",
    may_need={"account_id": "dim_customer", "person_id": "dim_person"},
)

RELATION = Feed(
    table="fact_relation",
    key="relation_id",
    source="customers_accountrelation",
    columns="id, account_id, other_id, COALESCE(kind, '') AS kind",
    keep="SELECT id AS relation_id, account_id, other_id, kind FROM incoming",
    exact={"relation_id": "id", "account_id": "account_id", "other_id": "other_id"},
    may_need={"account_id": "dim_customer", "other_id": "dim_customer"},
)

AFFILIATION = Feed(
    table="fact_affiliation",
    key="affiliation_id",
    source="customers_affiliation",
    columns="id, person_id, account_id, COALESCE(role, '') AS role,"
    " COALESCE(CAST(since AS VARCHAR(40)), '') AS since,"
    " COALESCE(CAST(until AS VARCHAR(40)), '') AS until",
    keep="SELECT id AS affiliation_id, person_id, account_id, role,"
    " CAST(NULLIF(since, '') AS DATE) AS since_on,"
    " CAST(NULLIF(until, '') AS DATE) AS until_on FROM incoming",
    exact={"affiliation_id": "id", "person_id": "person_id", "account_id": "account_id"},
    may_need={"account_id": "dim_customer", "person_id": "dim_person"},
)

JUDGEMENT = Feed(
    table="fact_judgement",
    key="judgement_id",
    source="insight_judgement",
    columns="id, account_id, COALESCE(factor, '') AS factor, score, judged_at",
    keep="SELECT id AS judgement_id, account_id, factor, score,"
    " local_day(judged_at) AS judged_on FROM incoming",
    exact={"judgement_id": "id", "account_id": "account_id", "score": "score"},
    marks=("max(factor)",),
    condition="1 = 1",
    may_need={"account_id": "dim_customer"},
)
