-- One row per customer: its classes on an earlier day beside those of now, and which way it went on
-- the ladder of segments. Reads class_then and class_now, one row per measure and customer, both
-- computed from the purchases up to their day, and moved_since, which day that was. Where segments
-- could not be told on either day, nobody moved on that account.

-- stage: ladder
SELECT segment, rung
FROM (VALUES
    ('champion', 11), ('loyal', 10), ('potential_loyalist', 9), ('new', 8), ('promising', 7),
    ('needs_attention', 6), ('about_to_sleep', 5), ('at_risk', 4), ('cannot_lose', 3),
    ('hibernating', 2), ('lost', 1)
) AS rungs (segment, rung)

-- stage: was
SELECT
    account_id,
    MAX(CASE WHEN measure = 'rfm' THEN class END) AS rfm,
    MAX(CASE WHEN measure = 'segment' THEN class END) AS segment,
    MAX(CASE WHEN measure = 'abc' THEN class END) AS abc,
    MAX(CASE WHEN measure = 'pyramid' THEN class END) AS tier
FROM class_then
GROUP BY account_id

-- stage: since
SELECT MAX(then_on) AS then_on
FROM moved_since

-- stage: segmented
SELECT COUNT(*) AS customers
FROM class_then
WHERE measure = 'segment'

-- stage: firsts
SELECT account_id, MIN(ordered_on) AS first_on
FROM purchase_day
WHERE purchase_lines > 0
GROUP BY account_id

-- stage: compared
SELECT
    a.account_id,
    s.then_on,
    COALESCE(w.segment, 'unknown') AS segment_was,
    COALESCE(w.rfm, 'unknown') AS rfm_was,
    COALESCE(w.abc, 'unknown') AS abc_was,
    COALESCE(w.tier, 'unknown') AS tier_was,
    COALESCE(n.class, 'unknown') AS segment_now,
    CASE
        WHEN r.rung IS NULL AND n.missing <> 'purchase_in_window' THEN n.missing
        WHEN b.rung IS NULL AND g.customers = 0 AND f.first_on <= s.then_on THEN 'segments_then'
        WHEN r.rung IS NULL AND b.rung IS NULL THEN 'purchase_in_window'
    END AS missing,
    b.rung AS rung_was,
    r.rung,
    f.first_on
FROM dim_customer AS a
CROSS JOIN since AS s
CROSS JOIN segmented AS g
LEFT JOIN was AS w ON w.account_id = a.account_id
LEFT JOIN class_now AS n ON n.account_id = a.account_id
LEFT JOIN ladder AS b ON b.segment = w.segment
LEFT JOIN ladder AS r ON r.segment = n.class
LEFT JOIN firsts AS f ON f.account_id = a.account_id

-- stage: movement
SELECT
    account_id,
    CASE
        WHEN missing IS NOT NULL THEN 'unknown'
        WHEN rung IS NULL THEN 'left'
        WHEN rung_was IS NULL AND first_on > then_on THEN 'arrived'
        WHEN rung_was IS NULL THEN 'returned'
        WHEN rung = rung_was THEN 'held'
        WHEN rung >= 7 AND rung_was < 7 THEN 'recovered'
        WHEN rung < 7 AND rung_was >= 7 THEN 'fell'
        WHEN rung > rung_was THEN 'rose'
        ELSE 'slipped'
    END AS class,
    CASE
        WHEN missing IS NOT NULL THEN NULL
        WHEN rung IS NULL THEN 'left'
        WHEN rung_was IS NULL AND first_on > then_on THEN 'arrived'
        WHEN rung_was IS NULL THEN 'returned'
        WHEN rung = rung_was THEN 'held'
        ELSE 'moved'
    END AS cause,
    then_on,
    segment_was,
    segment_now,
    rfm_was,
    abc_was,
    tier_was,
    rung - rung_was AS steps,
    missing
FROM compared
