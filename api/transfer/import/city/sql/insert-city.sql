-- Enters a city whose data are about to be written; one that is there already stays as it is.
-- $1 code, $2 schema name, $3 name, $4 English name, $5 demo, $6 created at
insert into city (code, schema_name, name, name_en, state, demo, created_at)
values ($1, $2, $3, $4, 'loading', $5::boolean, $6::timestamptz)
on conflict (code) do nothing
