-- Files that were brought in: what they were, what they did, and what stood before, so that an import can be undone.

create table import_run (
  -- chosen by whoever imports; also the request id of the changeset that committed it
  id              uuid primary key,
  target          text not null,
  file_name       text not null,
  file_bytes      bigint not null,
  file_sha256     text not null,
  -- how the file was read: encoding, coordinate system with its evidence, column mapping, counts, reasons, certificate
  report          jsonb not null,
  actor           text not null,
  committed_at    timestamptz not null,
  revision        bigint not null,
  changeset_id    bigint not null references changeset (id),
  -- the change that took it back; null: it stands
  undone_by       bigint references changeset (id),
  undone_at       timestamptz
);

create index import_run_changeset on import_run (changeset_id);
create index import_run_undone_by on import_run (undone_by);

-- What rows were before an import changed or removed them, and which are new.
create table import_before (
  import_id   uuid not null references import_run (id),
  number      integer not null,
  table_name  text not null,
  -- standing: `rows` are the earlier states; nothing: `rows` name what is new
  was         text not null check (was in ('standing', 'nothing')),
  rows        jsonb not null,
  primary key (import_id, number)
);

-- How files with the same columns were read the last time.
create table import_source (
  -- sha256 of the target and the column names
  signature   text primary key,
  mapping     jsonb not null,
  crs         text,
  encoding    text,
  used_at     timestamptz not null
);
