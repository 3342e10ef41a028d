-- A new city; one that comes complete is not set up any more. $1 finished at, or null
insert into setup (finished_at) values ($1::timestamptz)
on conflict (only_row) do nothing
