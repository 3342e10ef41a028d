-- Says whether this server has everything up to a position in the write-ahead log.
-- $1: the position, e.g. '0/16B3740'. Row: replayed; true on a server that is no replica.
select coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, not pg_is_in_recovery()) as replayed
