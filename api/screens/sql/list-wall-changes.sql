-- The latest changes up to revision $1 that readers of a wall care for. A row: one change; `what` is the name of the draft
-- or the subject of the gap, `street` the code of the draft's street, and `grids` how many grids it touched: those that
-- the history lists (list-changeset-grids.sql). An import that was undone is no change any more.
select changeset.revision, changeset.committed_at as at, changeset.kind, draft.street_code as street,
  coalesce(
    draft.name,
    (select gap_work.subject from gap_event join gap_work on gap_work.id = gap_event.gap_id where gap_event.changeset_id = changeset.id limit 1)
  ) as what,
  coalesce(
    (select nullif(count(*), 0) from changeset_grid where changeset_grid.changeset_id = changeset.id),
    (select count(*) from grid_history where grid_history.changeset_id = changeset.id))::integer as grids
from changeset
left join draft on draft.changeset_id = changeset.id
left join import_run on import_run.changeset_id = changeset.id
where changeset.revision <= $1::bigint
  and changeset.kind in ('grid.publish', 'gap.cover', 'gap.change', 'city.import', 'city.load')
  and import_run.undone_at is null
order by changeset.revision desc
limit 12
