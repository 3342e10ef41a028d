-- What every server keeps in memory is read again by number, not by clock: clocks differ and are set back. `change` is
-- the transaction that wrote the row last; a reader that has seen everything below a transaction asks for it and above.

drop index account_changed;
drop index session_changed;
drop index session_seen;
drop index credential_changed;

alter table account drop column changed_at;
alter table session drop column changed_at;
alter table credential drop column changed_at;
alter table security_settings drop column changed_at;

alter table account add column change bigint not null default (pg_current_xact_id()::text::bigint);
alter table session add column change bigint not null default (pg_current_xact_id()::text::bigint);
alter table credential add column change bigint not null default (pg_current_xact_id()::text::bigint);

create index account_change on account (change);
create index session_change on session (change);
create index credential_change on credential (change);
