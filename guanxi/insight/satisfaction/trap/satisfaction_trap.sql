-- One row per zone of satisfaction (0 defection, 1 indifference, 2 affection; Jones & Sasser 1995):
-- answers of customers old enough that the time to buy again has passed, and how many of them bought
-- again within it (handbook, section 4).

-- stage: told
SELECT answer_id, account_id, answered_on, points
FROM fact_score
WHERE kind = 'satisfaction' AND firm = '' AND account_id IS NOT NULL
    AND answered_on > $answers_since AND answered_on <= $as_of
    AND DATE_DIFF('day', answered_on, $as_of) >= $days

-- stage: followed
SELECT t.answer_id, t.points, MAX(CASE WHEN p.account_id IS NULL THEN 0 ELSE 1 END) AS again
FROM told AS t
LEFT JOIN purchase_day AS p ON p.account_id = t.account_id AND p.purchase_lines > 0
    AND p.ordered_on > t.answered_on AND DATE_DIFF('day', t.answered_on, p.ordered_on) <= $days
GROUP BY t.answer_id, t.points

-- stage: satisfaction_trap
SELECT
    CASE
        WHEN points < $dissatisfied_below * 100 THEN 0
        WHEN points < $very_satisfied_from * 100 THEN 1
        ELSE 2
    END AS place,
    COUNT(*) AS answers,
    CAST(SUM(points) AS BIGINT) AS points,
    CAST(SUM(again) AS BIGINT) AS again
FROM followed
GROUP BY 1
