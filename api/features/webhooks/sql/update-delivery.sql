-- How an attempt went.
-- $1 id, $2 state, $3 when it is tried again, $4 HTTP status, $5 why there was none, $6 milliseconds it took
update webhook_delivery set state = $2::text, due_at = $3::timestamptz, status = $4::int4, failure = $5::text, milliseconds = $6::int4
where id = $1::uuid
