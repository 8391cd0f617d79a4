-- A service that is gone without a word (its host died, a firewall forgot the connection) may leave a transaction open, and with
-- it locks that hold up the others. No transaction of ours is idle for as long. Only the database's owner may set this.
do $$
begin
    execute format('alter database %I set idle_in_transaction_session_timeout = ''15s''', current_database());
exception when insufficient_privilege then
    raise warning 'set idle_in_transaction_session_timeout = 15s for this database: its owner may, % may not', current_user;
end $$;
