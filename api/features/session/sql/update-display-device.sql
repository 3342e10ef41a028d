-- Gives the display token with hash $1 to the browser whose secret has hash $2, at $3. A row: it is its own now; none:
-- there is no such token, or it belongs to another browser.
update credential set device_hash = $2::bytea, claimed_at = $3::timestamptz, change = default
where kind = 'display' and secret_hash = $1::bytea and device_hash is null and revoked_at is null
  and (expires_at is null or expires_at > $3::timestamptz)
returning id, name, screen
