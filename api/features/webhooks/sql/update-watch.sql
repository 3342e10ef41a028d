-- A city was looked through up to here.
-- $1 city, $2 bigint: revision, $3 json object: its gaps
update webhook_watch set revision = $2::int8, gaps = $3::jsonb where city = $1::text
