-- One row of facts about the city, and the ledger every write goes through.

create table meta (
  only_row        boolean primary key default true check (only_row),
  city_code       text not null check (city_code ~ '^[0-9]{6}$'),
  name            text not null,
  name_en         text not null,
  -- the database's word for "which state of the city is this": +1 with every committed change, never otherwise
  revision        bigint not null default 0,
  -- the day the figures describe, and where they come from
  data_date       date not null,
  source          text not null,
  demo            boolean not null,
  settings        jsonb not null default '{}'
);

create table changeset (
  id            bigint generated always as identity primary key,
  revision      bigint not null unique,
  -- chosen by the caller; a retry after a lost answer carries the same one and is applied once
  request_id    uuid not null unique,
  kind          text not null,
  actor         text not null,
  note          text not null,
  committed_at  timestamptz not null,
  -- lattice box [west, south, east, north] in 1e-7 degree of everything whose picture changed; null: nothing on the map
  box           integer[] check (box is null or array_length(box, 1) = 4),
  -- ids of the map layers whose tiles changed inside the box
  layers        text[] not null default '{}',
  -- what was answered to the caller, so that a retry is given the same answer
  answer        jsonb
);

create table audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  actor       text not null,
  address     text,
  action      text not null,
  object      text not null,
  result      text not null check (result in ('done', 'refused', 'failed')),
  detail      jsonb not null default '{}'
);

create index audit_at on audit (at);
