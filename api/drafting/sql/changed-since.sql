-- Grids of a change that have been changed again since; none: it can be taken back.
-- $1 bigint: changeset
select g.code
from changeset_grid t
join grid g on g.id = t.grid_id
where t.changeset_id = $1::int8
  and (g.version <> coalesce(t.version_after, t.version_before) or (g.valid_to is null) <> (t.what <> 'retired'))
order by g.code
