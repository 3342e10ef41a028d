-- Where services are given (stations, red fortress centres, a community's own rooms) and the industrial, science and economic parks.

create table premises (
  id                  bigint generated always as identity primary key,
  kind                text not null check (kind in ('station', 'center', 'community')),
  code                text not null unique,
  name                text not null,
  community_id        bigint references unit (id),
  -- city, county, street, community, village: which floor-area standard applies
  level               text not null check (level in ('city', 'county', 'street', 'community', 'village')),
  status              text not null check (status in ('planned', 'building', 'open', 'closed')),
  opened_on           date,
  area_m2             numeric(8, 1) check (area_m2 >= 0),
  tenure              text check (tenure in ('owned', 'rented', 'borrowed')),
  functions           text[] not null default '{}',
  opening_hours       text,
  capacity_households integer check (capacity_households >= 0),
  -- the duty telephone of the place, never a person's
  duty_phone          text,
  surveyed_on         date,
  valid_from          date not null,
  valid_to            date,
  version             integer not null default 1,
  revision            bigint not null default 0,
  geom                geometry(Point, 4326) not null
);

create index premises_community on premises (community_id);
create index premises_revision on premises (revision);
create index premises_geom on premises using gist (geom);

create table park (
  id                  bigint generated always as identity primary key,
  code                text not null unique,
  name                text not null,
  kind                text not null check (kind in ('industrial', 'science', 'economic')),
  level               text not null check (level in ('national', 'provincial', 'city', 'county', 'town')),
  community_id        bigint references unit (id),
  -- organisation coverage: its own organisation, a joint one, or none
  organisation        text not null check (organisation in ('own', 'joint', 'none')),
  organisation_since  date,
  -- work coverage: the day a liaison was assigned; null: none
  liaison_since       date,
  enterprises         integer not null check (enterprises >= 0),
  employees           integer not null check (employees >= 0),
  members             integer not null check (members >= 0),
  valid_from          date not null,
  valid_to            date,
  version             integer not null default 1,
  revision            bigint not null default 0,
  geom                geometry(MultiPolygon, 4326) not null check (ST_IsValid(geom))
);

create index park_revision on park (revision);
create index park_geom on park using gist (geom);
