-- Who is told by HTTP what has happened in a city, and every message there was.

create table webhook (
  id            uuid primary key,
  city          text not null check (city ~ '^[0-9]{6}$'),
  name          text not null,
  url           text not null,
  events        text[] not null,
  -- AES-256-GCM under a key that is not in the database: messages are signed with it
  sealed_secret bytea not null,
  active        boolean not null default true,
  created_at    timestamptz not null,
  created_by    text not null
);

create index webhook_city on webhook (city);

-- Up to which revision a city has been looked through for what is worth telling, and the gaps it had then.
create table webhook_watch (
  city          text primary key,
  revision      bigint not null,
  -- json object: reasons by code of the community or park
  gaps          jsonb not null
);

-- The queue and the log in one: a message waits until it was taken, or until nobody tries any more.
create table webhook_delivery (
  -- made of what it tells and whom: the same message is never there twice
  id            uuid primary key,
  webhook_id    uuid not null references webhook on delete cascade,
  type          text not null,
  revision      bigint not null,
  body          text not null,
  state         text not null check (state in ('waiting', 'delivered', 'given_up')),
  created_at    timestamptz not null,
  attempts      integer not null default 0,
  -- when it is tried next, or until when the one that tries it now has it
  due_at        timestamptz not null,
  attempted_at  timestamptz,
  -- of the last attempt: HTTP status, or why there was none
  status        integer,
  failure       text,
  milliseconds  integer
);

create index webhook_delivery_due on webhook_delivery (due_at) where state = 'waiting';
create index webhook_delivery_webhook on webhook_delivery (webhook_id, created_at);
