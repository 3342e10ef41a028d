-- Gives up screen $1 of version $2 at $3. A row: it was there.
update screen set removed_at = $3::timestamptz where id = $1::text and version = $2::integer and removed_at is null returning id
