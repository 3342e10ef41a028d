-- The draft is the city's map now.
-- $1 uuid, $2 bigint: revision, $3 bigint: changeset, $4 timestamptz
update draft set status = 'published', published_revision = $2::int8, changeset_id = $3::int8, changed_at = $4::timestamptz where id = $1::uuid
