-- How far the city is set up: what was skipped, and whether set-up is over. While it is not, an administrator may
-- import. A city that was there before this and has units is not set up any more.
create table setup (
  only_row      boolean primary key default true check (only_row),
  skipped       text[] not null default '{}',
  -- declared finished, or the first draft was published
  finished_at   timestamptz,
  finished_by   text
);

insert into setup (finished_at)
select case when exists (select from unit) then current_timestamp end from meta;
