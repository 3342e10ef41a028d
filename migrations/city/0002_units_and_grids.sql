-- Territory: districts, streets (and towns, park units), communities (and villages), and the grids that tile them.

create table unit (
  id                bigint generated always as identity primary key,
  level             text not null check (level in ('district', 'street', 'community')),
  -- NBS code: 6 digits for a district, 9 for a street, 12 for a community
  code              text not null unique check (code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  name              text not null,
  name_en           text,
  -- district: county, county_city, managing_zone · street: street, town, township, park_unit · community: community, village
  kind              text not null check (kind in ('county', 'county_city', 'city_district', 'managing_zone', 'street', 'town', 'township', 'park_unit', 'community', 'village')),
  -- the unit above by law, and the unit that manages it in practice (a zone without a county code of its own)
  legal_parent_id   bigint references unit (id),
  managing_parent_id bigint references unit (id),
  -- NBS urban–rural class of a community: 111, 112, 121, 122, 123, 210, 220
  urban_rural_class text check (urban_rural_class in ('111', '112', '121', '122', '123', '210', '220')),
  -- counted in the source's urban scope (28 streets, 232 communities)
  urban_scope       boolean not null default false,
  alias_codes       jsonb not null default '{}',
  seat              geometry(Point, 4326),
  valid_from        date not null,
  valid_to          date,
  version           integer not null default 1,
  -- the revision that last changed this row: a snapshot is patched with what is newer than itself
  revision          bigint not null default 0,
  -- null only for a managing zone, whose territory is that of the units it manages
  geom              geometry(MultiPolygon, 4326) check (ST_IsValid(geom))
);

create index unit_revision on unit (revision);
create index unit_geom on unit using gist (geom);
create index unit_legal_parent on unit (legal_parent_id);
create index unit_managing_parent on unit (managing_parent_id);

-- What kind of community it is, since when: a dated attribute, with the reason it was given.
create table community_type (
  id          bigint generated always as identity primary key,
  unit_id     bigint not null references unit (id),
  type        text not null check (type in ('ordinary', 'converted', 'new', 'village', 'park')),
  valid_from  date not null,
  valid_to    date,
  reason      text not null,
  unique (unit_id, valid_from)
);

create table grid (
  id                bigint generated always as identity primary key,
  -- 12-digit community code + 3-digit serial; text, leading zeros kept; a retired code is never given again
  code              text not null unique check (code ~ '^[0-9]{15}$'),
  name              text not null,
  kind              text not null check (kind in ('comprehensive', 'dedicated', 'micro', 'residential', 'economic')),
  community_id      bigint not null references unit (id),
  households        integer not null check (households >= 0),
  residents         integer not null check (residents >= 0),
  members           integer not null check (members >= 0),
  full_time_workers integer not null check (full_time_workers >= 0),
  part_time_workers integer not null check (part_time_workers >= 0),
  -- the day the grid's branch (网格党支部) was founded; null: it has none
  branch_since      date,
  building_groups   integer not null check (building_groups >= 0),
  household_hubs    integer not null check (household_hubs >= 0),
  alias_codes       jsonb not null default '{}',
  valid_from        date not null,
  -- null: stands today; otherwise the first day it no longer stands
  valid_to          date,
  version           integer not null default 1,
  revision          bigint not null default 0,
  geom              geometry(MultiPolygon, 4326) not null check (ST_IsValid(geom))
);

create index grid_community on grid (community_id) where valid_to is null;
create index grid_revision on grid (revision);
create index grid_geom on grid using gist (geom);

-- Every state a grid has had before its present one; rows are only added. The state on a day is the row, here or in
-- grid, whose period holds that day.
create table grid_history (
  id            bigint generated always as identity primary key,
  grid_id       bigint not null references grid (id),
  version       integer not null,
  -- the change that ended this state
  changeset_id  bigint not null references changeset (id),
  valid_from    date not null,
  valid_to      date not null,
  fields        jsonb not null,
  geom          geometry(MultiPolygon, 4326) not null,
  unique (grid_id, version)
);

-- Who became whom: one row for each pair of predecessor and successor.
create table lineage (
  id              bigint generated always as identity primary key,
  predecessor_id  bigint not null references grid (id),
  successor_id    bigint not null references grid (id),
  operation       text not null,
  changeset_id    bigint not null references changeset (id),
  valid_from      date not null,
  unique (predecessor_id, successor_id, changeset_id)
);

create index lineage_successor on lineage (successor_id);
create index lineage_changeset on lineage (changeset_id);
create index grid_history_changeset on grid_history (changeset_id);
