-- The list of cities this server holds. One schema per city carries everything else; nothing here points into it.

create table city (
  code        text primary key check (code ~ '^[0-9]{6}$'),
  schema_name text not null unique,
  name        text not null,
  name_en     text not null,
  -- loading: its data are being written for the first time; a start that finds this state begins again
  state       text not null check (state in ('loading', 'ready')),
  demo        boolean not null,
  created_at  timestamptz not null
);
