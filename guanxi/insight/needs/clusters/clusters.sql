-- One row per customer: the group whose centre is nearest to how it buys. Reads cluster_centre, one
-- row per group with its centre and the scale of each feature, and cluster_verdict, one row that says
-- why there are none.

-- stage: distances
SELECT
    f.account_id,
    c.class,
    SQRT(
        POWER((f.quiet - c.quiet) / c.quiet_scale, 2)
        + POWER((f.often - c.often) / c.often_scale, 2)
        + POWER((f.much - c.much) / c.much_scale, 2)
        + POWER((f.lately - c.lately) / c.lately_scale, 2)
        + POWER((f.back - c.back) / c.back_scale, 2)) AS distance
FROM features AS f
CROSS JOIN cluster_centre AS c

-- stage: nearest
SELECT
    account_id,
    class,
    CAST(ROUND(10 * distance, 0) AS BIGINT) / 10 AS distance,
    ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY ROUND(distance, 6), class) AS place
FROM distances

-- stage: in_category
SELECT
    account_id,
    category_no,
    CAST(SUM(revenue) AS BIGINT) AS amount
FROM category_day
WHERE revenue IS NOT NULL AND ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY account_id, category_no
HAVING SUM(revenue) > 0

-- stage: most
SELECT
    account_id,
    MAX(amount) AS amount,
    SUM(amount) AS total,
    MAX_BY(category_no, amount) AS category_no
FROM in_category
GROUP BY account_id

-- stage: favourite
SELECT
    m.account_id,
    n.category
FROM most AS m
JOIN category_number AS n ON n.category_no = m.category_no
WHERE m.amount * 2 > m.total

-- stage: clusters
SELECT
    a.account_id,
    COALESCE(n.class, 'unknown') AS class,
    f.days,
    f.last_on,
    f.spend,
    f.late_percent,
    f.returned_percent,
    f.revenue,
    CAST(DATE_DIFF('day', f.last_on, $as_of) AS BIGINT) AS quiet_days,
    CASE WHEN n.class IS NOT NULL THEN SUBSTR(c.category, 1, 40) END AS mostly,
    n.distance,
    b.class AS beside,
    b.distance AS beside_distance,
    CASE WHEN n.class IS NOT NULL THEN v.model END AS model,
    CASE
        WHEN n.class IS NOT NULL THEN NULL
        WHEN f.account_id IS NOT NULL THEN v.why
        WHEN s.has_foreign = 1 THEN 'rate'
        WHEN s.account_id IS NULL THEN 'purchase_in_window'
        ELSE 'positive'
    END AS missing
FROM dim_customer AS a
CROSS JOIN cluster_verdict AS v
LEFT JOIN summed AS s ON s.account_id = a.account_id
LEFT JOIN features AS f ON f.account_id = a.account_id
LEFT JOIN nearest AS n ON n.account_id = a.account_id AND n.place = 1
LEFT JOIN nearest AS b ON b.account_id = a.account_id AND b.place = 2
LEFT JOIN favourite AS c ON c.account_id = a.account_id
