-- All pairs of predecessor and successor that hang together with a grid, across any number of changes.
-- $1 text: code of the grid, now or once
with recursive family as (
  select g.id from grid g where g.code = $1::text
    or exists (select 1 from grid_history h where h.grid_id = g.id and h.fields ->> 'code' = $1::text)
  union
  select case when l.predecessor_id = f.id then l.successor_id else l.predecessor_id end
  from family f
  join lineage l on l.predecessor_id = f.id or l.successor_id = f.id
)
select l.predecessor_id, l.successor_id, l.operation, l.valid_from, c.revision
from lineage l
join changeset c on c.id = l.changeset_id
where l.predecessor_id in (select id from family)
order by c.revision, l.predecessor_id, l.successor_id
