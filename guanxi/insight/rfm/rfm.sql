-- One row per customer: recency, frequency and money in the window, each scored by its place among
-- the customers who bought, and the two readings of the scores (handbook, section 3).
-- A score that is the same for everybody tells nothing and is none: without it a customer has no
-- class, for which all three are needed. The segment needs recency and one of the other two.

-- What came back may have done so on a day without a purchase.
-- stage: bought
SELECT
    account_id,
    MAX(CASE WHEN purchase_lines > 0 THEN ordered_on END) AS last_on,
    CAST(SUM(CASE WHEN purchase_lines > 0 THEN 1 ELSE 0 END) AS BIGINT) AS days,
    CAST(SUM(
        CASE WHEN purchase_lines > 0 THEN revenue ELSE 0 END
        - CASE WHEN $returns = 'deducted' THEN returned ELSE 0 END
    ) AS BIGINT) AS money
FROM purchase_day
WHERE ordered_on > $window_start AND ordered_on <= $as_of
GROUP BY account_id
HAVING SUM(purchase_lines) > 0

-- stage: unrated
SELECT DISTINCT account_id
FROM purchase_day
WHERE has_foreign = 1 AND ordered_on > $window_start AND ordered_on <= $as_of

-- stage: ranked
SELECT
    b.account_id,
    b.last_on,
    b.days,
    b.money,
    COUNT(*) OVER () AS customers,
    RANK() OVER (ORDER BY b.last_on) AS r_place,
    RANK() OVER (ORDER BY b.days) AS f_place,
    RANK() OVER (ORDER BY b.money) AS m_place
FROM bought AS b
LEFT JOIN unrated AS u ON u.account_id = b.account_id
WHERE u.account_id IS NULL

-- stage: scored
SELECT
    account_id,
    last_on,
    days,
    money,
    customers,
    CAST(1 + (5 * (r_place - 1)) // customers AS INTEGER) AS r,
    CAST(1 + (5 * (f_place - 1)) // customers AS INTEGER) AS f,
    CAST(1 + (5 * (m_place - 1)) // customers AS INTEGER) AS m
FROM ranked

-- To one digit, as it is told: where fifths are even the mean is 3 but for a hair, and a few customers
-- more or less must not lift it past 3 and down again with all of the middle fifth.
-- stage: means
SELECT
    CAST(ROUND(AVG(r) * 10, 0) AS INTEGER) AS r_mean,
    CAST(ROUND(AVG(f) * 10, 0) AS INTEGER) AS f_mean,
    CAST(ROUND(AVG(m) * 10, 0) AS INTEGER) AS m_mean,
    MIN(r) < MAX(r) AS r_tells,
    MIN(f) < MAX(f) AS f_tells,
    MIN(m) < MAX(m) AS m_tells
FROM scored

-- stage: placed
SELECT
    account_id,
    last_on,
    days,
    money,
    customers,
    CASE WHEN r_tells THEN r END AS r,
    CASE WHEN f_tells THEN f END AS f,
    CASE WHEN m_tells THEN m END AS m,
    CASE
        WHEN f_tells AND m_tells THEN CAST((f + m + 1) // 2 AS INTEGER)
        WHEN f_tells THEN f
        WHEN m_tells THEN m
    END AS fm,
    r_tells AND f_tells AND m_tells AS all_tell,
    r * 10 > r_mean AS r_high,
    f * 10 > f_mean AS f_high,
    m * 10 > m_mean AS m_high
FROM scored
CROSS JOIN means

-- stage: segments
SELECT r, fm, segment
FROM (VALUES
    (5, 1, 'new'), (5, 2, 'potential_loyalist'), (5, 3, 'potential_loyalist'), (5, 4, 'champion'), (5, 5, 'champion'),
    (4, 1, 'promising'), (4, 2, 'potential_loyalist'), (4, 3, 'potential_loyalist'), (4, 4, 'loyal'), (4, 5, 'champion'),
    (3, 1, 'promising'), (3, 2, 'needs_attention'), (3, 3, 'needs_attention'), (3, 4, 'loyal'), (3, 5, 'loyal'),
    (2, 1, 'about_to_sleep'), (2, 2, 'about_to_sleep'), (2, 3, 'at_risk'), (2, 4, 'at_risk'), (2, 5, 'at_risk'),
    (1, 1, 'lost'), (1, 2, 'hibernating'), (1, 3, 'at_risk'), (1, 4, 'cannot_lose'), (1, 5, 'cannot_lose')
) AS cells (r, fm, segment)

-- stage: classed
SELECT
    p.account_id,
    CASE
        WHEN NOT p.all_tell THEN 'unknown'
        WHEN p.m_high AND p.r_high AND p.f_high THEN 'important_value'
        WHEN p.m_high AND p.r_high THEN 'important_develop'
        WHEN p.m_high AND p.f_high THEN 'important_keep'
        WHEN p.m_high THEN 'important_retain'
        WHEN p.r_high AND p.f_high THEN 'general_value'
        WHEN p.r_high THEN 'general_develop'
        WHEN p.f_high THEN 'general_keep'
        ELSE 'general_retain'
    END AS class,
    s.segment,
    p.r,
    p.f,
    p.m,
    p.fm,
    p.last_on,
    p.days,
    p.money,
    p.customers
FROM placed AS p
LEFT JOIN segments AS s ON s.r = p.r AND s.fm = p.fm

-- stage: rfm
SELECT
    a.account_id,
    COALESCE(c.class, 'unknown') AS class,
    COALESCE(c.segment, 'unknown') AS segment,
    c.r,
    c.f,
    c.m,
    c.fm,
    c.last_on,
    c.days,
    c.money,
    CASE
        WHEN c.customers = 1 THEN 'one_buyer'
        WHEN c.class = 'unknown' THEN 'alike'
        WHEN c.class IS NOT NULL THEN NULL
        WHEN u.account_id IS NOT NULL THEN 'rate'
        ELSE 'purchase_in_window'
    END AS missing
FROM dim_customer AS a
LEFT JOIN classed AS c ON c.account_id = a.account_id
LEFT JOIN unrated AS u ON u.account_id = a.account_id
