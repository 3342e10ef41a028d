-- Who may come in: accounts, their sessions, API keys and display tokens, and the log of what they did on the server.
-- Every server keeps all of it in memory but the secrets; `changed_at` and `seen_at` tell it what to read again.

create table account (
  id            uuid primary key,
  -- sign-in name in small letters; accounts are disabled and never deleted, so it never means another person
  name          text not null unique check (name = lower(name)),
  display_name  text not null,
  role          text not null check (role in ('leader', 'planner', 'street_official', 'admin', 'auditor', 'integrator')),
  -- '*': all cities
  city          text not null check (city ~ '^(\*|[0-9]{6})$'),
  -- codes of districts and streets; none: the whole city
  units         text[] not null default '{}',
  state         text not null check (state in ('active', 'disabled')),
  -- who this is for the OpenID Connect provider
  provider_subject text unique,
  version       bigint not null default 1,
  created_at    timestamptz not null,
  created_by    text not null,
  changed_at    timestamptz not null
);

create index account_changed on account (changed_at);

create table account_password (
  account_id    uuid primary key references account,
  -- argon2id in PHC form
  hash          text not null,
  set_at        timestamptz not null,
  -- chosen by somebody else: good for one sign-in, which must exchange it
  initial       boolean not null
);

create table account_second_factor (
  account_id    uuid primary key references account,
  -- AES-256-GCM under a key that is not in the database
  sealed_secret bytea not null,
  enrolled_at   timestamptz not null,
  -- 30-second step of the last code that was taken: no code is good twice
  last_step     bigint not null
);

create table session (
  -- 16 random bytes, base64url; worth nothing without the signature that only the cookie carries
  id            text primary key,
  account_id    uuid not null references account,
  created_at    timestamptz not null,
  -- written seldom, see api/access
  seen_at       timestamptz not null,
  ends_at       timestamptz not null,
  ended_at      timestamptz,
  -- sign_out, revoked, replaced, password, account
  ended_because text,
  address       text,
  agent         text,
  changed_at    timestamptz not null
);

create index session_account on session (account_id);
create index session_changed on session (changed_at);
create index session_seen on session (seen_at);

-- Failed sign-ins since the last good one, by 'name:…' (whether or not there is such an account) and 'address:…'.
create table sign_in_attempt (
  key           text primary key,
  failures      integer not null,
  last_at       timestamptz not null,
  locked_until  timestamptz not null
);

create index sign_in_attempt_last on sign_in_attempt (last_at);

-- API keys and display tokens: random secrets of 32 bytes, kept as SHA-256.
create table credential (
  id            uuid primary key,
  kind          text not null check (kind in ('key', 'display')),
  name          text not null,
  secret_hash   bytea not null unique,
  city          text not null check (city ~ '^(\*|[0-9]{6})$'),
  units         text[] not null default '{}',
  scopes        text[] not null,
  -- of a display token: the one screen it shows
  screen        text check ((kind = 'display') = (screen is not null)),
  -- of a display token: SHA-256 of the secret of the one browser that has claimed it
  device_hash   bytea,
  claimed_at    timestamptz,
  created_at    timestamptz not null,
  created_by    text not null,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  changed_at    timestamptz not null
);

create index credential_changed on credential (changed_at);

-- Apart from `credential`, which is rarely written.
create table credential_use (
  credential_id uuid primary key,
  used_at       timestamptz not null,
  address       text
);

-- Password rules, lockout, timeouts and so on, where they differ from the presets.
create table security_settings (
  only_row      boolean primary key default true check (only_row),
  settings      jsonb not null,
  version       bigint not null,
  changed_at    timestamptz not null
);

-- The server's own log; each city has one of the same shape. Rows are only ever added, and each carries a hash over
-- itself and the row before, see api/db/audit-chain.ts. `detail.city`: the city it is about, if it is about one.
create table audit (
  id            bigint primary key,
  at            timestamptz not null,
  actor         text not null,
  address       text,
  action        text not null,
  object        text not null,
  result        text not null check (result in ('done', 'refused', 'failed')),
  detail        jsonb not null default '{}',
  hash          bytea not null
);

create index audit_at on audit (at);

-- Where the chain begins: the last row that is not there any more, and its hash; null: the log's first row follows.
create table audit_anchor (
  id            bigint primary key,
  hash          bytea,
  pruned_at     timestamptz,
  pruned_rows   bigint not null
);

insert into audit_anchor (id, hash, pruned_at, pruned_rows) values (0, null, null, 0);
