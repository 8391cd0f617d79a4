-- Each service may do what its step needs. The roles are made by whoever sets up the server; where they are missing, all
-- services share the owner.
do $$
begin
    if exists (select from pg_roles where rolname = 'router') then
        grant select on message, delivery, suppression, route_suspension to router;
        grant update on delivery to router;
        grant insert on delivery_event, message_tally, suppression to router;
    end if;
    if exists (select from pg_roles where rolname = 'sender') then
        grant select on message, delivery, content, route_suspension to sender;
        grant update on delivery to sender;
        grant insert on delivery_event, message_tally, suppression to sender;
        grant select, insert, update, delete on throttle, route_report to sender;
    end if;
end $$;
