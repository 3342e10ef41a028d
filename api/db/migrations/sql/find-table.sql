-- $1 table, $2 schema. One row when the table exists.
select 1 from pg_class where relname = $1::text and relnamespace = $2::text::regnamespace
