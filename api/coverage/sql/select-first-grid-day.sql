-- The first day on which the city had a grid; null: it never had one.
select to_char(least((select min(valid_from) from grid), (select min(valid_from) from grid_history)), 'YYYY-MM-DD') as day
