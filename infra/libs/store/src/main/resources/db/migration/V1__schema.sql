-- The system of record. Made for 10^9 deliveries: keys are (message id, ordinal), the id is a UUIDv7 and grows with time, so inserts
-- go to the right edge of each index, and a range of ids is a range of time: a partition (infra/docs/adr/025-partitions.md). Only
-- indexes that a query of the API or of a step needs are here.
--
-- An account is part of every key that a caller chooses: idempotency keys, addresses, campaigns and tags. Ids are ours, and each
-- belongs to one account, so the account is a column beside them. Fixed-length columns come first, so that no row has padding.

create table account (
    id   integer primary key,
    name text    not null unique
);
insert into account (id, name) values (1, 'default');

-- What messages say, under the SHA-256 of its bytes: equal contents are stored once and compiled once.
create table content (
    claim_check bytea       primary key,
    created_at  timestamptz not null default now(),
    used_at     timestamptz not null default now(), -- by a new message; up to a day late, so that it is rarely rewritten
    body        bytea       not null
);
alter table content alter column body set storage external; -- mostly read whole, and attachments do not compress
create index content_used on content (used_at);

create table message (
    id           uuid        not null,
    account_id   integer     not null default 1,
    lane         smallint    not null, -- 0 transactional, 1 standard, 2 bulk
    priority     smallint    not null,
    recipients   integer     not null,
    halted       smallint    not null default 0, -- 0 no, 1 paused, 2 cancelled
    content_kept smallint    not null default 0, -- 0 as long as the retention says, 1 until every recipient is final, 2 removed
    accepted_at  timestamptz not null,
    expires_at   timestamptz not null,
    send_at      timestamptz,
    content      bytea       not null, -- no foreign key: its share lock on one row would order all senders of one content
    from_email   text        not null,
    campaign     text,
    tags         jsonb,
    primary key (id)
) partition by range (id);

-- What GET /v1/messages searches by. Each index has the newest messages of one recipient, campaign or tag next to each other, since
-- ids grow with time: a page costs the same however much is stored. infra/docs/adr/019-search.md has what an entry costs.
create index message_campaign on message (account_id, campaign, id) where campaign is not null;
-- Messages whose content is to be removed: nearly none.
create index message_content_until_final on message (id) where content_kept = 1;

-- A row for each tag of a message, under the hash of "name:value" with the account as its seed.
create table message_tag (
    tag        bigint not null,
    message_id uuid   not null,
    primary key (tag, message_id)
) partition by range (message_id);

-- One row a recipient. Half of each page is left free and no index covers a column that changes, so that a group of outcomes,
-- which mostly meets whole pages, rewrites the rows within their pages (heap-only tuples) and no index grows.
create table delivery (
    message_id     uuid        not null,
    ordinal        integer     not null,
    account_id     integer     not null default 1,
    state          smallint    not null default 1, -- below 10 in flight: 1 queued, 2 deferred; from 10 final: see State
    attempts       smallint    not null default 0,
    deferrals      smallint    not null default 0,
    code           smallint, -- of the last reply
    updated_at     timestamptz not null,
    email          text        not null,
    enhanced_code  text,
    -- The row of the outbox that carries it: set when it is handed over again (a replay, a refill). Null: the one that was written
    -- when its message was accepted.
    handed_over_in uuid,
    primary key (message_id, ordinal)
) partition by range (message_id);

-- 8 bytes of the address's key (io.postrider.mail.AddressKey) and not the key: an entry is smaller, and of one size. The account is
-- the seed of the hash, so it takes no byte. Addresses of ASCII, nearly all, skip the normalization, which takes 15 microseconds each.
create index delivery_recipient on delivery (
    hashtextextended(case when octet_length(email) = length(email) then lower(email collate "C")
        else translate(normalize(translate(lower(email collate "C"), U&'\212A\037E\1FEF', U&'\F8FD\F8FE\F8FF'), nfc),
                       U&'\F8FD\F8FE\F8FF', U&'\212A\037E\1FEF') end, account_id),
    message_id);

