-- The city has a map that was decided on: it is not set up any more. $1 now, $2 by whom
update setup set finished_at = $1::timestamptz, finished_by = $2 where finished_at is null
