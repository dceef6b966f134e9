-- One row per customer under contract who has bought: how often in a row it renewed. A contract runs
-- from the first purchase in periods of equal length; a purchase in a period, or shortly before it
-- begins, renews it.

-- stage: first_day
SELECT
    p.account_id,
    MIN(CASE WHEN p.purchase_lines > 0 THEN p.ordered_on END) AS first_on,
    MAX(CASE WHEN p.purchase_lines > 0 THEN p.ordered_on END) AS last_on,
    MAX(p.has_foreign) AS has_foreign
FROM purchase_day AS p
JOIN dim_customer AS c ON c.account_id = p.account_id
WHERE p.ordered_on <= $as_of
    AND (
        c.relation_type IN ('partnership', 'alliance')
        OR ($contracts <> 'partners' AND c.relation_type = 'preferred')
        OR $contracts = 'all'
    )
GROUP BY p.account_id
HAVING SUM(p.purchase_lines) > 0

-- stage: bought_in
SELECT DISTINCT
    f.account_id,
    CAST(((DATE_DIFF('day', f.first_on, p.ordered_on) + $early_days) * 48)
        // (1461 * $period_months) AS BIGINT) AS period
FROM first_day AS f
JOIN purchase_day AS p ON p.account_id = f.account_id
WHERE p.purchase_lines > 0 AND p.ordered_on <= $as_of

-- stage: in_a_row
SELECT
    account_id,
    period,
    period - ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY period) AS gap
FROM bought_in

-- stage: renewed
SELECT account_id, MAX(period) AS renewals
FROM in_a_row
WHERE gap = -1
GROUP BY account_id

-- stage: spans
SELECT
    f.account_id,
    f.first_on,
    f.last_on,
    f.has_foreign,
    r.renewals,
    CAST(((DATE_DIFF('day', f.first_on, $as_of) + $early_days) * 48)
        // (1461 * $period_months) AS BIGINT) AS running,
    CAST(((r.renewals + 1) * 1461 * $period_months) // 48 AS BIGINT) AS due_after
FROM first_day AS f
JOIN renewed AS r ON r.account_id = f.account_id
