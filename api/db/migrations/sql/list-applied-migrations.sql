-- A row: a migration that was applied to the schema, in order.
select number, name, sha256 from schema_version order by number
