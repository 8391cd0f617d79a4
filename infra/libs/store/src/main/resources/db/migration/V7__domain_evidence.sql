-- Refusals that say that a domain does not exist or takes no mail: at most one an hour for each domain, so that a campaign to a domain
-- with a typing error is one row. One of them proves nothing (a resolver may be wrong for a while); ingest-service suppresses a domain
-- when they go on for days, and a delivery to the domain deletes them. Those who record them cannot choose the time.
create table domain_evidence (
    domain text        not null check (length(domain) <= 255),
    hour   timestamptz not null default date_trunc('hour', now(), 'UTC'),
    at     timestamptz not null default now(), -- of the first one in this hour
    primary key (domain, hour)
);
create index domain_evidence_hour on domain_evidence (hour);
