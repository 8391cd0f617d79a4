-- The system of record. Made for 10^8 deliveries: keys are (message id, ordinal), the id is a UUIDv7 and grows with time, so
-- inserts go to the right edge of each index and a table can later be cut into ranges of ids, which are ranges of time
-- (infra/docs/adr/001-ledger.md). Only indexes that a query of the API or of a step needs are here.

-- What messages say, under the SHA-256 of its bytes: equal contents are stored once and compiled once.
create table content (
    claim_check bytea primary key,
    body        bytea       not null,
    created_at  timestamptz not null default now()
);
alter table content alter column body set storage external; -- mostly read whole, and attachments do not compress

create table message (
    id          uuid        primary key,
    content     bytea       not null, -- no foreign key: its share lock on one row would order all senders of one content
    from_email  text        not null,
    lane        smallint    not null, -- 0 transactional, 1 standard, 2 bulk
    priority    smallint    not null,
    recipients  integer     not null,
    halted      smallint    not null default 0, -- 0 no, 1 paused, 2 cancelled
    campaign    text,
    tags        jsonb,
    accepted_at timestamptz not null,
    send_at     timestamptz,
    expires_at  timestamptz not null
);

-- One row a recipient. Half of each page is left free and no index covers a column that changes, so that a group of outcomes,
-- which mostly meets whole pages, rewrites the rows within their pages (heap-only tuples) and no index grows.
create table delivery (
    message_id    uuid        not null,
    ordinal       integer     not null,
    state         smallint    not null default 1, -- below 10 in flight: 1 queued, 2 deferred; from 10 final: see State
    attempts      smallint    not null default 0,
    deferrals     smallint    not null default 0,
    code          smallint, -- of the last reply
    enhanced_code text,
    updated_at    timestamptz not null,
    email         text        not null,
    primary key (message_id, ordinal)
) with (fillfactor = 50);

-- The append-only history. The order of ids is the order of insertion, not of commit.
create table delivery_event (
    message_id    uuid        not null,
    id            bigint      generated always as identity,
    ordinal       integer     not null,
    type          smallint    not null, -- as delivery.state
    attempt       smallint    not null,
    at            timestamptz not null,
    route         text,
    code          smallint,
    enhanced_code text,
    reply         text,
    primary key (message_id, id)
);

-- Changes of the counts of messages with more than 1,000 recipients, summed when they are asked for. Appending needs no
-- lock on a shared counter; smaller messages are counted from their deliveries.
create table message_tally (
    message_id uuid     not null,
    state      smallint not null,
    change     integer  not null
);
create index message_tally_message on message_tally (message_id);

-- What was accepted and is still to be published, and what was: kept until the message expires, so that a broker whose
-- disk is lost can be filled again.
create table outbox_batch (
    id           uuid        primary key,
    message_id   uuid        not null,
    lane         smallint    not null,
    priority     smallint    not null,
    due_at       timestamptz not null, -- from then on any dispatcher may take it
    body         bytea       not null,
    published_at timestamptz
);
create index outbox_batch_due on outbox_batch (lane, due_at) where published_at is null;

create table idempotency_key (
    key        text        primary key,
    body_hash  bytea       not null,
    answer     text        not null,
    created_at timestamptz not null
);
create index idempotency_key_age on idempotency_key (created_at);

-- Who must not be mailed: an address in lower case, or '@' and a domain.
create table suppression (
    email      text        primary key,
    reason     text        not null,
    origin     text        not null,
    created_at timestamptz not null default now()
);
