-- The row of the outbox that carries a delivery: set when it is handed over again (a replay, a refill). Null: the one that was
-- written when its message was accepted.
alter table delivery add column handed_over_in uuid;

-- The least of the ids that are made from a moment on (RFC 9562, 5.7): whoever was handed over since is carried by a greater one.
create function first_id_of(moment timestamptz) returns uuid language sql immutable return
    (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
