-- One text for SQLite and PostgreSQL. Types are BIGINT, TEXT and BYTEA alone.
--   instants   microseconds since 1970-01-01T00:00:00Z        dates   days since 1970-01-01
--   amounts    minor units of their currency                  hours   ten-thousandths
--   truth      0 or 1                                         choices their place in docs/bundle-format.md
-- Every table of an account leads with account_id. `id` is internal and never leaves the server;
-- `public_id` is random; `source_id` is the sender's own id in bundles.

CREATE TABLE identity (
    id BIGINT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    id BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    next_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account_setting (
    account_id BIGINT NOT NULL PRIMARY KEY,
    ceiling TEXT NOT NULL,
    sharing_enabled BIGINT NOT NULL,
    who_can_share BIGINT NOT NULL,
    files_external BIGINT NOT NULL,
    plan BIGINT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL
);

CREATE TABLE account_setting_history (
    account_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    ceiling TEXT NOT NULL,
    sharing_enabled BIGINT NOT NULL,
    who_can_share BIGINT NOT NULL,
    files_external BIGINT NOT NULL,
    plan BIGINT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    PRIMARY KEY (account_id, valid_to, valid_from)
);

CREATE TABLE person (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    identity_id BIGINT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    is_guest BIGINT NOT NULL,
    role BIGINT NOT NULL,
    state BIGINT NOT NULL,
    roles TEXT NOT NULL,
    permissions TEXT,
    expires_at BIGINT,
    contact_id BIGINT,
    customer_id BIGINT,
    available_users TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX person_public_id ON person (account_id, public_id);
CREATE UNIQUE INDEX person_source_id ON person (account_id, source_id);
CREATE UNIQUE INDEX person_email ON person (account_id, email);
CREATE INDEX person_identity ON person (identity_id);
CREATE INDEX person_contact ON person (account_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX person_customer ON person (account_id, customer_id) WHERE customer_id IS NOT NULL;

-- What the rule needs of a guest at an earlier instant.
CREATE TABLE person_history (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    is_guest BIGINT NOT NULL,
    role BIGINT NOT NULL,
    state BIGINT NOT NULL,
    roles TEXT NOT NULL,
    permissions TEXT,
    expires_at BIGINT,
    PRIMARY KEY (account_id, id, valid_to, valid_from)
);

CREATE TABLE role (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    name TEXT NOT NULL,
    active BIGINT NOT NULL,
    expires_at BIGINT,
    permissions TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX role_public_id ON role (account_id, public_id);
CREATE UNIQUE INDEX role_source_id ON role (account_id, source_id);

CREATE TABLE role_history (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    active BIGINT NOT NULL,
    expires_at BIGINT,
    permissions TEXT NOT NULL,
    PRIMARY KEY (account_id, id, valid_to, valid_from)
);

-- A grant's role is the name of a built-in one, or the id of one the account made, or neither.
CREATE TABLE access_grant (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    person_id BIGINT NOT NULL,
    subject_module BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    built_in TEXT,
    role_id BIGINT,
    permissions TEXT,
    starts_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT,
    days_back BIGINT,
    notes TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX access_grant_public_id ON access_grant (account_id, public_id);
CREATE UNIQUE INDEX access_grant_source_id ON access_grant (account_id, source_id);
CREATE INDEX access_grant_person ON access_grant (account_id, person_id, subject_module);
CREATE INDEX access_grant_subject ON access_grant (account_id, subject_module, subject_id);
CREATE INDEX access_grant_role ON access_grant (account_id, role_id) WHERE role_id IS NOT NULL;

CREATE TABLE access_grant_history (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    person_id BIGINT NOT NULL,
    subject_module BIGINT NOT NULL,
    subject_id BIGINT NOT NULL,
    built_in TEXT,
    role_id BIGINT,
    permissions TEXT,
    starts_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT,
    days_back BIGINT,
    PRIMARY KEY (account_id, id, valid_to, valid_from)
);
CREATE INDEX access_grant_history_person ON access_grant_history (account_id, person_id, valid_to);
CREATE INDEX access_grant_history_subject ON access_grant_history (account_id, subject_module, subject_id);

CREATE TABLE stage (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    module BIGINT NOT NULL,
    name TEXT NOT NULL,
    color TEXT,
    position BIGINT,
    closed BIGINT NOT NULL,
    ready_made BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX stage_public_id ON stage (account_id, public_id);
CREATE UNIQUE INDEX stage_source_id ON stage (account_id, module, source_id);

CREATE TABLE customer (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    name TEXT NOT NULL,
    kind BIGINT,
    email TEXT,
    phone TEXT,
    address TEXT,
    tax_id TEXT,
    website TEXT,
    industry TEXT,
    credit_limit BIGINT,
    credit_currency TEXT,
    account_manager_id BIGINT,
    company_id BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX customer_public_id ON customer (account_id, public_id);
CREATE UNIQUE INDEX customer_source_id ON customer (account_id, source_id);
CREATE INDEX customer_company ON customer (account_id, company_id) WHERE company_id IS NOT NULL;

CREATE TABLE contact (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    customer_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    position TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX contact_public_id ON contact (account_id, public_id);
CREATE UNIQUE INDEX contact_source_id ON contact (account_id, source_id);
CREATE INDEX contact_customer ON contact (account_id, customer_id, public_id);

-- The sums over a project's tasks are kept here by the one place that writes tasks.
CREATE TABLE project (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    name TEXT NOT NULL,
    code TEXT,
    description TEXT,
    stage_id BIGINT,
    starts_on BIGINT,
    due_on BIGINT,
    budget BIGINT,
    budget_currency TEXT,
    manager_id BIGINT,
    client_customer_id BIGINT,
    client_person_id BIGINT,
    created_by_id BIGINT,
    created_at BIGINT NOT NULL,
    percent_tasks BIGINT,
    percent_hours BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX project_public_id ON project (account_id, public_id);
CREATE UNIQUE INDEX project_source_id ON project (account_id, source_id);
CREATE INDEX project_client_customer ON project (account_id, client_customer_id) WHERE client_customer_id IS NOT NULL;
CREATE INDEX project_client_person ON project (account_id, client_person_id) WHERE client_person_id IS NOT NULL;

CREATE TABLE project_team (
    account_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, project_id, person_id)
);
CREATE INDEX project_team_person ON project_team (account_id, person_id, project_id);

CREATE TABLE project_follower (
    account_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, project_id, person_id)
);
CREATE INDEX project_follower_person ON project_follower (account_id, person_id, project_id);

CREATE TABLE participant (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT NOT NULL,
    contact_id BIGINT,
    customer_id BIGINT,
    person_id BIGINT,
    name TEXT,
    label TEXT,
    grant_id BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX participant_public_id ON participant (account_id, public_id);
CREATE UNIQUE INDEX participant_source_id ON participant (account_id, source_id);
CREATE INDEX participant_project ON participant (account_id, project_id, public_id);

CREATE TABLE milestone (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    starts_on BIGINT,
    due_on BIGINT,
    done BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX milestone_public_id ON milestone (account_id, public_id);
CREATE UNIQUE INDEX milestone_source_id ON milestone (account_id, source_id);
CREATE INDEX milestone_project ON milestone (account_id, project_id, public_id);

-- is_expense: 1 an expense, 0 a revenue, none where the sender did not say.
CREATE TABLE ledger_entry (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT NOT NULL,
    is_expense BIGINT,
    entered_on BIGINT,
    description TEXT,
    amount BIGINT,
    currency TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX ledger_entry_public_id ON ledger_entry (account_id, public_id);
CREATE UNIQUE INDEX ledger_entry_source_id ON ledger_entry (account_id, source_id);
CREATE INDEX ledger_entry_project ON ledger_entry (account_id, project_id, is_expense, public_id);

CREATE TABLE work_order (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT NOT NULL,
    number TEXT,
    status TEXT,
    scheduled_on BIGINT,
    description TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX work_order_public_id ON work_order (account_id, public_id);
CREATE UNIQUE INDEX work_order_source_id ON work_order (account_id, source_id);
CREATE INDEX work_order_project ON work_order (account_id, project_id, public_id);

CREATE TABLE task (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    parent_id BIGINT,
    title TEXT NOT NULL,
    description TEXT,
    stage_id BIGINT,
    priority BIGINT NOT NULL,
    starts_on BIGINT,
    due_on BIGINT,
    percent BIGINT,
    hours_estimated BIGINT,
    hours_spent BIGINT,
    owner_id BIGINT,
    assignee_id BIGINT,
    approval BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX task_public_id ON task (account_id, public_id);
CREATE UNIQUE INDEX task_source_id ON task (account_id, source_id);
CREATE INDEX task_due ON task (account_id, due_on, public_id);
CREATE INDEX task_project ON task (account_id, project_id, public_id);
CREATE INDEX task_project_due ON task (account_id, project_id, due_on, public_id);
CREATE INDEX task_customer ON task (account_id, customer_id, public_id) WHERE customer_id IS NOT NULL;
CREATE INDEX task_parent ON task (account_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_owner ON task (account_id, owner_id, id) WHERE owner_id IS NOT NULL;
CREATE INDEX task_assignee ON task (account_id, assignee_id, id) WHERE assignee_id IS NOT NULL;

CREATE TABLE task_collaborator (
    account_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, task_id, person_id)
);
CREATE INDEX task_collaborator_person ON task_collaborator (account_id, person_id, task_id);

CREATE TABLE task_follower (
    account_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, task_id, person_id)
);
CREATE INDEX task_follower_person ON task_follower (account_id, person_id, task_id);

CREATE TABLE meeting (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    title TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    location TEXT,
    agenda TEXT,
    minutes TEXT,
    organiser_id BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX meeting_public_id ON meeting (account_id, public_id);
CREATE UNIQUE INDEX meeting_source_id ON meeting (account_id, source_id);
CREATE INDEX meeting_starts ON meeting (account_id, starts_at, public_id);
CREATE INDEX meeting_project ON meeting (account_id, project_id, starts_at, public_id) WHERE project_id IS NOT NULL;
CREATE INDEX meeting_customer ON meeting (account_id, customer_id, starts_at, public_id) WHERE customer_id IS NOT NULL;

-- response: 0 yes, 1 no, 2 maybe; none until it was given.
CREATE TABLE meeting_attendee (
    account_id BIGINT NOT NULL,
    meeting_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    response BIGINT,
    PRIMARY KEY (account_id, meeting_id, person_id)
);
CREATE INDEX meeting_attendee_person ON meeting_attendee (account_id, person_id, meeting_id);

CREATE TABLE ticket (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    number TEXT NOT NULL,
    subject TEXT NOT NULL,
    description TEXT,
    status BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    assignee_id BIGINT,
    requester_id BIGINT,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX ticket_public_id ON ticket (account_id, public_id);
CREATE UNIQUE INDEX ticket_source_id ON ticket (account_id, source_id);
CREATE INDEX ticket_opened ON ticket (account_id, opened_at, public_id);
CREATE INDEX ticket_project ON ticket (account_id, project_id, opened_at, public_id) WHERE project_id IS NOT NULL;
CREATE INDEX ticket_customer ON ticket (account_id, customer_id, opened_at, public_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ticket_requester ON ticket (account_id, requester_id) WHERE requester_id IS NOT NULL;

-- `lines` of orders, invoices and estimates are JSON in the bundle's keys; sums are kept beside.
CREATE TABLE sales_order (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    number TEXT NOT NULL,
    ordered_on BIGINT,
    status BIGINT NOT NULL,
    delivery_on BIGINT,
    ship_to TEXT,
    currency TEXT,
    lines TEXT NOT NULL,
    total BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX sales_order_public_id ON sales_order (account_id, public_id);
CREATE UNIQUE INDEX sales_order_source_id ON sales_order (account_id, source_id);
CREATE INDEX sales_order_ordered ON sales_order (account_id, ordered_on, public_id);
CREATE INDEX sales_order_customer ON sales_order (account_id, customer_id, ordered_on, public_id) WHERE customer_id IS NOT NULL;

CREATE TABLE estimate (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    number TEXT NOT NULL,
    issued_on BIGINT,
    valid_until BIGINT,
    status BIGINT NOT NULL,
    sent_at BIGINT,
    currency TEXT,
    lines TEXT NOT NULL,
    subtotal BIGINT,
    tax BIGINT,
    total BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX estimate_public_id ON estimate (account_id, public_id);
CREATE UNIQUE INDEX estimate_source_id ON estimate (account_id, source_id);
CREATE INDEX estimate_issued ON estimate (account_id, issued_on, public_id);
CREATE INDEX estimate_project ON estimate (account_id, project_id, issued_on, public_id) WHERE project_id IS NOT NULL;
CREATE INDEX estimate_customer ON estimate (account_id, customer_id, issued_on, public_id) WHERE customer_id IS NOT NULL;

CREATE TABLE invoice (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    project_id BIGINT,
    customer_id BIGINT,
    estimate_id BIGINT,
    number TEXT NOT NULL,
    issued_on BIGINT,
    due_on BIGINT,
    status BIGINT NOT NULL,
    sent_at BIGINT,
    currency TEXT,
    lines TEXT NOT NULL,
    subtotal BIGINT,
    tax BIGINT,
    total BIGINT,
    paid BIGINT,
    balance BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX invoice_public_id ON invoice (account_id, public_id);
CREATE UNIQUE INDEX invoice_source_id ON invoice (account_id, source_id);
CREATE INDEX invoice_issued ON invoice (account_id, issued_on, public_id);
CREATE INDEX invoice_project ON invoice (account_id, project_id, issued_on, public_id) WHERE project_id IS NOT NULL;
CREATE INDEX invoice_customer ON invoice (account_id, customer_id, issued_on, public_id) WHERE customer_id IS NOT NULL;
CREATE INDEX invoice_estimate ON invoice (account_id, estimate_id) WHERE estimate_id IS NOT NULL;

CREATE TABLE payment (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    invoice_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    paid_on BIGINT,
    amount BIGINT NOT NULL,
    method TEXT,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX payment_public_id ON payment (account_id, public_id);
CREATE INDEX payment_invoice ON payment (account_id, invoice_id, position);

CREATE TABLE knowledge_base (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    title TEXT NOT NULL,
    summary TEXT,
    author_id BIGINT,
    public_link BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX knowledge_base_public_id ON knowledge_base (account_id, public_id);
CREATE UNIQUE INDEX knowledge_base_source_id ON knowledge_base (account_id, source_id);

CREATE TABLE knowledge_access (
    account_id BIGINT NOT NULL,
    knowledge_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_id, knowledge_id, person_id)
);
CREATE INDEX knowledge_access_person ON knowledge_access (account_id, person_id, knowledge_id);

CREATE TABLE article (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    knowledge_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    body_markdown TEXT,
    section TEXT,
    published BIGINT NOT NULL,
    author_id BIGINT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX article_public_id ON article (account_id, public_id);
CREATE UNIQUE INDEX article_source_id ON article (account_id, source_id);
CREATE INDEX article_knowledge ON article (account_id, knowledge_id, public_id);

-- on_module: a module's place in the catalogue, or 9 for an article.
CREATE TABLE comment (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    public_id BYTEA NOT NULL,
    source_id TEXT,
    on_module BIGINT NOT NULL,
    on_id BIGINT NOT NULL,
    author_id BIGINT,
    text TEXT NOT NULL,
    internal BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX comment_public_id ON comment (account_id, public_id);
CREATE UNIQUE INDEX comment_source_id ON comment (account_id, source_id);
CREATE INDEX comment_on ON comment (account_id, on_module, on_id, public_id);

-- stored: whether the bytes came in through this account. The name of bytes alone (a bundle without files)
-- opens nothing: they are missing, also where another account happens to have them.
CREATE TABLE file (
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
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX file_public_id ON file (account_id, public_id);
CREATE UNIQUE INDEX file_source_id ON file (account_id, source_id);
CREATE INDEX file_on ON file (account_id, on_module, on_id, public_id);

-- A token is kept as the SHA-256 of what the bearer holds.
CREATE TABLE token (
    account_id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    person_id BIGINT NOT NULL,
    purpose BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, hash)
);
CREATE INDEX token_person ON token (account_id, person_id);

-- Each line's hash covers the one before, so that a change in the middle shows.
CREATE TABLE audit (
    account_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person_id BIGINT,
    action TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (account_id, id)
);

-- What several servers must share: secrets by name.
CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);
