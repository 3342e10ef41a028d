-- How far the city is set up.
select skipped, finished_at, finished_by from setup
