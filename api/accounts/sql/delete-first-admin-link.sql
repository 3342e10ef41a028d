-- Takes a link that is good, so that it is good once. $1 hash of the token, $2 now
delete from first_admin_link
where token_hash = $1::bytea and expires_at > $2::timestamptz and not exists (select from account)
returning only_row
