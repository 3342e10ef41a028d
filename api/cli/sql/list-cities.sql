-- A row: a city of this server, and whether it is loaded completely.
select code, name, demo, state from city order by code
