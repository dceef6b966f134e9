-- One row per customer: A for those who make up the first share of contribution, B the next, C the
-- rest (handbook, section 3). Who crosses a border belongs to the class above it. Several customers who
-- all contribute the same have no order, and so no letter; the only one brings all there is.

-- stage: classed
SELECT
    account_id,
    contribution,
    revenue,
    costed_revenue,
    place,
    CASE
        WHEN total <= 0 OR (is_alike AND customers > 1) THEN 'unknown'
        WHEN (cumulative - contribution) * 100 < total * $a_share THEN 'A'
        WHEN (cumulative - contribution) * 100 < total * ($a_share + $b_share) THEN 'B'
        ELSE 'C'
    END AS class,
    CASE WHEN total <= 0 THEN 'positive_total' WHEN is_alike AND customers > 1 THEN 'alike' END AS missing
FROM ranked

-- stage: abc
SELECT
    a.account_id,
    COALESCE(c.class, 'unknown') AS class,
    c.place,
    c.contribution,
    c.revenue,
    c.costed_revenue,
    CASE
        WHEN c.class IS NOT NULL THEN c.missing
        WHEN f.has_foreign = 1 THEN 'rate'
        ELSE 'purchase_in_window'
    END AS missing
FROM dim_customer AS a
LEFT JOIN classed AS c ON c.account_id = a.account_id
LEFT JOIN contributed AS f ON f.account_id = a.account_id
