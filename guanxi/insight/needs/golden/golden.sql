-- One row per customer: whether it is among those who spend most, and spends steadily from quarter
-- to quarter (handbook, section 2: golden customers).

-- stage: quartered
SELECT
    account_id,
    CAST(FLOOR(CAST(DATE_DIFF('day', ordered_on, $as_of) AS DOUBLE) / 91) AS BIGINT) AS quarter,
    CAST(SUM(revenue - returned) AS BIGINT) AS spent,
    MAX(has_foreign) AS has_foreign,
    SUM(purchase_lines) AS lines,
    MAX(CASE WHEN purchase_lines > 0 THEN ordered_on END) AS last_on
FROM purchase_day
WHERE ordered_on <= $as_of
GROUP BY account_id, CAST(FLOOR(CAST(DATE_DIFF('day', ordered_on, $as_of) AS DOUBLE) / 91) AS BIGINT)

-- stage: spent
SELECT
    account_id,
    CAST(SUM(spent) AS BIGINT) AS total,
    CAST(SUM(CASE WHEN lines > 0 AND spent > 0 THEN 1 ELSE 0 END) AS BIGINT) AS quarters,
    SUM(CAST(spent AS DOUBLE) * CAST(spent AS DOUBLE)) AS squares,
    MAX(has_foreign) AS has_foreign,
    MAX(last_on) AS last_on
FROM quartered
WHERE quarter < $quarters
GROUP BY account_id
HAVING SUM(lines) > 0

-- stage: ranked
SELECT
    account_id,
    total,
    quarters,
    last_on,
    CASE WHEN total > 0 THEN
        CAST(ROUND(100 * SQRT(GREATEST(squares / $quarters
            - (CAST(total AS DOUBLE) / $quarters) * (CAST(total AS DOUBLE) / $quarters), 0))
            / (CAST(total AS DOUBLE) / $quarters), 0) AS BIGINT)
    END AS swing,
    ROW_NUMBER() OVER (ORDER BY total DESC, account_id) AS place,
    COUNT(*) OVER () AS customers
FROM spent
WHERE has_foreign = 0

-- stage: golden
SELECT
    a.account_id,
    CASE
        WHEN r.account_id IS NULL OR r.total <= 0 THEN 'unknown'
        WHEN r.place * 100 <= r.customers * $top_percent AND r.swing <= $swing THEN 'golden'
        WHEN r.place * 100 <= r.customers * $top_percent THEN 'large'
        WHEN r.swing <= $swing THEN 'steady'
        ELSE 'other'
    END AS class,
    r.total,
    r.quarters,
    r.swing,
    r.last_on,
    CASE
        WHEN r.account_id IS NOT NULL AND r.total > 0 THEN NULL
        WHEN s.has_foreign = 1 THEN 'rate'
        WHEN s.account_id IS NULL THEN 'purchase_in_window'
        ELSE 'positive'
    END AS missing
FROM dim_customer AS a
LEFT JOIN spent AS s ON s.account_id = a.account_id
LEFT JOIN ranked AS r ON r.account_id = a.account_id
