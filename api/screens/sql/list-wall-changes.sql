-- The latest changes up to revision $1 that readers of a wall care for. A row: one change; `what` is a grid's or a gap's
-- name for it, and `grids` how many grids it touched.
select changeset.revision, changeset.committed_at as at, changeset.kind,
  coalesce(
    (select changeset_grid.name from changeset_grid where changeset_grid.changeset_id = changeset.id order by changeset_grid.grid_id limit 1),
    (select gap_work.subject from gap_event join gap_work on gap_work.id = gap_event.gap_id where gap_event.changeset_id = changeset.id limit 1)
  ) as what,
  (select count(*) from changeset_grid where changeset_grid.changeset_id = changeset.id)::integer as grids
from changeset
where changeset.revision <= $1::bigint
  and changeset.kind in ('grid.publish', 'gap.cover', 'gap.change', 'city.import', 'city.load')
order by changeset.revision desc
limit 12
