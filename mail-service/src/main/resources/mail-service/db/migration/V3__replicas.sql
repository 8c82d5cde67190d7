-- Several replicas may share one database. What one of them has taken for itself ends at
-- leased_until unless it says again that it lives; 0 and an empty name: nobody has it.
ALTER TABLE queued ADD COLUMN held_by VARCHAR(36) NOT NULL DEFAULT '';
ALTER TABLE queued ADD COLUMN leased_until BIGINT NOT NULL DEFAULT 0;

-- The maildrops that a POP3 session has open (RFC 1939 section 4).
CREATE TABLE maildrop_lock (
    account      VARCHAR(320) NOT NULL PRIMARY KEY,
    held_by      VARCHAR(36)  NOT NULL,
    leased_until BIGINT       NOT NULL
);

-- Grows whenever a folder's messages change, so that others see that they did.
ALTER TABLE folder ADD COLUMN changes BIGINT NOT NULL DEFAULT 0;
