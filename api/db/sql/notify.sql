-- $1 channel, $2 payload. Delivered to listeners when the transaction commits.
select pg_notify($1::text, $2::text)
