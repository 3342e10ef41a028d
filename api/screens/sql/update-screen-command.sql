-- Tells screen $1 something ($2), by revision $3, at $4. A row: it is there.
update screen set told = $2::jsonb, told_revision = $3::bigint, told_at = $4::timestamptz
where id = $1::text and removed_at is null
returning id
