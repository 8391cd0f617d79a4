-- Each service may do what its step needs and nothing else: infra/docs/security.md has the table of rights, which a test compares
-- with this. The owner of the tables makes the schema; whoever sets up the server makes the roles.
do $$
declare
    needed text;
begin
    foreach needed in array array['ingest', 'router', 'sender'] loop
        if not exists (select from pg_roles where rolname = needed) then
            raise exception 'there is no role named %', needed using
                hint = format('Create it before the schema is made: create role %s login password ''…''', needed);
        end if;
        if needed = current_user then
            raise exception 'the schema is made as %, which would own it', needed using
                hint = 'Make it as another role, such as postrider_owner: quarkus.flyway.username';
        end if;
    end loop;
end $$;

-- From nothing, so that a right which is no longer here is gone.
revoke all on all tables in schema public from public, ingest, router, sender;
revoke all on all sequences in schema public from public, ingest, router, sender;
revoke all on all functions in schema public from public, ingest, router, sender;
do $$
begin
    execute format('revoke create, temporary on database %I from public', current_database());
    revoke create on schema public from public;
exception when insufficient_privilege then
    raise warning 'revoke create, temporary on this database and create on the schema public from public: their owner may, % may not',
        current_user;
end $$;

-- Outcomes, which every service records.
grant update (state, attempts, deferrals, code, enhanced_code, updated_at) on delivery to ingest, router, sender;
grant insert (message_id, ordinal, type, attempt, at, account_id, route, code, enhanced_code, reply, category) on delivery_event
    to ingest, router, sender;
grant insert on message_tally to ingest, router, sender;
grant insert (account_id, email, reason, origin) on suppression to ingest, router, sender;
grant select (account_id, domain), insert (account_id, domain), delete on domain_evidence to ingest, router, sender;

grant select on message, message_tag, content, delivery, delivery_event, message_tally, outbox_batch, idempotency_key, suppression,
    dead_letter, throttle, route_suspension, route_hold, route_report, domain_evidence, suppression_removal,
    account, closed_week, closed_sum, flyway_schema_history to ingest;
grant insert (claim_check, body), update (used_at), delete on content to ingest;
grant insert (id, account_id, content, from_email, lane, priority, recipients, campaign, tags, accepted_at, send_at, expires_at,
        content_kept),
    update (halted, content_kept) on message to ingest;
grant insert on message_tag to ingest;
grant delete on message_tally to ingest;
grant insert (message_id, ordinal, account_id, email, updated_at), update (handed_over_in) on delivery to ingest;
grant insert (id, message_id, account_id, lane, priority, recipients, due_at, body, content_kept), update (due_at, published_at), delete on outbox_batch
    to ingest;
grant insert, update (body_hash, answer, created_at), delete on idempotency_key to ingest;
grant insert (id, died_at, origin, kind, reason, deliveries, message_id, lane, attempt, ordinals, body),
    update (replayed_at, discarded_at), delete on dead_letter to ingest;
grant insert (route, reason), update (reason, origin), delete on route_suspension to ingest;
grant delete on route_hold to ingest;
grant execute on function first_id_of(timestamptz) to ingest;
grant execute on function make_weeks(integer) to ingest;
grant insert (first_day, recipients) on closed_week to ingest;
grant insert on closed_sum to ingest;
grant insert (created_at) on suppression to ingest; -- imported ones are older than their rows
grant execute on function remove_suppression(integer, text, text) to ingest;

grant select on delivery, suppression, route_suspension, route_hold to router;
grant select (id, halted) on message to router;

grant select on delivery, content, route_suspension, route_hold, throttle, route_report to sender;
grant insert (route, reason, origin) on route_suspension to sender;
grant insert (route, from_domain, site, reason) on route_hold to sender;
grant select (id, halted) on message to sender;
grant select (id), insert (id, message_id, lane, priority, recipients, due_at, waits_since, body) on outbox_batch to sender;
grant update (handed_over_in) on delivery to sender;
grant insert, update (next_at, line_at, urgent_at, urgent_line_at, factor, adjusted_at, day, day_mails) on throttle to sender;
grant insert, update (at, report), delete on route_report to sender;

-- '@' and a domain stops all mail to it: only ingest may write that.
alter table suppression enable row level security;
drop policy if exists reading on suppression;
create policy reading on suppression for select to ingest, router using (true);
drop policy if exists addresses on suppression;
create policy addresses on suppression for insert to router, sender with check (email not like '@%');
drop policy if exists domains on suppression;
create policy domains on suppression for insert to ingest with check (true);
