-- One row per customer: the deepest bond that the books show, beside the one that is entered (handbook,
-- section 1: bond levels; Berry & Parasuraman 1991). Structural: an agreement joins us, or leaving would
-- cost it learning or a contract. Social: enough people of it are known and were met. Financial: enough of
-- what it buys is bought on discount.

-- stage: known
SELECT account_id, COUNT(*) AS people
FROM dim_person
WHERE account_id IS NOT NULL AND (left_on IS NULL OR left_on > $as_of)
    AND COALESCE(created_on, $as_of) <= $as_of
GROUP BY account_id

-- stage: met
SELECT
    account_id,
    COUNT(*) AS contacts,
    CAST(SUM(CASE WHEN channel IN ('visit', 'meeting') AND happened_on > $as_of - 365 THEN 1 ELSE 0 END) AS BIGINT)
        AS meetings
FROM fact_interaction
WHERE happened_on <= $as_of AND channel NOT IN ('purchase', 'note')
GROUP BY account_id

-- stage: bought
SELECT
    account_id,
    CAST(ROUND(
        100 * CAST(SUM(CASE WHEN discount > 0 THEN CAST(ROUND(amount * CAST(rate AS DOUBLE), 0) AS BIGINT) ELSE 0 END)
            AS DOUBLE)
        / CAST(SUM(CAST(ROUND(amount * CAST(rate AS DOUBLE), 0) AS BIGINT)) AS DOUBLE), 0
    ) AS INTEGER) AS discount_share
FROM fact_order_line
WHERE is_counted AND NOT is_return AND quantity > 0 AND amount > 0 AND rate IS NOT NULL
    AND account_id IS NOT NULL AND ordered_on > $as_of - 365 AND ordered_on <= $as_of
GROUP BY account_id

-- stage: noted
SELECT account_id, CASE WHEN learning IN ('medium', 'high') OR contract IN ('medium', 'high') THEN 1 ELSE 0 END AS is_held
FROM (
    SELECT
        account_id,
        learning,
        contract,
        ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY noted_on DESC, note_id DESC) AS place
    FROM fact_switching_note
    WHERE noted_on <= $as_of
) AS notes
WHERE place = 1

-- stage: told
SELECT
    a.account_id,
    CASE a.bond_level WHEN 'financial' THEN 1 WHEN 'social' THEN 2 WHEN 'structural' THEN 3 END AS entered,
    COALESCE(k.people, 0) AS people,
    COALESCE(m.meetings, 0) AS meetings,
    b.discount_share,
    CASE
        WHEN a.relation_type IN ('partnership', 'alliance') THEN 'agreement'
        WHEN n.is_held = 1 THEN 'switching'
        WHEN k.people >= $least_people AND m.meetings >= $least_meetings THEN 'met'
        WHEN b.discount_share >= $discount_from THEN 'discounts'
        WHEN k.account_id IS NULL AND m.account_id IS NULL AND b.account_id IS NULL THEN 'unknown'
        WHEN b.account_id IS NULL THEN 'no_purchase'
        ELSE 'nothing'
    END AS cause
FROM dim_customer AS a
LEFT JOIN known AS k ON k.account_id = a.account_id
LEFT JOIN met AS m ON m.account_id = a.account_id
LEFT JOIN bought AS b ON b.account_id = a.account_id
LEFT JOIN noted AS n ON n.account_id = a.account_id

-- stage: levelled
SELECT
    *,
    CASE
        WHEN cause IN ('agreement', 'switching') THEN 3
        WHEN cause = 'met' THEN 2
        WHEN cause = 'discounts' THEN 1
        ELSE 0
    END AS found
FROM told

-- stage: bond
SELECT
    account_id,
    CASE
        WHEN cause = 'unknown' THEN 'unknown'
        WHEN found = 3 THEN 'structural'
        WHEN found = 2 THEN 'social'
        WHEN found = 1 THEN 'financial'
        ELSE 'none'
    END AS class,
    CASE
        WHEN cause = 'unknown' THEN 'unknown'
        WHEN entered IS NULL THEN 'not_entered'
        WHEN entered > found THEN 'hoped'
        WHEN entered < found THEN 'deeper'
        ELSE 'borne_out'
    END AS segment,
    people,
    meetings,
    discount_share,
    CASE WHEN cause <> 'unknown' THEN cause END AS cause,
    CASE WHEN cause = 'unknown' THEN 'relations' END AS missing
FROM levelled
