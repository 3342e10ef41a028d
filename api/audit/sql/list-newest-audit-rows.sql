-- Rows of a log, the newest first: $1 from, $2 before, $3 in the actor, $4 beginning of the action, $5 result, $6 in the
-- object, $7 in the address, $8 the city they are about (null: any, each); of those at $9 (null: all) only numbers below
-- $10, and all that are older; $11 the role of the account they are about; at most $12. A row: one of the log.
select id, at, actor, address, action, object, result, detail, hash
from audit
where ($1::timestamptz is null or at >= $1::timestamptz)
  and ($2::timestamptz is null or at < $2::timestamptz)
  and ($3::text is null or strpos(lower(actor), $3::text) > 0)
  and ($4::text is null or starts_with(action, $4::text))
  and ($5::text is null or result = $5::text)
  and ($6::text is null or strpos(lower(object), $6::text) > 0)
  and ($7::text is null or strpos(address, $7::text) > 0)
  and ($8::text is null or detail ->> 'city' = $8::text)
  and ($11::text is null or detail ->> 'role' = $11::text)
  and ($9::timestamptz is null or at < $9::timestamptz or (at = $9::timestamptz and id < $10::bigint))
order by at desc, id desc
limit $12::int
