-- Since when a batch that went back into the outbox waits to be published: the moment at which it was due. Null: since its
-- message was accepted, or was to be sent. due_at does not say it, since each lease moves that.
alter table outbox_batch add column waits_since timestamptz;
