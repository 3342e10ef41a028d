-- Notifies the listeners of a channel when the transaction is committed.
-- $1 text: channel, $2 text: JSON
select pg_notify($1::text, $2::text)
