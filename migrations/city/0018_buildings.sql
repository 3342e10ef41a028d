-- Buildings (楼栋), and groups of houses in the country, with what is counted in them: never persons. The grid and the
-- community of a building follow from its place and are not stored, so that a border that moves cannot leave them wrong.
create table building (
  id              bigint generated always as identity primary key,
  code            text not null unique,
  name            text,
  address         text,
  -- the name of its compound (小区); null: it stands alone
  compound        text,
  use             text not null check (use in ('residential', 'dormitory', 'office', 'commercial', 'industrial', 'public', 'mixed', 'vacant')),
  floors          integer check (floors between 1 and 200),
  households      integer not null check (households >= 0),
  residents       integer not null check (residents >= 0),
  members         integer not null check (members >= 0),
  building_groups integer not null check (building_groups >= 0),
  household_hubs  integer not null check (household_hubs >= 0),
  completed_on    date,
  -- first day without the building; null: it stands
  demolished_on   date,
  source          text,
  surveyed_on     date,
  valid_from      date not null,
  valid_to        date,
  version         integer not null default 1,
  revision        bigint not null default 0,
  -- a footprint or a point
  geom            geometry(Geometry, 4326) not null check (geometrytype(geom) in ('POINT', 'MULTIPOLYGON') and ST_IsValid(geom)),
  -- the point that decides in which grid the building lies, in lattice units of 1e-7 degree: inside the footprint
  place_x         integer not null generated always as (round(ST_X(ST_PointOnSurface(geom)) * 1e7)) stored,
  place_y         integer not null generated always as (round(ST_Y(ST_PointOnSurface(geom)) * 1e7)) stored,
  -- shape and counts as the snapshot reads them: TWKB; big-endian integers
  twkb            bytea not null generated always as (ST_AsTWKB(geom, 7)) stored,
  counts          bytea not null generated always as (
    int4send(households) || int4send(residents) || int4send(members) || int4send(building_groups)
    || int4send(household_hubs) || int4send(coalesce(floors, 0))
    || int4send(array_position(array['residential', 'dormitory', 'office', 'commercial', 'industrial', 'public', 'mixed', 'vacant'], use) - 1)
  ) stored
);

create index building_revision on building (revision);
create index building_geom on building using gist (geom);
