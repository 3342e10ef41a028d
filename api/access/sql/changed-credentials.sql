-- API keys and display tokens changed since $1. A row: one of them as every server keeps it in memory.
select id, kind, name, secret_hash, city, units, scopes, screen, device_hash, expires_at, revoked_at, changed_at
from credential
where changed_at >= $1::timestamptz
