-- Ends the grids that were chosen for premises, and records those that are chosen now. A row: premises that are still there.
-- $1 json array of {id, grid}: ids, grid null: the one on whose land they stand, $2 bigint: revision, $3 bigint: changeset,
-- $4 date: first day
with choice as (
  select r.id, r.grid from jsonb_to_recordset($1::jsonb) as r (id int8, grid int8) join premises f on f.id = r.id
),
ended as (
  update premises_grid a
  set valid_to = greatest(a.valid_from, $4::date)
  from choice
  where a.premises_id = choice.id and a.valid_to is null
),
chosen as (
  insert into premises_grid (premises_id, grid_id, changeset_id, valid_from)
  select id, grid, $3::int8, $4::date from choice where grid is not null
)
update premises f
set version = f.version + 1, revision = $2::int8
from choice
where f.id = choice.id
returning f.code
