-- Borders being drawn: drafts with their steps, who is drawing where, what neighbours and reviewers said, and what a
-- published draft left of the units' outlines.

create table draft (
  -- chosen by whoever begins it; also the request id of the change that publishes it, so that none is published twice
  id                  uuid primary key,
  street_code         text not null check (street_code ~ '^[0-9]{9}$'),
  name                text not null,
  status              text not null check (status in ('open', 'submitted', 'approved', 'published', 'discarded')),
  base_revision       bigint not null,
  -- the ground that it is drawn on: JSON, gzipped
  ground              bytea not null,
  -- number of the last step
  steps               integer not null default 0,
  -- steps up to this one belong to an earlier ground; those after it make the draft
  first_step          integer not null default 0,
  author              text not null,
  created_at          timestamptz not null,
  changed_at          timestamptz not null,
  submitted_by        text,
  submitted_at        timestamptz,
  note                text,
  decided_by          text,
  decided_at          timestamptz,
  published_revision  bigint,
  changeset_id        bigint references changeset (id),
  -- the published change that it takes back
  reverts             bigint references changeset (id)
);

create index draft_street on draft (street_code, changed_at);
create index draft_changeset on draft (changeset_id);
create index draft_reverts on draft (reverts);

-- What was done, undone and done again, in order; rows are only added.
create table draft_step (
  draft_id      uuid not null references draft (id),
  number        integer not null,
  -- chosen by whoever draws; the same one again is not done again
  step_id       uuid not null,
  step          text not null check (step in ('do', 'undo', 'redo')),
  operation     jsonb check ((step = 'do') = (operation is not null)),
  author        text not null,
  at            timestamptz not null,
  primary key (draft_id, number),
  unique (draft_id, step_id)
);

-- Who is drawing in a community; one at a time.
create table draft_lease (
  community_code  text primary key,
  draft_id        uuid not null references draft (id),
  holder          text not null,
  since           timestamptz not null,
  until           timestamptz not null
);

create index draft_lease_draft on draft_lease (draft_id);

-- 接边确认: what a neighbouring street says to the border that a submitted draft moves; goes when the draft is changed.
create table draft_consent (
  draft_id      uuid not null references draft (id),
  street_code   text not null,
  state         text not null check (state in ('needed', 'given', 'refused')),
  by_whom       text,
  at            timestamptz,
  note          text,
  primary key (draft_id, street_code)
);

create table draft_comment (
  id            uuid primary key,
  draft_id      uuid not null references draft (id),
  author        text not null,
  at            timestamptz not null,
  text          text not null,
  -- where it points to, lattice units
  x             integer,
  y             integer,
  -- a grid of the city, or (negative) one that the draft made
  grid_id       bigint,
  check ((x is null) = (y is null))
);

create index draft_comment_draft on draft_comment (draft_id, at);

-- Outlines that units had before their present one; rows are only added.
create table unit_history (
  id            bigint generated always as identity primary key,
  unit_id       bigint not null references unit (id),
  version       integer not null,
  -- the change that ended this state
  changeset_id  bigint not null references changeset (id),
  -- null: since the unit is there
  valid_from    date,
  valid_to      date not null,
  geom          geometry(MultiPolygon, 4326) not null,
  unique (unit_id, version)
);

create index unit_history_changeset on unit_history (changeset_id);

-- the first day of a unit's present outline, once it has had another
alter table unit add column outline_from date;
