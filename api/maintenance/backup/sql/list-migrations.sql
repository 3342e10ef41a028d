-- A row: a migration that the schema in the search path was made with.
select number, name, sha256 from schema_version order by number
