-- One row per customer: its tier by place in contribution; a tier that the percentage opens is
-- never empty, so a firm of fifty customers has one VIP (handbook, section 3). Where all contribute
-- the same, or nothing together, no place means anything and nobody has a tier.

-- stage: tiered
SELECT
    account_id,
    contribution,
    place,
    customers,
    CASE
        WHEN total <= 0 OR is_alike THEN 'unknown'
        WHEN (place - 1) * 100 < customers * $vip_share THEN 'vip'
        WHEN (place - 1) * 100 < customers * ($vip_share + $major_share) THEN 'major'
        WHEN (place - 1) * 100 < customers * ($vip_share + $major_share + $ordinary_share) THEN 'ordinary'
        ELSE 'small'
    END AS class,
    CASE
        WHEN total <= 0 THEN 'positive_total'
        WHEN customers = 1 THEN 'one_buyer'
        WHEN is_alike THEN 'alike'
    END AS missing
FROM ranked

-- stage: pyramid
SELECT
    a.account_id,
    COALESCE(t.class, 'unknown') AS class,
    t.place,
    t.customers,
    t.contribution,
    CASE
        WHEN t.class IS NOT NULL THEN t.missing
        WHEN f.has_foreign = 1 THEN 'rate'
        ELSE 'purchase_in_window'
    END AS missing
FROM dim_customer AS a
LEFT JOIN tiered AS t ON t.account_id = a.account_id
LEFT JOIN contributed AS f ON f.account_id = a.account_id
