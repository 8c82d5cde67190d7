-- What came from other servers lately. A server that crashed before it noted our 250 sends the very
-- same bytes again; whoever has them already is not to have them twice.
CREATE TABLE taken (
    digest   VARCHAR(64)  NOT NULL,
    account  VARCHAR(320) NOT NULL,
    taken_at BIGINT       NOT NULL,
    PRIMARY KEY (digest, account)
);

CREATE INDEX taken_taken_at ON taken (taken_at);
