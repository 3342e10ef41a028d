-- Screen $1 with name $2, document $3 and version $4, new or in place of version $4 - 1. A row: its version; none: it is
-- at another.
insert into screen (id, name, document, version) values ($1::text, $2::text, $3::jsonb, $4::integer)
on conflict (id) do update set name = excluded.name, document = excluded.document, version = excluded.version, removed_at = null
where screen.version = $4::integer - 1
returning version
