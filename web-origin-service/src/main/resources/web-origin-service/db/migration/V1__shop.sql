-- The shop. Runs on SQLite and on PostgreSQL, there also beside others' tables. Times are milliseconds since 1970.

-- The last number given. The book's first customer is 1678.
CREATE TABLE shop_number (
    name VARCHAR(20) NOT NULL PRIMARY KEY,
    last BIGINT      NOT NULL
);

INSERT INTO shop_number (name, last) VALUES ('customer', 1677), ('order', 0);

CREATE TABLE shop_customer (
    number     BIGINT      NOT NULL PRIMARY KEY,
    id_sha256  VARCHAR(64) NOT NULL UNIQUE,
    secure     INTEGER     NOT NULL,
    made_at    BIGINT      NOT NULL,
    seen_at    BIGINT      NOT NULL,
    expires_at BIGINT      NOT NULL,
    returned   INTEGER     NOT NULL,
    name       VARCHAR(100),
    address    VARCHAR(300),
    card_end   VARCHAR(4)
);

CREATE INDEX shop_customer_expires ON shop_customer (expires_at);
CREATE INDEX shop_customer_seen ON shop_customer (returned, seen_at);

CREATE TABLE shop_seen (
    customer BIGINT      NOT NULL REFERENCES shop_customer (number) ON DELETE CASCADE,
    product  VARCHAR(40) NOT NULL,
    times    INTEGER     NOT NULL,
    last_at  BIGINT      NOT NULL,
    PRIMARY KEY (customer, product)
);

CREATE INDEX shop_seen_last ON shop_seen (last_at);

CREATE TABLE shop_cart (
    customer BIGINT      NOT NULL REFERENCES shop_customer (number) ON DELETE CASCADE,
    product  VARCHAR(40) NOT NULL,
    quantity INTEGER     NOT NULL,
    added_at BIGINT      NOT NULL,
    PRIMARY KEY (customer, product)
);

CREATE TABLE shop_order (
    number    BIGINT       NOT NULL PRIMARY KEY,
    customer  BIGINT       NOT NULL REFERENCES shop_customer (number) ON DELETE CASCADE,
    placed_at BIGINT       NOT NULL,
    name      VARCHAR(100) NOT NULL,
    address   VARCHAR(300) NOT NULL,
    card_end  VARCHAR(4)   NOT NULL
);

CREATE INDEX shop_order_customer ON shop_order (customer);

CREATE TABLE shop_order_line (
    order_number BIGINT       NOT NULL REFERENCES shop_order (number) ON DELETE CASCADE,
    product      VARCHAR(40)  NOT NULL,
    title        VARCHAR(200) NOT NULL,
    quantity     INTEGER      NOT NULL,
    price_cents  INTEGER      NOT NULL,
    PRIMARY KEY (order_number, product)
);
