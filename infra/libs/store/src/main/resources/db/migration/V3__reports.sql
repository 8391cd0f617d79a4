-- A bounce or complaint that comes back by mail is recorded once, however often it is reported. Few deliveries have such an event,
-- so the writers of all others do not notice this index.
create index delivery_event_reported on delivery_event (message_id, ordinal, type) where type = 11 or type >= 20;