-- The append-only history. The order of ids is the order of insertion, not of commit.
create table delivery_event (
    message_id    uuid        not null,
    id            bigint      generated always as identity,
    ordinal       integer     not null,
    type          smallint    not null, -- as delivery.state
    attempt       smallint    not null,
    at            timestamptz not null,
    account_id    integer     not null default 1,
    code          smallint,
    category      smallint, -- what a refusal means: io.postrider.replies.Category
    route         text,
    enhanced_code text,
    reply         text,
    primary key (message_id, id)
) partition by range (message_id);
-- A bounce or complaint that comes back by mail is recorded once, however often it is reported. Few deliveries have such an event,
-- so the writers of all others do not notice this index.
create index delivery_event_reported on delivery_event (message_id, ordinal, type) where type = 11 or type >= 20;

-- Changes of the counts of messages with more than 1,000 recipients, summed when they are asked for. Appending needs no
-- lock on a shared counter; smaller messages are counted from their deliveries.
create table message_tally (
    message_id uuid     not null,
    change     integer  not null,
    state      smallint not null
) partition by range (message_id);
create index message_tally_message on message_tally (message_id);

-- What was accepted and is still to be published, and what was: kept until the message expires, so that a broker whose
-- disk is lost can be filled again.
create table outbox_batch (
    id           uuid        not null,
    message_id   uuid        not null,
    account_id   integer     not null default 1,
    recipients   integer     not null default 0, -- for the audit, which cannot read them off the body
    due_at       timestamptz not null, -- from then on any dispatcher may take it
    lane         smallint    not null,
    priority     smallint    not null,
    content_kept smallint    not null default 0, -- as message.content_kept
    published_at timestamptz,
    -- Since when a batch that went back into the outbox waits to be published: the moment at which it was due. Null: since its
    -- message was accepted, or was to be sent. due_at does not say it, since each lease moves that.
    waits_since  timestamptz,
    body         bytea       not null,
    primary key (id)
) partition by range (id);
create index outbox_batch_due on outbox_batch (lane, due_at) where published_at is null;
create index outbox_batch_until_final on outbox_batch (message_id) where content_kept = 1; -- nearly none

