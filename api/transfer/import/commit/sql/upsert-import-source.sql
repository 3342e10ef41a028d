-- Saves how a file with certain columns was read, for the next file with the same columns.
-- $1 text: the signature of target and columns; $2 jsonb: columns by field; $3 text: coordinate system, or null;
-- $4 text: encoding, or null; $5 timestamptz: the time of the commit
-- No rows.
insert into import_source (signature, mapping, crs, encoding, used_at)
values ($1::text, $2::jsonb, $3::text, $4::text, $5::timestamptz)
on conflict (signature) do update
set mapping = excluded.mapping, crs = excluded.crs, encoding = excluded.encoding, used_at = excluded.used_at
