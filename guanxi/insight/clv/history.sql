-- One row per customer who has bought by the day of the measure: how often, how recently, how long
-- known, and what its purchases brought, returns deducted, in minor units of the firm's currency.

-- stage: summed
SELECT
    account_id,
    CAST(SUM(CASE WHEN purchase_lines > 0 THEN 1 ELSE 0 END) AS BIGINT) AS days,
    MIN(CASE WHEN purchase_lines > 0 THEN ordered_on END) AS first_on,
    MAX(CASE WHEN purchase_lines > 0 THEN ordered_on END) AS last_on,
    CAST(SUM(
        CASE WHEN $contribution = 'revenue' THEN revenue - returned ELSE margin - returned_margin END
    ) AS BIGINT) AS brought,
    MAX(has_foreign) AS has_foreign
FROM purchase_day
WHERE ordered_on <= $as_of
GROUP BY account_id

-- stage: history
SELECT
    s.account_id,
    CASE
        WHEN $segment_by = 'kind' THEN c.kind
        WHEN $segment_by = 'country' THEN c.country
        WHEN $segment_by = 'city' THEN c.city
        ELSE ''
    END AS part,
    s.days,
    s.days - 1 AS repeats,
    CAST(DATE_DIFF('day', s.first_on, s.last_on) AS BIGINT) AS recency,
    CAST(DATE_DIFF('day', s.first_on, $as_of) AS BIGINT) AS age,
    s.first_on,
    s.last_on,
    s.brought,
    s.has_foreign
FROM summed AS s
JOIN dim_customer AS c ON c.account_id = s.account_id
WHERE s.days > 0
