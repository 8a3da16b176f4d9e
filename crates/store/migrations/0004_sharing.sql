-- Who opened an access, and when: for the reminder before it ends, and for the page that says who did. None of it
-- is in a bundle: a grant that was imported was opened by nobody here.
ALTER TABLE access_grant ADD COLUMN opened_by_id BIGINT;
ALTER TABLE access_grant ADD COLUMN opened_at BIGINT;
ALTER TABLE person ADD COLUMN invited_by_id BIGINT;
ALTER TABLE person ADD COLUMN invited_at BIGINT;
-- What ends soon is found without looking at what does not.
CREATE INDEX access_grant_ends ON access_grant (account_id, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX person_ends ON person (account_id, expires_at) WHERE expires_at IS NOT NULL;
