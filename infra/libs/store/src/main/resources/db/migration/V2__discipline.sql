-- What a refusal means beside the server's words: io.postrider.bounce.Category.
alter table delivery_event add column category smallint;

-- How far a way with limits is booked, over all senders: a route, or a route and a site ('direct/gmail'). Rewritten with each
-- batch that goes there. It must outlive a restart, since a warm-up counts the mails of a day.
create table throttle (
    name           text        primary key,
    next_at        timestamptz not null, -- when the next mail may go
    line_at        timestamptz not null, -- the turn of who joins the line now
    urgent_at      timestamptz not null, -- the same for transactional mail, which does not stand in line with the rest
    urgent_line_at timestamptz not null,
    factor         float8      not null, -- of the full rate; below 1 after the provider asked for less
    adjusted_at    timestamptz not null,
    day            date        not null, -- of UTC
    day_mails      integer     not null
) with (fillfactor = 50);

-- Routes that were suspended through the API. The routes file may suspend more.
create table route_suspension (
    route  text        primary key,
    reason text        not null,
    since  timestamptz not null default now()
);

-- How each sender sees each route, told every few seconds. Nothing is lost with it.
create unlogged table route_report (
    sender text        not null,
    route  text        not null,
    at     timestamptz not null,
    report jsonb       not null,
    primary key (sender, route)
);
