-- One row per customer: satisfaction beside loyalty (Jones & Sasser 1995; handbook, section 5).
-- Those at the ends are told apart: who is very satisfied and brings others is an apostle, who is
-- dissatisfied and would warn others a terrorist.

-- stage: told
SELECT
    a.account_id,
    l.account_id IS NULL AS is_off,
    l.satisfaction,
    l.recommends,
    l.referrals,
    l.days_now,
    l.is_repeating,
    CASE
        WHEN l.satisfaction IS NULL THEN 'unknown'
        WHEN l.satisfaction < $dissatisfied_below THEN 'dissatisfied'
        WHEN l.satisfaction < $very_satisfied_from THEN 'indifferent'
        ELSE 'very_satisfied'
    END AS zone
FROM dim_customer AS a
LEFT JOIN measure_loyalty AS l ON l.account_id = a.account_id

-- stage: contentment
SELECT
    account_id,
    satisfaction,
    recommends,
    referrals,
    days_now,
    zone,
    CASE
        WHEN satisfaction IS NULL OR is_repeating IS NULL THEN 'unknown'
        WHEN satisfaction >= $satisfied_from AND is_repeating = 1 AND zone = 'very_satisfied'
            AND (referrals > 0 OR recommends >= 90) THEN 'apostle'
        WHEN satisfaction >= $satisfied_from AND is_repeating = 1 THEN 'loyalist'
        WHEN satisfaction >= $satisfied_from THEN 'mercenary'
        WHEN is_repeating = 1 THEN 'hostage'
        WHEN zone = 'dissatisfied' AND recommends <= 30 THEN 'terrorist'
        ELSE 'defector'
    END AS class,
    CASE
        WHEN is_off THEN 'loyalty'
        WHEN satisfaction IS NULL THEN 'satisfaction'
        WHEN is_repeating IS NULL THEN 'purchase'
    END AS missing
FROM told
