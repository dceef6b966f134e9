-- One row per kind of question, firm asked about (empty: us) and quarter: answers, their sum and sum
-- of squares in hundredths of a percent of the scale, and those at either end. From 9 of 10 on one
-- promotes, up to 6 of 10 one detracts; at ease or content is the upper two of five.

-- stage: satisfaction
SELECT
    kind,
    firm,
    CAST(DATE_TRUNC('quarter', answered_on) AS DATE) AS quarter,
    COUNT(*) AS answers,
    CAST(SUM(points) AS BIGINT) AS points,
    CAST(SUM(CAST(points AS BIGINT) * points) AS BIGINT) AS squares,
    CAST(SUM(CASE WHEN points >= 9000 THEN 1 ELSE 0 END) AS BIGINT) AS promoters,
    CAST(SUM(CASE WHEN points <= 6000 THEN 1 ELSE 0 END) AS BIGINT) AS detractors,
    CAST(SUM(CASE WHEN points >= 6600 THEN 1 ELSE 0 END) AS BIGINT) AS content
FROM fact_score
WHERE answered_on <= $as_of AND kind IN ('satisfaction', 'nps', 'ces', 'attitude', 'intent')
GROUP BY 1, 2, 3
