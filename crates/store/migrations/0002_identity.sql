-- Signing in. What belongs to a person whatever the company (sessions, passwords, passkeys, limits on tries)
-- belongs to an identity and leads with no account; links and tokens belong to a user of one account.
-- Secrets are kept as the SHA-256 of what their holder has.

-- expires_at moves on with use, up to the length that a session may have.
CREATE TABLE session (
    hash BYTEA NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL UNIQUE,
    identity_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT,
    address TEXT
);
CREATE INDEX session_identity ON session (identity_id);

-- purpose: 0 to sign in, 1 an invitation, 2 a new password. grants: JSON of the grants it was sent for.
CREATE TABLE sign_in_link (
    account_id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    person_id BIGINT NOT NULL,
    purpose BIGINT NOT NULL,
    target TEXT,
    grants TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, hash)
);
CREATE INDEX sign_in_link_person ON sign_in_link (account_id, person_id);
-- A link names no account, so that it is found by its secret alone.
CREATE UNIQUE INDEX sign_in_link_hash ON sign_in_link (hash);

CREATE TABLE password (
    identity_id BIGINT NOT NULL PRIMARY KEY,
    phc TEXT NOT NULL,
    set_at BIGINT NOT NULL
);

-- passkey: the public key and what goes with it, as JSON.
CREATE TABLE passkey (
    credential BYTEA NOT NULL PRIMARY KEY,
    public_id BYTEA NOT NULL UNIQUE,
    identity_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    passkey TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkey_identity ON passkey (identity_id);

-- What is kept between the two requests of making or using a passkey; identity_id is none while signing in.
CREATE TABLE passkey_ceremony (
    hash BYTEA NOT NULL PRIMARY KEY,
    identity_id BIGINT,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_ceremony_ends ON passkey_ceremony (expires_at);

-- Tries in the window that began at window_start; the key is a hash of what is counted.
CREATE TABLE attempt (
    key BYTEA NOT NULL PRIMARY KEY,
    window_start BIGINT NOT NULL,
    count BIGINT NOT NULL
);
CREATE INDEX attempt_window ON attempt (window_start);

ALTER TABLE token ADD COLUMN public_id BYTEA;
ALTER TABLE token ADD COLUMN name TEXT;
CREATE UNIQUE INDEX token_hash ON token (hash);
CREATE UNIQUE INDEX token_public_id ON token (account_id, public_id);
INSERT INTO sign_in_link (account_id, hash, person_id, purpose, target, grants, created_at, expires_at, used_at)
    SELECT account_id, hash, person_id, 0, NULL, '[]', created_at, expires_at, NULL FROM token WHERE purpose = 1;
DELETE FROM token WHERE purpose <> 0;
-- only: postgres
UPDATE token SET public_id = uuid_send(gen_random_uuid());
-- only: sqlite
UPDATE token SET public_id = randomblob(16);

-- A person's own choices in one company; none where the company's hold.
ALTER TABLE person ADD COLUMN locale TEXT;
ALTER TABLE person ADD COLUMN time_zone TEXT;
ALTER TABLE person ADD COLUMN last_seen_at BIGINT;
