-- The only link for the first administrator, in place of an earlier one; no row where an account exists.
-- $1 hash of the token, $2 end
insert into first_admin_link (token_hash, expires_at)
select $1::bytea, $2::timestamptz
where not exists (select from account)
on conflict (only_row) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at
returning only_row
