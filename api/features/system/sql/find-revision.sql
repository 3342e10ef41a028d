-- A row: the city's revision in the database.
select revision from meta
