-- A row: the link is good. $1 hash of the token, $2 now
select only_row from first_admin_link
where token_hash = $1::bytea and expires_at > $2::timestamptz and not exists (select from account)
