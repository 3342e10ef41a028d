-- A new key or token: $1 id, $2 kind, $3 name, $4 hash of its secret, $5 city, $6 units, $7 scopes, $8 screen, $9 now,
-- $10 by whom, $11 until when.
insert into credential (id, kind, name, secret_hash, city, units, scopes, screen, created_at, created_by, expires_at)
values ($1::uuid, $2::text, $3::text, $4::bytea, $5::text, $6::text[], $7::text[], $8::text, $9::timestamptz, $10::text, $11::timestamptz)
