-- The same, for a change.
select skipped, finished_at, finished_by from setup for update
