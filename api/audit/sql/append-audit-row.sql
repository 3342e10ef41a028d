-- $1 time, $2 actor, $3 address, $4 action, $5 object, $6 result, $7 detail, $8 and $9 the hashed text before and after
-- the number. Links and hashes the row in one round trip. No row: the log is empty, or another writer took the number.
insert into audit (id, at, actor, address, action, object, result, detail, hash)
select
  id + 1,
  $1::timestamptz,
  $2::text,
  $3::text,
  $4::text,
  $5::text,
  $6::text,
  $7::jsonb,
  sha256(hash || convert_to($8::text || (id + 1)::text || $9::text, 'UTF8'))
from (select id, hash from audit where hash is not null order by id desc limit 1) as last
on conflict (id) do nothing
returning id, hash
