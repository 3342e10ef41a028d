-- Which grids a published change touched, and from which of their versions to which: what timelines and reverts read.
create table changeset_grid (
  changeset_id    bigint not null references changeset (id),
  grid_id         bigint not null references grid (id),
  -- new: was not there before, or is back · retired: is no more
  what            text not null check (what in ('new', 'changed', 'retired')),
  -- states: in grid_history, or the grid's own row when it is at that version
  version_before  integer,
  version_after   integer,
  code_before     text,
  code_after      text,
  -- as it was called after the change, or before it was retired
  name            text not null,
  -- first day of the new state
  day             date not null,
  primary key (changeset_id, grid_id),
  check ((what = 'new') = (version_before is null) and (what = 'retired') = (version_after is null))
);

create index changeset_grid_grid on changeset_grid (grid_id);
