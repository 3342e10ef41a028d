-- $1 skipped steps, $2 finished at, $3 by whom
update setup set skipped = $1::text[], finished_at = $2::timestamptz, finished_by = $3
