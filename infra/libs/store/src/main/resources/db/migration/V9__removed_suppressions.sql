-- Suppressions that were taken back, and by whom: for the day on which somebody asks why an address was mailed again.
create table suppression_removal (
    place      bigint      generated always as identity primary key, -- the order in which they were removed, for pages
    email      text        not null,
    reason     text        not null, -- this and the next two: of the suppression
    origin     text        not null,
    created_at timestamptz not null,
    removed_at timestamptz not null default now(),
    removed_by text        not null -- the name of an API key
);
create index suppression_removal_email on suppression_removal (email, place);

-- The only way to delete a suppression: none goes without its record. Each call forgets two records that are older than three
-- years, so that the table does not grow without end.
create function remove_suppression(address text, remover text) returns setof suppression_removal
    language sql security definer set search_path = public, pg_temp as
$$
    with forgotten as (
        delete from suppression_removal
        where place in (select place from suppression_removal order by place limit 2) and removed_at < now() - interval '3 years'
    ), removed as (
        delete from suppression where email = address returning email, reason, origin, created_at
    )
    insert into suppression_removal (email, reason, origin, created_at, removed_by)
    select email, reason, origin, created_at, remover from removed
    returning *
$$;
