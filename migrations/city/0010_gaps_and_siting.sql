-- What is done about gaps of coverage, and where new stations might stand.

-- The work on one gap. Which gaps there are follows from the city's data and is not stored; a row begins when somebody
-- takes a gap up, and is never removed.
create table gap_work (
  id            bigint generated always as identity primary key,
  -- code of the community or park whose gap it is
  subject       text not null,
  subject_kind  text not null check (subject_kind in ('community', 'park')),
  status        text not null check (status in ('open', 'planned', 'working', 'closed')),
  -- the office that has taken it on, never a person
  office        text,
  due           date,
  -- the community's remedy plan (一社一策)
  remedy        text,
  -- households that were not covered when it was taken up
  households    integer not null check (households >= 0),
  opened_at     timestamptz not null,
  closed_at     timestamptz,
  -- revision of the published change that covered the gap; null: a person closed it
  closed_by     bigint,
  version       integer not null default 1
);

create index gap_work_subject on gap_work (subject);

-- What was done, by whom and when; rows are only added.
create table gap_event (
  id            bigint generated always as identity primary key,
  gap_id        bigint not null references gap_work (id),
  changeset_id  bigint not null references changeset (id),
  at            timestamptz not null,
  actor         text not null,
  note          text not null,
  -- the fields that were changed, with their new values
  fields        jsonb not null
);

create index gap_event_gap on gap_event (gap_id);
create index gap_event_changeset on gap_event (changeset_id);

-- A question of siting with its answer, as it was when somebody saved it.
create table siting_scenario (
  id            uuid primary key,
  name          text not null,
  -- the question and the answer as the contract has them
  question      jsonb not null,
  answer        jsonb not null,
  -- the state of the city that was asked about
  revision      bigint not null,
  actor         text not null,
  saved_at      timestamptz not null,
  changeset_id  bigint not null references changeset (id),
  removed_at    timestamptz
);

create index siting_scenario_changeset on siting_scenario (changeset_id);
