-- Who suspended a route: an operator ('api'), or a sender after refusals ('refusals'), who is then to be alerted.
alter table route_suspension add column origin text not null default 'api';

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
