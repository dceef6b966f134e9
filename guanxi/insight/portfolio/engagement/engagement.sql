-- One row per customer: the components of its lifetime value, each apart (handbook, section 3), and
-- the customer engagement value, the sum of those that are known. Purchase: what it brought so far
-- and will still bring. Referral: a share of what those it brought to us have brought and will bring.
-- Value ahead that is told as revenue stands beside: it is no contribution, so it is not added.
-- Information, knowledge and trading, gathering and weight against competition are in no book: what
-- colleagues judge of each stands apart and is not added to money. Reads measure_monthly and measure_clv.

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
    COALESCE(b.past, 0)
        + CASE WHEN $ahead_is = 'revenue' THEN 0 ELSE COALESCE(c.value, 0) END AS purchase_value,
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

-- stage: judged
SELECT
    j.account_id,
    MAX(CASE WHEN j.factor = 'information' THEN j.score END) AS information,
    MAX(CASE WHEN j.factor = 'knowledge' THEN j.score END) AS knowledge,
    MAX(CASE WHEN j.factor = 'trading' THEN j.score END) AS trading,
    MAX(CASE WHEN j.factor = 'gathering' THEN j.score END) AS gathering,
    MAX(CASE WHEN j.factor = 'weapon' THEN j.score END) AS weapon,
    MAX(j.judged_on) AS judged_on
FROM judgement AS j
WHERE j.factor IN ('information', 'knowledge', 'trading', 'gathering', 'weapon')
GROUP BY j.account_id

-- stage: told
SELECT account_id, COUNT(DISTINCT sheet) AS sheets
FROM fact_score
WHERE answered_on > $answers_since AND answered_on <= $as_of
GROUP BY account_id

-- stage: surveyed
SELECT COUNT(*) AS askings FROM told

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
    CASE WHEN q.askings > 0 THEN COALESCE(t.sheets, 0) END AS sheets,
    j.information,
    j.knowledge,
    j.trading,
    j.gathering,
    j.weapon,
    j.judged_on,
    b.missing
FROM bought AS b
LEFT JOIN referred AS r ON r.account_id = b.account_id
LEFT JOIN judged AS j ON j.account_id = b.account_id
LEFT JOIN told AS t ON t.account_id = b.account_id
CROSS JOIN recorded AS n
CROSS JOIN surveyed AS q

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
    sheets,
    information,
    knowledge,
    trading,
    gathering,
    weapon,
    judged_on,
    CASE
        WHEN missing IS NULL OR referred > 0 THEN COALESCE(purchase_value, 0) + COALESCE(referral_value, 0)
    END AS engagement_value,
    CASE WHEN missing IS NOT NULL AND COALESCE(referred, 0) = 0 THEN missing END AS missing
FROM valued
