-- The one link with which the first administrator can be made in a browser. Only while there is no account.
create table first_admin_link (
  only_row      boolean primary key default true check (only_row),
  -- SHA-256 of a random secret of 32 bytes, which only the server's console has shown
  token_hash    bytea not null,
  expires_at    timestamptz not null
);
