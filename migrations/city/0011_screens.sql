-- Screens of command rooms: what each shows, every state it ever had, and what it was told last.

create table screen (
  id            text primary key check (id ~ '^[A-Za-z0-9-]{1,40}$'),
  name          text not null,
  -- size, distance and scenes as the contract has them
  document      jsonb not null,
  version       integer not null,
  -- the last message, scene or reload that somebody pushed, and the revision that did it; null: nothing yet
  told          jsonb,
  told_revision bigint,
  told_at       timestamptz,
  removed_at    timestamptz
);

-- Rows are only added.
create table screen_version (
  id            bigint generated always as identity primary key,
  screen_id     text not null references screen (id),
  version       integer not null,
  name          text not null,
  document      jsonb not null,
  changeset_id  bigint not null references changeset (id),
  unique (screen_id, version)
);

create index screen_version_changeset on screen_version (changeset_id);
