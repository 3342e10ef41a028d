-- API keys and display tokens that transaction $1 or a later one wrote. A row: one of them as every server keeps it in memory.
select id, kind, name, secret_hash, city, units, scopes, screen, device_hash, expires_at, revoked_at
from credential
where change >= $1::bigint
