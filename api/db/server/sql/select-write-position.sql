-- Returns the end of the write-ahead log. Row: position, e.g. '0/16B3740'.
select pg_current_wal_lsn()::text as position
