-- A city is looked through from here on; one that is being looked through goes on where it was.
-- $1 city, $2 bigint: revision, $3 json object: its gaps
insert into webhook_watch (city, revision, gaps) values ($1::text, $2::int8, $3::jsonb)
on conflict (city) do nothing
