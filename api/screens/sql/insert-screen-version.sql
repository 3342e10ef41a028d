-- Keeps version $2 of screen $1: $3 name, $4 document, $5 changeset.
insert into screen_version (screen_id, version, name, document, changeset_id)
values ($1::text, $2::integer, $3::text, $4::jsonb, $5::bigint)
