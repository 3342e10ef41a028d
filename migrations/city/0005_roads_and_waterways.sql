-- Lines that grid borders follow, people walk along, and boats part.

create table road (
  id          bigint generated always as identity primary key,
  class       text not null check (class in ('motorway', 'trunk', 'primary', 'secondary', 'street', 'lane')),
  name        text,
  -- crosses water: the only places where a walker gets over a river
  bridge      boolean not null default false,
  walkable    boolean not null default true,
  revision    bigint not null default 0,
  geom        geometry(LineString, 4326) not null
);

create index road_geom on road using gist (geom);

create table waterway (
  id          bigint generated always as identity primary key,
  class       text not null check (class in ('sea', 'lake', 'river', 'canal', 'ditch')),
  name        text,
  -- a walker cannot cross it except on a bridge
  barrier     boolean not null default true,
  revision    bigint not null default 0,
  -- a line for what is drawn as one, an area for lakes and the sea
  geom        geometry(Geometry, 4326) not null
);

create index waterway_geom on waterway using gist (geom);
