-- Revokes key or token $1 at $2. None: it was revoked before.
update credential set revoked_at = $2::timestamptz, change = default where id = $1::uuid and revoked_at is null
