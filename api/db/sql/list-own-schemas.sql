-- $1 name of the shared schema. A row: a schema of this program.
select nspname from pg_namespace where nspname = $1::text or nspname ~ '^city_[0-9]{6}$'
