-- $1 quoted name of the sequence, $2 the last value that was used.
select setval($1::text::regclass, $2::bigint)
