-- One row per customer: its rung on the ladder from suspect to advocate (handbook, section 1). No
-- programme is kept here yet, so a member is one that has agreed with us on more than single
-- purchases: preferred supplier, partnership, alliance. Reads measure_lifecycle.

-- stage: met
SELECT
    account_id,
    COUNT(*) AS contacts,
    CAST(SUM(CASE WHEN direction = 'in' OR channel IN ('visit', 'meeting') THEN 1 ELSE 0 END) AS BIGINT) AS answered,
    MAX(happened_on) AS contact_on
FROM fact_interaction
WHERE happened_on <= $as_of AND channel NOT IN ('purchase', 'note')
GROUP BY account_id

-- stage: bought
SELECT account_id, COUNT(*) AS days, MAX(ordered_on) AS last_on
FROM purchase_day
WHERE purchase_lines > 0 AND ordered_on <= $as_of
GROUP BY account_id

-- stage: referred
SELECT r.account_id, COUNT(*) AS referred
FROM referring AS r
JOIN bought AS b ON b.account_id = r.other_id
GROUP BY r.account_id

-- stage: told
SELECT
    a.account_id,
    COALESCE(b.days, 0) AS days,
    b.last_on,
    COALESCE(m.contacts, 0) AS contacts,
    COALESCE(m.answered, 0) AS answered,
    m.contact_on,
    COALESCE(r.referred, 0) AS referred,
    CASE WHEN a.relation_type IN ('preferred', 'partnership', 'alliance') THEN 1 ELSE 0 END AS is_member,
    CASE WHEN l.class IN ('ended', 'decline') THEN 0 ELSE 1 END AS is_active
FROM dim_customer AS a
LEFT JOIN bought AS b ON b.account_id = a.account_id
LEFT JOIN met AS m ON m.account_id = a.account_id
LEFT JOIN referred AS r ON r.account_id = a.account_id
LEFT JOIN measure_lifecycle AS l ON l.account_id = a.account_id

-- stage: ladder
SELECT
    account_id,
    CASE
        WHEN days = 0 AND answered = 0 THEN 'suspect'
        WHEN days = 0 THEN 'prospect'
        WHEN days > 1 AND is_member = 1 AND referred >= $referrals THEN 'advocate'
        WHEN days > 1 AND is_member = 1 THEN 'member'
        WHEN days >= $client_purchases AND is_active = 1 THEN 'client'
        WHEN days > 1 THEN 'repeat'
        ELSE 'first'
    END AS class,
    days,
    last_on,
    contacts,
    answered,
    contact_on,
    referred,
    CASE
        WHEN days = 0 AND contacts = 0 THEN 'untouched'
        WHEN days = 0 AND answered = 0 THEN 'unanswered'
        WHEN days = 0 THEN 'answered'
        WHEN days > 1 AND is_member = 1 AND referred >= $referrals THEN 'refers'
        WHEN days > 1 AND is_member = 1 THEN 'agreed'
        WHEN days >= $client_purchases AND is_active = 0 THEN 'slowed'
        ELSE 'bought'
    END AS cause,
    CAST(NULL AS VARCHAR) AS missing
FROM told
