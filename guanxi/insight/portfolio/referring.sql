-- One row per customer and customer that came through it: named as its referrer on the customer, or by a
-- relation. One rule for all measures that count referrals; whether those who came have bought, each
-- says for itself.

-- stage: named_referrer
SELECT referrer_id AS account_id, account_id AS other_id
FROM dim_customer
WHERE referrer_id IS NOT NULL AND referrer_id <> account_id
UNION
SELECT other_id, account_id
FROM fact_relation
WHERE kind = 'referrer' AND other_id <> account_id

-- stage: referring
SELECT n.account_id, n.other_id
FROM named_referrer AS n
JOIN dim_customer AS a ON a.account_id = n.other_id
WHERE COALESCE(a.created_on, $as_of) <= $as_of
