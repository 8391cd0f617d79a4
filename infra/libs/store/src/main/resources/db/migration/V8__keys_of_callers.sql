-- An idempotency key belongs to the API key that it came with, by that one's name: no caller may take another's, or be answered in its
-- place. Rows from before this column are of the API key without a name, which is 'main'.
alter table idempotency_key add column api_key text not null default 'main';
alter table idempotency_key drop constraint idempotency_key_pkey;
alter table idempotency_key add primary key (api_key, key);
