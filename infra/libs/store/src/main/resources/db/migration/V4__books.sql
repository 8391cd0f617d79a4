-- What could not be worked on, taken from mail.dead, until somebody replays or discards it. The number kept is bounded by a setting.
create table dead_letter (
    id           uuid        primary key, -- made of the origin and the body: a letter that comes twice is one row
    place        bigint      generated always as identity, -- the order in which they came, for pages
    died_at      timestamptz not null,
    origin       text        not null, -- an address of the broker
    kind         text        not null,
    reason       text        not null,
    deliveries   integer     not null,
    message_id   uuid, -- this and the next three: null if the body is no batch
    lane         smallint,
    attempt      smallint, -- recipients with a later attempt on record travel in another batch
    ordinals     integer[],
    body         bytea       not null,
    replayed_at  timestamptz,
    discarded_at timestamptz
);
create unique index dead_letter_place on dead_letter (place);
-- Those that wait for a decision: counted for each arrival, read for the audit.
create index dead_letter_waiting on dead_letter (place) where replayed_at is null and discarded_at is null;

-- For the audit, which cannot read them off the body. 0 in rows from before this column.
alter table outbox_batch add column recipients integer not null default 0;
