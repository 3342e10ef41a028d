-- $1 credential ids, $2 moments, $3 addresses: when and from where each was last used.
insert into credential_use (credential_id, used_at, address)
select id, at, address from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as given (id, at, address)
on conflict (credential_id) do update set used_at = excluded.used_at, address = excluded.address
where credential_use.used_at < excluded.used_at
