-- $1 name. One row when the role exists.
select 1 from pg_catalog.pg_roles where rolname = $1::text
