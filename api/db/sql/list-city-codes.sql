-- A row: the code of a city of this server, also of one that is still being loaded.
select code from city order by code
