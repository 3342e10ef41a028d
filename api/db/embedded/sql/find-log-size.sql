-- A row: bytes of write-ahead log since the last checkpoint.
select (pg_current_wal_insert_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()
