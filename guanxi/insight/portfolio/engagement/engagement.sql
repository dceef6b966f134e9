-- One row per customer: the components of its lifetime value, each apart (handbook, section 3), and
-- the customer engagement value, the sum of those that are known. Purchase: what it brought so far
-- and will still bring. Referral: a share of what those it brought to us have brought and will bring.
-- Information, knowledge and trading are not measured: unknown. Reads measure_monthly and measure_clv.

-- stage: brought
SELECT
    account_id,
    CAST(SUM(brought - cost) AS BIGINT) AS past,
    CAST(SUM(revenue) AS BIGINT) AS revenue,
    MAX(has_foreign) AS has_foreign
FROM measure_monthly
GROUP BY account_id

-- stage: bought
SELECT
    a.account_id,
    b.past AS past_value,
    c.value AS ahead_value,
    COALESCE(b.past, 0) + COALESCE(c.value, 0) AS purchase_value,
    CASE
        WHEN b.account_id IS NULL OR b.revenue = 0 THEN 'purchase'
        WHEN b.has_foreign = 1 THEN 'rate'
    END AS missing
FROM dim_customer AS a
LEFT JOIN brought AS b ON b.account_id = a.account_id
LEFT JOIN measure_clv AS c ON c.account_id = a.account_id

-- stage: shared
SELECT other_id, COUNT(*) AS referrers
FROM referring
GROUP BY other_id

-- stage: referred
SELECT
    r.account_id,
    COUNT(*) AS referred,
    CAST(SUM(CASE WHEN b.missing IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS referred_buying,
    CAST(SUM(CASE WHEN b.missing IS NULL THEN b.purchase_value // s.referrers ELSE 0 END) AS BIGINT) AS worth
FROM referring AS r
JOIN shared AS s ON s.other_id = r.other_id
JOIN bought AS b ON b.account_id = r.other_id
GROUP BY r.account_id

-- stage: recorded
SELECT COUNT(*) AS referrals FROM referring

-- stage: valued
SELECT
    b.account_id,
    CASE WHEN b.missing IS NULL THEN b.past_value END AS past_value,
    CASE WHEN b.missing IS NULL THEN b.ahead_value END AS ahead_value,
    CASE WHEN b.missing IS NULL THEN b.purchase_value END AS purchase_value,
    r.referred,
    r.referred_buying,
    CASE
        WHEN r.account_id IS NOT NULL THEN r.worth * $referral_share // 100
        WHEN n.referrals > 0 THEN 0
    END AS referral_value,
    b.missing
FROM bought AS b
LEFT JOIN referred AS r ON r.account_id = b.account_id
CROSS JOIN recorded AS n

-- stage: engagement
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL AND COALESCE(referred, 0) = 0 THEN 'unknown'
        WHEN referred > 0 AND referral_value > COALESCE(purchase_value, 0) THEN 'referrer'
        WHEN referred > 0 THEN 'both'
        ELSE 'buyer'
    END AS class,
    CASE
        WHEN missing IS NOT NULL AND COALESCE(referred, 0) = 0 THEN NULL
        WHEN missing IS NOT NULL THEN 'refers_only'
        WHEN referred > 0 THEN 'refers'
        WHEN referral_value IS NULL THEN 'not_recorded'
        ELSE 'buys'
    END AS cause,
    past_value,
    ahead_value,
    purchase_value,
    referred,
    referred_buying,
    referral_value,
    CASE
        WHEN missing IS NULL OR referred > 0 THEN COALESCE(purchase_value, 0) + COALESCE(referral_value, 0)
    END AS engagement_value,
    CASE WHEN missing IS NOT NULL AND COALESCE(referred, 0) = 0 THEN missing END AS missing
FROM valued
