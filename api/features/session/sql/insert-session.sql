-- $1 id, $2 account, $3 now, $4 last moment, $5 address, $6 what the browser says it is.
insert into session (id, account_id, created_at, seen_at, ends_at, address, agent)
values ($1::text, $2::uuid, $3::timestamptz, $3::timestamptz, $4::timestamptz, $5::text, $6::text)
