-- One row per customer and factor: what colleagues judged of it last, for all measures that weigh
-- judgements.

-- stage: latest
SELECT account_id, factor, MAX(judgement_id) AS judgement_id
FROM fact_judgement
WHERE judged_on <= $as_of
GROUP BY account_id, factor

-- stage: judgement
SELECT j.account_id, j.factor, j.score, j.judged_on
FROM fact_judgement AS j
JOIN latest AS l ON l.judgement_id = j.judgement_id
