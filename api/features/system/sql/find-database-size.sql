-- A row: how much room the database takes, in bytes.
select pg_database_size(current_database()) as bytes
