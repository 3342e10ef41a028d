-- What one administrator asks for the sign-in of an auditor: it happens when another one confirms it.
create table auditor_request (
  id            uuid primary key,
  account_id    uuid not null references account,
  action        text not null check (action in ('reset_password', 'remove_second_factor')),
  requested_by  uuid not null references account,
  requested_at  timestamptz not null,
  unique (account_id, action)
);
