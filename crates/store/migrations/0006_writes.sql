-- Writing records one by one. made_by_id: the member or guest who made it here; none where a bundle brought it.
-- Members delete what they made.
ALTER TABLE task ADD COLUMN made_by_id BIGINT;
ALTER TABLE meeting ADD COLUMN made_by_id BIGINT;
ALTER TABLE ticket ADD COLUMN made_by_id BIGINT;
ALTER TABLE article ADD COLUMN made_by_id BIGINT;

-- What was made under an `Idempotency-Key`, and the SHA-256 of what was sent with it; kept for a day.
CREATE TABLE idempotency_key (
    account_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    digest BYTEA NOT NULL,
    made TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id, name)
);
CREATE INDEX idempotency_key_age ON idempotency_key (account_id, created_at);
