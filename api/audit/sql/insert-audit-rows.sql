-- Arrays of equal length: $1 numbers, $2 times, $3 actors, $4 addresses, $5 actions, $6 objects, $7 results, $8 details,
-- $9 hashes. Rows whose number is taken are not inserted.
insert into audit (id, at, actor, address, action, object, result, detail, hash)
select *
from unnest(
  $1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::bytea[]
)
on conflict (id) do nothing
