-- Changes that touched grids or outlines, the latest first.
-- $1 text: code of a unit or of a grid (now or once), or null, $2 bigint: only before this revision, or null, $3 integer: limit
with asked as (
  select g.id
  from grid g
  join unit u on u.id = g.community_id
  where $1::text is null
    or (length($1::text) < 15 and u.code like $1::text || '%')
    or (length($1::text) = 15 and (g.code = $1::text or exists (
      select 1 from grid_history h where h.grid_id = g.id and h.fields ->> 'code' = $1::text)))
),
touched as (
  select t.changeset_id from changeset_grid t join asked a on a.id = t.grid_id
  union
  select h.changeset_id from grid_history h join asked a on a.id = h.grid_id
  union
  select h.changeset_id from unit_history h join unit u on u.id = h.unit_id where length($1::text) < 15 and u.code like $1::text || '%'
)
select
  c.id, c.revision, c.kind, c.actor, c.note, c.committed_at, d.id as draft_id, d.name as draft_name, d.street_code,
  d.author, d.submitted_by, d.decided_by, r.changeset_id as reverted_by
from changeset c
join touched t on t.changeset_id = c.id
left join draft d on d.changeset_id = c.id
left join draft r on r.reverts = c.id and r.changeset_id is not null
where $2::int8 is null or c.revision < $2::int8
order by c.revision desc
limit $3::int4
