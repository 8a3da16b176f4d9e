-- Files that were deleted by people: the rows of `file` as they were, and who deleted them when. Staff bring them
-- back for 30 days. Nothing else reads this table, so that what is deleted shows nowhere.
CREATE TABLE deleted_file (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    on_module BIGINT NOT NULL,
    on_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    external BIGINT NOT NULL,
    uploaded_by_id BIGINT,
    sha256 TEXT,
    size BIGINT,
    stored BIGINT NOT NULL,
    deleted_at BIGINT NOT NULL,
    deleted_by_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX deleted_file_on ON deleted_file (account_id, on_module, on_id, deleted_at);
CREATE INDEX deleted_file_age ON deleted_file (account_id, deleted_at);
