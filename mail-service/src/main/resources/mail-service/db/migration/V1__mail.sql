-- Runs on SQLite and on PostgreSQL. Times are milliseconds since 1970; ids come from the service.

CREATE TABLE account (
    address VARCHAR(320) NOT NULL PRIMARY KEY,
    salt    VARCHAR(64)  NOT NULL,
    hash    VARCHAR(128) NOT NULL
);

-- A message's bytes, once for all who have it.
CREATE TABLE content (
    id           BIGINT NOT NULL PRIMARY KEY,
    length_bytes BIGINT NOT NULL
);

CREATE TABLE content_part (
    content_id BIGINT  NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    part       INTEGER NOT NULL,
    bytes      BYTEA   NOT NULL,
    PRIMARY KEY (content_id, part)
);

CREATE TABLE folder (
    id           BIGINT       NOT NULL PRIMARY KEY,
    account      VARCHAR(320) NOT NULL,
    name         VARCHAR(500) NOT NULL,
    uid_validity BIGINT       NOT NULL,
    uid_next     BIGINT       NOT NULL,
    recent_uid   BIGINT       NOT NULL,
    subscribed   INTEGER      NOT NULL,
    UNIQUE (account, name)
);

CREATE TABLE message (
    folder_id   BIGINT        NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    uid         BIGINT        NOT NULL,
    content_id  BIGINT        NOT NULL REFERENCES content (id),
    received_at BIGINT        NOT NULL,
    flags       VARCHAR(1000) NOT NULL,
    PRIMARY KEY (folder_id, uid)
);

CREATE INDEX message_content ON message (content_id);

-- One row for each recipient that another server has to be told of.
CREATE TABLE queued (
    id           BIGINT        NOT NULL PRIMARY KEY,
    content_id   BIGINT        NOT NULL REFERENCES content (id),
    server       VARCHAR(255)  NOT NULL,
    reverse_path VARCHAR(320)  NOT NULL,
    forward_path VARCHAR(320)  NOT NULL,
    queued_at    BIGINT        NOT NULL,
    next_try_at  BIGINT        NOT NULL,
    tries        INTEGER       NOT NULL,
    last_error   VARCHAR(1000) NOT NULL
);

CREATE INDEX queued_next_try ON queued (next_try_at);
CREATE INDEX queued_content ON queued (content_id);
