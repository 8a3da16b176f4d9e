-- Mail that is to go out. A row holds facts (who, why, about which grants); what it says, and the secret of its
-- link, are made at the moment of sending and kept nowhere but in the outbox.
--   kind    its place in `mail/kind.rs`
--   state   0 waiting, 1 being sent, 2 sent, 3 given up, 4 dropped
--   due_at  not before then; of a row being sent, when another server may take it
CREATE TABLE mail (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    to_person_id BIGINT NOT NULL,
    caused_by_id BIGINT,
    detail TEXT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    reason TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX mail_public_id ON mail (account_id, public_id);
CREATE INDEX mail_due ON mail (account_id, due_at, id) WHERE state < 2;
CREATE INDEX mail_to_person ON mail (account_id, to_person_id, id);

-- The built-in mailbox: whole messages, where no mail server is set.
CREATE TABLE outbox (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    message_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text_body TEXT NOT NULL,
    html_body TEXT NOT NULL,
    raw TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX outbox_public_id ON outbox (account_id, public_id);
CREATE UNIQUE INDEX outbox_message_id ON outbox (account_id, message_id);

-- Who wants no notifications from the account any more.
CREATE TABLE mail_stop (
    account_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id)
);

-- Of which end of which access people were told. of_grant: 1 a grant's, 0 a guest's.
CREATE TABLE told_of_end (
    account_id BIGINT NOT NULL,
    of_grant BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, of_grant, subject_id)
);
