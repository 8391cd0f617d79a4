-- Takes away what PostgreSQL gives to every role: connections and temporary tables in each database, and large objects, which any role
-- could fill the disk with. Run as a superuser in the database of Postrider, when its roles exist; it may be repeated.
do $$
declare
    item text;
begin
    for item in select datname from pg_database where datname in (current_database(), 'postgres', 'template1') loop
        execute format('revoke connect, temporary on database %I from public', item);
    end loop;
    execute format('grant connect on database %I to ingest, router, sender', current_database());
    for item in select oid::regprocedure from pg_proc where pronamespace = 'pg_catalog'::regnamespace
            and (proname like 'lo\_%' or proname in ('loread', 'lowrite')) loop
        execute format('revoke execute on function %s from public', item);
    end loop;
end $$;
