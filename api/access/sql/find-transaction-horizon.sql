-- A row: the number of the oldest transaction that is still open; whatever earlier ones have written can be seen.
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
