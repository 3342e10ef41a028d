-- Places where a new station might stand, as somebody imported or marked them. Siting may choose among a list of them
-- instead of the middles of grids.
create table siting_candidate (
  id                  bigint generated always as identity primary key,
  code                text not null unique,
  name                text not null,
  -- the list it belongs to, by the name that the reader gave it
  list                text not null default '',
  community_id        bigint references unit (id),
  -- households that a station here could serve; null: not known, taken as without limit
  capacity_households integer check (capacity_households >= 0),
  -- floor area on offer
  area_m2             numeric(8, 1) check (area_m2 >= 0),
  -- who offers it, what stands there now; never a person
  note                text,
  valid_from          date not null,
  valid_to            date,
  version             integer not null default 1,
  revision            bigint not null default 0,
  geom                geometry(Point, 4326) not null
);

create index siting_candidate_community on siting_candidate (community_id);
create index siting_candidate_list on siting_candidate (list);
