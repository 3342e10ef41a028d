-- Gives parks to the community that their ground belongs to now, and records the one before. Those that state another
-- community than that of their ground before stay. A row: one that has moved.
-- $1 json array of {code, from, to}: codes, $2 bigint: revision, $3 bigint: changeset, $4 date: first day
with moved as (
  select f.id, before.id as community_before, after.id as community_after
  from jsonb_to_recordset($1::jsonb) as r (code text, "from" text, "to" text)
  join unit before on before.code = r."from"
  join unit after on after.code = r."to"
  join park f on f.code = r.code and f.community_id = before.id
),
recorded as (
  insert into ground_move (changeset_id, feature, feature_id, community_before, community_after, day)
  select $3::int8, 'park', id, community_before, community_after, $4::date from moved
)
update park f
set community_id = moved.community_after, version = f.version + 1, revision = $2::int8
from moved
where f.id = moved.id
returning f.code