-- A key belongs to the API key that it came with, by that one's name: no caller may take another's, or be answered in its place. Not
-- partitioned, since a unique key cannot span partitions; purged by age.
create table idempotency_key (
    account_id integer     not null default 1,
    api_key    text        not null,
    key        text        not null,
    created_at timestamptz not null,
    body_hash  bytea       not null,
    answer     text        not null,
    primary key (account_id, api_key, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- Who must not be mailed: an address in lower case, or '@' and a domain.
create table suppression (
    account_id integer     not null default 1,
    email      text        not null,
    created_at timestamptz not null default now(),
    reason     text        not null,
    origin     text        not null,
    primary key (account_id, email)
);

-- Suppressions that were taken back, and by whom: for the day on which somebody asks why an address was mailed again.
create table suppression_removal (
    place      bigint      generated always as identity primary key, -- the order in which they were removed, for pages
    account_id integer     not null default 1,
    email      text        not null,
    reason     text        not null, -- this and the next two: of the suppression
    origin     text        not null,
    created_at timestamptz not null,
    removed_at timestamptz not null default now(),
    removed_by text        not null -- the name of an API key
);
create index suppression_removal_email on suppression_removal (account_id, email, place);

-- The only way to delete a suppression: none goes without its record. Each call forgets two records that are older than three
-- years, so that the table does not grow without end.
create function remove_suppression(account integer, address text, remover text) returns setof suppression_removal
    language sql security definer set search_path = public, pg_temp as
$$
    with forgotten as (
        delete from suppression_removal
        where place in (select place from suppression_removal order by place limit 2) and removed_at < now() - interval '3 years'
    ), removed as (
        delete from suppression where account_id = account and email = address
        returning account_id, email, reason, origin, created_at
    )
    insert into suppression_removal (account_id, email, reason, origin, created_at, removed_by)
    select account_id, email, reason, origin, created_at, remover from removed
    returning *
$$;

-- Refusals that say that a domain does not exist or takes no mail: at most one an hour for each domain, so that a campaign to a domain
-- with a typing error is one row. One of them proves nothing (a resolver may be wrong for a while); ingest-service suppresses a domain
-- when they go on for days, and a delivery to the domain deletes them. Those who record them cannot choose the time.
create table domain_evidence (
    account_id integer     not null default 1,
    domain     text        not null check (length(domain) <= 255),
    hour       timestamptz not null default date_trunc('hour', now(), 'UTC'),
    at         timestamptz not null default now(), -- of the first one in this hour
    primary key (account_id, domain, hour)
);
create index domain_evidence_hour on domain_evidence (hour);

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

-- How far a way with limits is booked, over all senders: a route, or a route and a site ('direct/gmail'). Rewritten with each
-- batch that goes there. It must outlive a restart, since a warm-up counts the mails of a day.
create table throttle (
    name           text        primary key,
    next_at        timestamptz not null, -- when the next mail may go
    line_at        timestamptz not null, -- the turn of a mail that joins the line now
    urgent_at      timestamptz not null, -- the same for transactional mail, which does not stand in line with the rest
    urgent_line_at timestamptz not null,
    factor         float8      not null, -- of the full rate; below 1 after the provider asked for less
    adjusted_at    timestamptz not null,
    day            date        not null, -- of UTC
    day_mails      integer     not null
) with (fillfactor = 50);

-- Routes that were suspended: by an operator ('api'), or by a sender after refusals ('refusals'), who is then to be alerted. The
-- routes file may suspend more.
create table route_suspension (
    route  text        primary key,
    reason text        not null,
    since  timestamptz not null default now(),
    origin text        not null default 'api'
);

-- What senders hold after refusals until the route is resumed: the mail of one From domain on a route, and a route's mail to one site.
-- '' is any.
create table route_hold (
    route       text        not null,
    from_domain text        not null default '',
    site        text        not null default '', -- a name of sites.yaml, or a recipient domain that has none
    reason      text        not null,
    since       timestamptz not null default now(),
    primary key (route, from_domain, site)
);

-- How each sender sees each route, reported every few seconds. Nothing is lost with it.
create unlogged table route_report (
    sender text        not null,
    route  text        not null,
    at     timestamptz not null,
    report jsonb       not null,
    primary key (sender, route)
);

-- The sums of weeks that are closed: no delivery of theirs is in flight, so none changes any more. They outlive their partitions, and
-- save the audit a pass over them.
create table closed_week (
    first_day  date        primary key, -- a Monday, of UTC
    closed_at  timestamptz not null default now(),
    recipients bigint      not null -- of its messages
);
create table closed_sum (
    first_day  date     not null references closed_week,
    account_id integer  not null,
    state      smallint not null,
    deliveries bigint   not null,
    primary key (first_day, account_id, state)
);

-- The least of the ids that are made from a moment on (RFC 9562, 5.7): what was handed over since is carried by a greater one.
create function first_id_of(moment timestamptz) returns uuid language sql immutable return
    (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the missing partitions of the week in which a day lies, and returns their number. Each has a week of ids, from Monday 00:00
-- UTC, and is named after that day: message_20261130. A table is made first and attached then: that needs no lock that stops writers.
-- There is no default partition: an id that fits nowhere is a fault that must be seen.
create function make_week(day date) returns integer language plpgsql set search_path = public, pg_temp as
$$
declare
    first date := date_trunc('week', day)::date;
    parent text;
    partition text;
    made integer := 0;
begin
    foreach parent in array array['message', 'message_tag', 'delivery', 'delivery_event', 'message_tally', 'outbox_batch'] loop
        partition := parent || to_char(first, '_YYYYMMDD');
        if to_regclass(quote_ident(partition)) is null then
            execute format('create table %I (like %I including all excluding identity) with (fillfactor = %s)', partition, parent,
                           case parent when 'delivery' then 50 else 100 end);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition,
                           first_id_of(first::timestamp at time zone 'UTC'),
                           first_id_of((first + 7)::timestamp at time zone 'UTC'));
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;

-- The same for last week (whose ids a slow clock still makes), this week and some weeks ahead. The only thing about partitions that
-- must not fail, so that a service may call it that owns nothing.
create function make_weeks(ahead integer) returns integer
    language sql security definer set search_path = public, pg_temp as
$$
    select sum(make_week((now() at time zone 'UTC')::date + 7 * week))::integer from generate_series(-1, least(ahead, 8)) week
$$;
do $$ begin perform make_weeks(4); end $$;

-- A service that is gone without a word (its host died, a firewall forgot the connection) may leave a transaction open, and with
-- it locks that hold up the others. No transaction of ours is idle for as long. Only the database's owner may set this.
do $$
begin
    execute format('alter database %I set idle_in_transaction_session_timeout = ''15s''', current_database());
exception when insufficient_privilege then
    raise warning 'set idle_in_transaction_session_timeout = 15s for this database: its owner may, % may not', current_user;
end $$;
