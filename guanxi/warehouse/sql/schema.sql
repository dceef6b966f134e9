-- The star. Keys are those of the operational tables; money is integer minor units (分).

-- One row per live customer.
CREATE TABLE dim_customer (
    account_id BIGINT, name VARCHAR, kind VARCHAR, owner_id BIGINT, team_id BIGINT,
    city VARCHAR, country VARCHAR, created_on DATE
);

-- One row per customer, measure and span of days in which the class held; open spans end in NULL.
CREATE TABLE dim_customer_class (
    account_id BIGINT, measure VARCHAR, class VARCHAR, valid_from DATE, valid_to DATE
);

-- One row per product.
CREATE TABLE dim_product (product_id BIGINT, code VARCHAR, name VARCHAR, category VARCHAR);

-- One row per member of staff.
CREATE TABLE dim_person (person_id BIGINT, name VARCHAR, team_id BIGINT);

-- One row per order; is_counted says that it belongs in the books, rate turns its minor units into
-- those of the firm (NULL where a foreign currency has none).
CREATE TABLE dim_order (
    order_id BIGINT, account_id BIGINT, ordered_on DATE, currency VARCHAR,
    rate DECIMAL(18, 8), is_return BOOLEAN, is_counted BOOLEAN
);

-- One row per order line, with what its order says about it.
CREATE TABLE fact_order_line (
    line_id BIGINT, order_id BIGINT, account_id BIGINT, product_id BIGINT, ordered_on DATE,
    quantity DECIMAL(18, 4), unit_price DECIMAL(18, 4), amount BIGINT, cost BIGINT,
    discount BIGINT, currency VARCHAR, rate DECIMAL(18, 8), is_return BOOLEAN, is_counted BOOLEAN
);

-- One row per exchange with a customer on one channel.
CREATE TABLE fact_interaction (
    interaction_id BIGINT, account_id BIGINT, person_id BIGINT, channel VARCHAR,
    direction VARCHAR, happened_on DATE
);

-- What the profile of each customer held when the books were read.
CREATE TABLE profile_digest (account_id BIGINT, digest BIGINT);

-- One row per source table and range of ids: what its rows looked like when last read.
CREATE TABLE extract_print (source VARCHAR, bucket BIGINT, print VARCHAR);
