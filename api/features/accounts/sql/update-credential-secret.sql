-- Gives the token $1 a new secret with hash $2, and no browser. None: it is revoked.
update credential set secret_hash = $2::bytea, device_hash = null, claimed_at = null, change = default
where id = $1::uuid and revoked_at is null
