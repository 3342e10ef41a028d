-- Premises that belong to another grid than the one on whose land they stand, as an official chose when grids were divided
-- or merged. Rows are only added and ended. As with moves of the ground, imports that are undone may delete what a row names.
create table premises_grid (
  id            bigint generated always as identity primary key,
  premises_id   bigint not null,
  grid_id       bigint not null,
  changeset_id  bigint not null references changeset (id),
  valid_from    date not null,
  -- null: holds today; otherwise the first day on which it does not hold any more
  valid_to      date
);

create index premises_grid_premises on premises_grid (premises_id, valid_from);
