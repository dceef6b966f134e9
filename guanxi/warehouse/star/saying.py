"""What customers answered, and what is noted of their freedom to buy elsewhere."""

from guanxi.warehouse.star.feed import Feed

SCORE = Feed(
    table="fact_score",
    key="answer_id",
    source="surveys_surveyanswer",
    columns="id, account_id, person_id, COALESCE(kind, '') AS kind, COALESCE(item, '') AS item,"
    " CAST(value AS DOUBLE PRECISION) AS value, scale_low, scale_high,"
    " CAST(answered_on AS VARCHAR(40)) AS answered_on, COALESCE(sheet, '') AS sheet,"
    " COALESCE(instrument, '') AS instrument, COALESCE(firm, '') AS firm",
    # A sheet number may be somebody's address: only its digest is kept. Without a number, what
    # one respondent answered in one survey on one day is one sheet.
    keep="SELECT id AS answer_id, account_id, person_id, kind, item,"
    " CAST(value AS DECIMAL(9, 2)) AS value, CAST(scale_low AS INTEGER) AS scale_low,"
    " CAST(scale_high AS INTEGER) AS scale_high,"
    " CAST(ROUND((value - scale_low) * 10000 / (scale_high - scale_low), 0) AS INTEGER) AS points,"
    " CAST(answered_on AS DATE) AS answered_on,"
    " md5(CASE WHEN sheet <> '' THEN sheet"
    " WHEN person_id IS NOT NULL THEN concat('p', person_id, ' ', answered_on, instrument)"
    " WHEN account_id IS NOT NULL THEN concat('a', account_id, ' ', answered_on, instrument)"
    " ELSE concat('n', id) END) AS sheet, firm FROM incoming",
    exact={"answer_id": "id", "account_id": "account_id", "person_id": "person_id"},
    may_need={"account_id": "dim_customer", "person_id": "dim_person"},
)

SWITCHING = Feed(
    table="fact_switching_note",
    key="note_id",
    source="surveys_switchingnote",
    columns="id, account_id, CAST(noted_on AS VARCHAR(40)) AS noted_on, yearly_need,"
    " COALESCE(alternatives, '') AS alternatives, COALESCE(main_reason, '') AS main_reason,"
    " COALESCE(money, '') AS money, COALESCE(time, '') AS time,"
    " COALESCE(learning, '') AS learning, COALESCE(relations, '') AS relations,"
    " COALESCE(contract, '') AS contract",
    keep="SELECT id AS note_id, account_id, CAST(noted_on AS DATE) AS noted_on, yearly_need,"
    " alternatives, main_reason, money, time, learning, relations, contract FROM incoming",
    exact={"note_id": "id", "account_id": "account_id", "yearly_need": "yearly_need"},
    may_need={"account_id": "dim_customer"},
)
