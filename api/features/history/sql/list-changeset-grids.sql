-- Grids that some changes touched; of changes that were not drawn here (imports) those that they changed.
-- $1 bigint[]: changesets
select t.changeset_id, t.grid_id, t.what, t.code_before, t.code_after, t.name, t.day
from changeset_grid t
where t.changeset_id = any ($1::int8[])
union all
select h.changeset_id, h.grid_id, 'changed', h.fields ->> 'code', h.fields ->> 'code', h.fields ->> 'name', h.valid_to
from grid_history h
where h.changeset_id = any ($1::int8[])
  and not exists (select 1 from changeset_grid t where t.changeset_id = h.changeset_id)
order by 1, 2
