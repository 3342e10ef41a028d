-- Gives the token $1 a new secret with hash $2 at $3, and no browser. None: it is revoked.
update credential set secret_hash = $2::bytea, device_hash = null, claimed_at = null, changed_at = $3::timestamptz
where id = $1::uuid and revoked_at is null
